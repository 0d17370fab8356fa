package dsl.script;

import dsl.model.*;
import dsl.syntax.LateUse;
import dsl.syntax.Problems;
import dsl.syntax.ShellText;
import dsl.word.*;
import groovy.lang.Closure;
import groovy.lang.GString;
import java.lang.reflect.Type;
import java.util.*;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stages.api.CommandLine;
import stages.api.ComposeFile;
import stages.api.Service;

/** Evaluates the words of one script, in the block they stand in. */
final class Door {
    private static final String ONE = "there can be one";

    /** A block that is being evaluated, what its words have set, and where. */
    record Frame(
            String word,
            Level level,
            Problems.Place at,
            Map<String, Object> values,
            Map<String, Problems.Place> places) {}

    private final Level flow;
    private final Problems problems;
    private final Fitting fitting;
    private final Supplier<Project> projects;
    private final Consumer<String> said;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Frame script;
    /** By record, the block that made it. */
    private final IdentityHashMap<Object, Frame> made = new IdentityHashMap<>();

    private final Map<String, Declaration> declared = new LinkedHashMap<>();
    private Map<String, Object> inputs = Map.of();
    private LoadedPipeline.@Nullable Facts facts;

    /** @param projects gives the project, where this script does not say it */
    Door(Level top, Problems problems, Supplier<Project> projects, Consumer<String> said) {
        this.flow = top.flow();
        this.problems = problems;
        this.fitting = new Fitting(problems, flow, this::yields);
        this.projects = projects;
        this.said = said;
        this.script = frame(problems.file(), top, problems.place(0, 0, 1));
        frames.push(script);
    }

    private static Frame frame(String word, Level level, Problems.Place at) {
        return new Frame(word, level, at, new LinkedHashMap<>(), new HashMap<>());
    }

    Project project() {
        return script.values().get("project") instanceof Project p ? p : projects.get();
    }

    Map<String, Object> inputs() {
        return inputs;
    }

    /** What the script says as a whole, once it has run. */
    <T extends Record> Optional<T> said(Class<T> type) {
        return record(type, script);
    }

    /** Where the block of a record begins, or one of its words where that is given. */
    Problems.Place place(Object record, String word) {
        var frame = made.getOrDefault(record, script);
        return frame.places().getOrDefault(word, frame.at());
    }

    /** Evaluates a {@code stages} block. */
    LoadedPipeline.Declared declare(Closure<?> block, Map<String, Object> given, LoadedPipeline.Facts source) {
        declared.clear();
        inputs = given;
        facts = source;
        var frame = frame("stages", flow, script.at());
        within(frame, block);
        var selected = record(Blocks.Flow.class, frame).flatMap(Blocks.Flow::select);
        return new LoadedPipeline.Declared(List.copyOf(declared.values()), selected);
    }

    private void within(Frame frame, @Nullable Closure<?> block) {
        frames.push(frame);
        try {
            if (block != null) block.call();
        } finally {
            frames.pop();
        }
    }

    @Nullable
    Object word(int at, String name, Map<String, Object> named, List<Object> positional, @Nullable Closure<?> block) {
        var place = problems.place(at >> 12, at & 4095, name.length());
        var outer = Objects.requireNonNull(frames.peek());
        if (name.equals("println")) return printed(positional);
        var meaning = outer.level().words().get(name);
        if (meaning == null
                && flow.words().get(name) instanceof Meaning.Call c
                && c.type().fact()) meaning = c;
        switch (meaning) {
            case null ->
                problems.add(
                        "unknown-word",
                        place,
                        "",
                        "unknown word {} in %s",
                        name,
                        outer.level().name());
            case Meaning.Option o -> option(outer, o.parameter(), named, positional, place);
            case Meaning.Body b -> {
                if (outer.values().containsKey(name)) problems.add("duplicate-word", place, ONE, "a second {}", name);
                put(outer, b.parameter().name(), block, place);
            }
            case Meaning.Nested n -> nested(outer, n, given(n, name, n.level(), named, positional, place), block);
            case Meaning.Call c -> {
                return call(c.type(), given(c, name, c.options(), named, positional, place), block);
            }
        }
        return null;
    }

    private @Nullable Object printed(List<Object> values) {
        said.accept(String.join(" ", values.stream().map(Door::shown).toList()));
        return null;
    }

    /** A handle says itself that it cannot be shown. */
    private static String shown(Object value) {
        if (!(value instanceof GString g)) return String.valueOf(value);
        if (Arrays.stream(g.getValues()).anyMatch(Handle.class::isInstance))
            throw new LateUse("what a stage yields is known only when it ran: it cannot be printed");
        return ScriptBase.text(g).joined();
    }

    private Frame given(
            Meaning meaning,
            String word,
            Level level,
            Map<String, Object> named,
            List<Object> positional,
            Problems.Place at) {
        var frame = frame(word, level, at);
        var parameters = meaning.parameters();
        for (int i = 0; i < positional.size(); i++)
            if (i < parameters.size()) put(frame, parameters.get(i).name(), positional.get(i), at);
            else problems.add("too-many-values", at, "", "{} takes at most %s values", word, parameters.size());
        named.forEach((name, value) -> put(frame, name, value, at));
        return frame;
    }

    private void put(Frame frame, String name, @Nullable Object value, Problems.Place at) {
        if (value == null) return;
        frame.values().put(name, value);
        frame.places().put(name, at);
    }

    private void option(
            Frame frame, Parameter p, Map<String, Object> named, List<Object> positional, Problems.Place at) {
        var flag = named.isEmpty() && positional.isEmpty() && p.raw() == boolean.class;
        Object given = flag ? true : !named.isEmpty() ? named : positional.size() == 1 ? positional.get(0) : positional;
        var before = frame.values().get(p.name());
        put(frame, p.name(), before == null ? given : both(p, before, given, at), at);
    }

    /** A word may stand several times where it takes several values. */
    private Object both(Parameter p, Object before, Object given, Problems.Place at) {
        if (before instanceof Map<?, ?> some && given instanceof Map<?, ?> more) {
            var all = new LinkedHashMap<@Nullable Object, @Nullable Object>(some);
            all.putAll(more);
            return all;
        }
        if (!p.several()) problems.add("duplicate-word", at, ONE, "a second {}", p.name());
        return Stream.of(before, given)
                .flatMap(o -> o instanceof Collection<?> c ? c.stream() : Stream.of(o))
                .toList();
    }

    private void nested(Frame outer, Meaning.Nested n, Frame frame, @Nullable Closure<?> block) {
        within(frame, block);
        var record = record(n.type(), frame);
        if (record.isEmpty()) return;
        made.put(record.get(), frame);
        var p = n.parameter();
        if (p.several()) {
            var before = (Collection<?>) outer.values().getOrDefault(p.name(), List.of());
            var all = new ArrayList<@Nullable Object>(before);
            all.add(record.get());
            outer.values().put(p.name(), all);
        } else if (outer.values().putIfAbsent(p.name(), record.get()) != null)
            problems.add("duplicate-word", frame.at(), ONE, "a second {}", frame.word());
    }

    /** The record that a block's words describe; nothing, and problems, where they do not. */
    private <T extends Record> Optional<T> record(Class<T> type, Frame frame) {
        var values = new LinkedHashMap<String, Object>();
        for (var p : Parameter.of(type)) value(p, frame).ifPresent(v -> values.put(p.name(), Conversion.plain(v)));
        return values.size() < Parameter.of(type).size()
                ? Optional.empty()
                : Optional.of(type.cast(StageType.construct(type, values)));
    }

    private Optional<Value> value(Parameter p, Frame frame) {
        var given = frame.values().get(p.name());
        if (given == null) return fitting.absent(frame.word(), p, frame.at());
        var at = frame.places().getOrDefault(p.name(), frame.at());
        if (given instanceof Closure<?> && p.raw() == Closure.class) return Optional.of(new Value.Known(given));
        var plain = Objects.requireNonNull(Handle.plain(given));
        if (p.raw() != CommandLine.class || !(plain instanceof String)) return fitting.value(p, plain, at);
        problems.add("wrong-value", at, ShellText.HINT, "{}: got a text that was put together before", p.name());
        return Optional.empty();
    }

    private @Nullable Object call(StageType type, Frame frame, @Nullable Closure<?> block) {
        within(frame, block);
        var values = new LinkedHashMap<String, Value>();
        for (var p : type.parameters())
            value(p, frame).ifPresent(v -> {
                fitting.proofs(p, v.outputs(), frame.at());
                values.put(p.name(), v);
            });
        if (values.size() < type.parameters().size()) return null;
        return type.fact() ? fact(type, values, frame.at()) : task(type, values, frame);
    }

    private Object fact(StageType type, Map<String, Value> values, Problems.Place at) {
        var options = new LinkedHashMap<String, Object>();
        values.forEach((k, v) -> options.put(k, Conversion.plain(v)));
        try {
            return Objects.requireNonNull(facts, "facts stand in stages { } alone")
                    .evaluate(type, options);
        } catch (Mismatch m) {
            throw new Problem.Found(new Problem("fact", at.location(), at.length(), m.getMessage(), m.hint()));
        }
    }

    private @Nullable Object task(StageType type, Map<String, Value> values, Frame frame) {
        var controls = record(Controls.class, frame);
        if (controls.isEmpty()) return null;
        var subject = controls.get().named().orElseGet(() -> subject(values));
        var id = subject.isEmpty() ? type.word() : type.word() + ":" + subject;
        var at = frame.at();
        var declaration = new Declaration(id, type, subject, values, controls.get(), at.location());
        var before = declared.putIfAbsent(id, declaration);
        var hint = "give one of them a name: " + type.word() + "(...) { named 'other' }";
        if (before != null)
            problems.add("duplicate-task", at, hint, "a second task {}; the first stands at %s", id, before.location());
        return new Handle(declaration, Yield.of(type));
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
        var command = values.values().stream().flatMap(v -> v.command().stream());
        return command.findFirst().map(Door::slug).orElse("");
    }

    private static String slug(String command) {
        var words = command.strip().replaceAll("[^A-Za-z0-9./_-]+", "-").replaceAll("^-+|-+$", "");
        return words.length() > 32 ? words.substring(0, 32) : words;
    }

    private Type yields(Value.Output output) {
        return Optional.ofNullable(declared.get(output.task()))
                .map(d -> d.type().yields(output.path()))
                .orElse(Object.class);
    }
}
