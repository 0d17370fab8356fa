package dsl.script;

import dsl.model.*;
import dsl.word.*;
import groovy.lang.Closure;
import groovy.lang.GString;
import java.util.*;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stages.api.Changes;
import stages.api.CommandLine;
import stages.api.ComposeFile;
import stages.api.Service;

/** Evaluates the words of one script, in the block they stand in. */
final class Door {
    /** A block that is being evaluated, and what its words have set. */
    record Frame(Level level, Map<String, Object> values, Map<String, Location> places) {
        Frame(Level level) {
            this(level, new LinkedHashMap<>(), new HashMap<>());
        }
    }

    private final Level stages;
    private final Problems problems;
    private final Supplier<Project> projects;
    private final Special special;
    private final Consumer<String> said;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<String, Declaration> declared = new LinkedHashMap<>();
    private Optional<Changes> selection = Optional.empty();
    private Map<String, Object> inputs = Map.of();
    private LoadedPipeline.@Nullable Facts facts;

    /** What a word with a meaning of its own does. */
    interface Special {
        void apply(Door door, String name, Frame outer, Frame given, @Nullable Closure<?> block, Location at);
    }

    Door(Level top, Problems problems, Supplier<Project> projects, Special special, Consumer<String> said) {
        this.stages = top.all().stream()
                .filter(l -> l.name().equals("stages { }"))
                .findFirst()
                .orElse(top);
        this.problems = problems;
        this.projects = projects;
        this.special = special;
        this.said = said;
        frames.push(new Frame(top));
    }

    Project project() {
        return projects.get();
    }

    Map<String, Object> inputs() {
        return inputs;
    }

    Problems problems() {
        return problems;
    }

    void select(Changes changes) {
        selection = Optional.of(changes);
    }

    /** Evaluates a {@code stages} block. */
    LoadedPipeline.Declared declare(Closure<?> block, Map<String, Object> given, LoadedPipeline.Facts source) {
        declared.clear();
        selection = Optional.empty();
        inputs = given;
        facts = source;
        within(new Frame(stages), block);
        return new LoadedPipeline.Declared(List.copyOf(declared.values()), selection);
    }

    void within(Frame frame, @Nullable Closure<?> block) {
        frames.push(frame);
        try {
            if (block != null) block.call();
        } finally {
            frames.pop();
        }
    }

    @Nullable
    Object word(int at, String name, Map<String, Object> named, List<Object> positional, @Nullable Closure<?> block) {
        var where = new Location(problems.file(), at >> 12, at & 4095);
        var frame = Objects.requireNonNull(frames.peek());
        if (name.equals("println")) return printed(positional);
        var meaning = frame.level().words().get(name);
        if (meaning == null
                && stages.words().get(name) instanceof Meaning.Call c
                && c.type().fact()) meaning = c;
        if (meaning == null) {
            problems.add(
                    "unknown-word",
                    where,
                    name,
                    "unknown word '" + name + "' in " + frame.level().name(),
                    "");
            return null;
        }
        return switch (meaning) {
            case Meaning.Option o -> option(frame, o.parameter(), named, positional, where);
            case Meaning.Nested n -> nested(frame, n, values(n, name, named, positional, where), block, where);
            case Meaning.Call c -> call(c, name, values(c, name, named, positional, where), block, where);
            case Meaning.Special s -> {
                special.apply(this, name, frame, values(s, name, named, positional, where), block, where);
                yield null;
            }
        };
    }

    private @Nullable Object printed(List<Object> values) {
        said.accept(String.join(" ", values.stream().map(Door::shown).toList()));
        return null;
    }

    /** A handle says itself that it cannot be shown. */
    private static String shown(Object value) {
        if (!(value instanceof GString g)) return String.valueOf(value);
        if (Arrays.stream(g.getValues()).anyMatch(Handle.class::isInstance))
            throw new Handle.LateUse("what a stage yields is known only when it ran: it cannot be printed");
        return ScriptBase.text(g).joined();
    }

    private Frame values(
            Meaning meaning, String word, Map<String, Object> named, List<Object> positional, Location at) {
        var frame = new Frame(meaning.block().orElse(Level.TOP));
        var parameters = meaning.parameters();
        for (int i = 0; i < positional.size(); i++)
            if (i < parameters.size()) put(frame, parameters.get(i).name(), positional.get(i), at);
            else
                problems.add(
                        "too-many-values",
                        at,
                        word,
                        "'" + word + "' takes at most " + parameters.size() + " values",
                        "");
        named.forEach((k, v) -> put(frame, k, v, at));
        return frame;
    }

    private static void put(Frame frame, String name, @Nullable Object value, Location at) {
        if (value == null) return;
        frame.values().put(name, value);
        frame.places().put(name, at);
    }

    private @Nullable Object option(
            Frame frame, Parameter p, Map<String, Object> named, List<Object> positional, Location at) {
        Object given = !named.isEmpty() ? named : positional.size() == 1 ? positional.get(0) : positional;
        if (Map.class.isAssignableFrom(p.raw())
                && frame.values().get(p.name()) instanceof Map<?, ?> before
                && given instanceof Map<?, ?> more) {
            var all = new LinkedHashMap<@Nullable Object, @Nullable Object>(before);
            all.putAll(more);
            given = all;
        }
        put(frame, p.name(), given, at);
        return null;
    }

    private @Nullable Object nested(
            Frame outer, Meaning.Nested n, Frame frame, @Nullable Closure<?> block, Location at) {
        within(frame, block);
        record(n.type(), frame, at).ifPresent(made -> {
            var p = n.parameter();
            if (p.raw() == List.class) {
                var all = new ArrayList<@Nullable Object>(
                        (Collection<?>) outer.values().getOrDefault(p.name(), List.of()));
                all.add(made);
                outer.values().put(p.name(), all);
            } else outer.values().put(p.name(), made);
            outer.places().put(p.name() + " " + made, at);
            frame.places().forEach((k, v) -> outer.places().put(p.name() + " " + made + " " + k, v));
        });
        return null;
    }

    /** The record that a block's words describe; nothing, and problems, where they do not. */
    Optional<Object> record(Class<? extends Record> type, Frame frame, Location at) {
        var values = new LinkedHashMap<String, Object>();
        var before = problems.found().size();
        for (var p : Parameter.of(type)) {
            var value = value(p, frame, at);
            value.flatMap(v -> attempt(frame, p, at, () -> Conversion.plain(v)))
                    .ifPresent(v -> values.put(p.name(), v));
        }
        if (problems.found().size() > before) return Optional.empty();
        return Optional.of(StageType.construct(type, values));
    }

    private Optional<Value> value(Parameter p, Frame frame, Location at) {
        var given = frame.values().get(p.name());
        if (given == null && p.required()) {
            problems.add("option-missing", at, p.name(), "'" + p.name() + "' is missing", p.help());
            return Optional.empty();
        }
        return attempt(
                frame,
                p,
                at,
                () -> given == null ? conversion().absent(p) : conversion().convert(p.type(), special(p, given)));
    }

    private static Object special(Parameter p, Object given) {
        var plain = Objects.requireNonNull(Handle.plain(given));
        if (p.raw() == CommandLine.class && plain instanceof String)
            throw new Mismatch("got a text that was put together before", ShellText.HINT);
        return RunnerWords.expanded(p, plain);
    }

    private @Nullable Object call(Meaning.Call c, String word, Frame frame, @Nullable Closure<?> block, Location at) {
        within(frame, block);
        var type = c.type();
        var values = new LinkedHashMap<String, Value>();
        for (var p : type.parameters()) value(p, frame, at).ifPresent(v -> values.put(p.name(), v));
        type.parameters().forEach(p -> proofs(word, p, values.get(p.name()), at));
        if (values.size() < type.parameters().size()) return null;
        return type.fact() ? fact(type, values, at) : task(type, word, values, frame, at);
    }

    private @Nullable Object fact(StageType type, Map<String, Value> values, Location at) {
        var options = new LinkedHashMap<String, Object>();
        values.forEach((k, v) -> options.put(k, Conversion.plain(v)));
        try {
            return Objects.requireNonNull(facts, "facts stand in stages { } alone")
                    .evaluate(type, options);
        } catch (Mismatch m) {
            throw new dsl.model.Problem.Found(
                    new dsl.model.Problem("fact", at, type.word().length(), m.getMessage(), m.hint()));
        }
    }

    private @Nullable Object task(StageType type, String word, Map<String, Value> values, Frame frame, Location at) {
        var controls = record(Controls.class, frame, at);
        if (controls.isEmpty()) return null;
        var control = (Controls) controls.get();
        var subject = control.named().orElseGet(() -> subject(values));
        var id = subject.isEmpty() ? word : word + ":" + subject;
        var declaration = new Declaration(id, type, subject, values, control, at);
        var before = declared.putIfAbsent(id, declaration);
        if (before != null)
            problems.add(
                    "duplicate-task",
                    at,
                    word,
                    "a second task '" + id + "'; the first stands at " + before.location(),
                    "give one of them a name: " + word + "(...) { named 'other' }");
        return new Handle(declaration);
    }

    /** What a task is about: the service or file it is given, else what made the first result it takes. */
    private String subject(Map<String, Value> values) {
        for (var v : values.values())
            if (v instanceof Value.Known k && k.value() instanceof Service s) return s.name();
            else if (v instanceof Value.Known k && k.value() instanceof ComposeFile f) return f.file();
        var first = values.values().stream().flatMap(Value::outputs).findFirst();
        if (first.isPresent())
            return Optional.ofNullable(declared.get(first.get().task()))
                    .map(Declaration::subject)
                    .orElse("");
        return values.values().stream()
                .filter(v -> v instanceof Value.Shell || v instanceof Value.Arguments)
                .findFirst()
                .map(Door::slug)
                .orElse("");
    }

    private static String slug(Value command) {
        var text = switch (command) {
            case Value.Shell s -> String.join(" ", s.literals());
            case Value.Arguments a ->
                a.argv().stream()
                        .map(v -> v instanceof Value.Known k ? String.valueOf(k.value()) : "")
                        .reduce("", (x, y) -> x + " " + y);
            default -> "";
        };
        var words = text.strip().replaceAll("[^A-Za-z0-9./_-]+", "-").replaceAll("^-+|-+$", "");
        return words.length() > 32 ? words.substring(0, 32) : words;
    }

    private void proofs(String word, Parameter p, @Nullable Value value, Location at) {
        for (var wanted : p.holds())
            if (value == null || value.outputs().noneMatch(o -> wanted.isAssignableFrom((Class<?>) conversionType(o))))
                problems.add(
                        "missing-proof",
                        at,
                        word,
                        "'" + p.name() + "' lacks a " + wanted.getSimpleName(),
                        "pass the result of the stage that makes one");
    }

    private java.lang.reflect.Type conversionType(Value.Output output) {
        var declaration = declared.get(output.task());
        java.lang.reflect.Type type =
                declaration == null ? Object.class : declaration.type().yields();
        Map<String, java.lang.reflect.Type> outputs =
                declaration == null ? Map.of() : declaration.type().outputs();
        for (var name : output.path()) {
            type = outputs.getOrDefault(name, Object.class);
            outputs = type instanceof Class<?> c ? StageType.outputsOf(c) : Map.of();
        }
        return type;
    }

    private Conversion conversion() {
        return new Conversion(this::conversionType);
    }

    private <T> Optional<T> attempt(Frame frame, Parameter p, Location at, Supplier<T> what) {
        try {
            return Optional.ofNullable(what.get());
        } catch (Mismatch m) {
            problems.add(
                    "wrong-value",
                    frame.places().getOrDefault(p.name(), at),
                    p.name(),
                    "'" + p.name() + "': " + m.getMessage(),
                    m.hint());
            return Optional.empty();
        }
    }
}
