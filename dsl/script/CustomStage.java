package dsl.script;

import dsl.model.Location;
import dsl.model.Problem;
import dsl.word.*;
import dsl.word.Controls;
import groovy.lang.Closure;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.*;
import org.jspecify.annotations.Nullable;
import stages.api.*;

/** A stage in a Groovy file of its own: {@code stage { input ..; option ..; output ..; run { } }}. */
final class CustomStage {
    private final Scripts.Source source;
    private final Problems problems;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, Type> outputs = new LinkedHashMap<>();
    private String help = "";
    private boolean cached;
    private boolean begun;
    private @Nullable Closure<?> body;

    CustomStage(Scripts.Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** What a custom stage yields. */
    public record Outcome(Map<String, Object> values, List<Finding> findings) implements Result, Resolution.Outputs {
        @Override
        public Object output(String name) {
            return Objects.requireNonNull(values.get(name));
        }
    }

    Optional<StageType> load(ScriptBase script) {
        var door = new Door(Level.CUSTOM, problems, dsl.model.Project::empty, this::special, line -> {});
        script.open(door);
        Scripts.guarded(problems, () -> {
            script.run();
            return true;
        });
        if (body == null && problems.found().isEmpty())
            problems.add(Problem.of(
                    "stage-incomplete",
                    Location.of(source.name()),
                    begun ? "the stage has no run { }" : "the file has no stage { }",
                    begun ? "end it with run { context -> [output: value] }" : ""));
        if (!word(source).matches("[a-z][A-Za-z0-9]*"))
            problems.add(Problem.of(
                    "stage-name",
                    Location.of(source.name()),
                    "the file's name is the word of its stage, and '" + word(source) + "' is no word",
                    "name it as in 'licenseCheck.groovy'"));
        return problems.found().isEmpty() ? Optional.of(type(Objects.requireNonNull(body))) : Optional.empty();
    }

    static String word(Scripts.Source source) {
        return word(source.name());
    }

    private static String word(String file) {
        return file.replaceAll(".*/", "").replaceAll("\\.groovy$", "");
    }

    private StageType type(Closure<?> run) {
        var word = word(source);
        var kind = cached ? StageType.Kind.CACHED : StageType.Kind.PLAIN;
        return new StageType(
                word,
                kind,
                help,
                parameters,
                Outcome.class,
                Optional.empty(),
                outputs,
                List.of(),
                0,
                0,
                false,
                Digest.of(source.text()).value(),
                values -> new Call(source.name(), values, outputs, run));
    }

    private void special(
            Door door, String name, Door.Frame outer, Door.Frame given, @Nullable Closure<?> block, Location at) {
        if (name.equals("stage") && begun || name.equals("run") && body != null) {
            problems.add("duplicate-word", at, name, "a second '" + name + "'", "a file holds one");
            return;
        }
        switch (name) {
            case "stage" -> {
                begun = true;
                door.within(given, block);
            }
            case "describe" -> help = String.valueOf(given.values().get("value"));
            case "cached" -> cached = true;
            case "run" -> body = block;
            default -> slot(name, given.values(), at);
        }
    }

    private void slot(String kind, Map<String, Object> values, Location at) {
        var name = String.valueOf(values.get("name"));
        var output = kind.equals("output");
        if (!(values.get("type") instanceof Class<?> type))
            wrong(
                    kind,
                    at,
                    "'" + kind + "' expects a name and a type",
                    "write it as in: " + kind + (kind.equals("input") ? " 'image', Image" : " 'name', String"));
        else if (output
                ? outputs.containsKey(name)
                : parameters.stream().anyMatch(p -> p.name().equals(name)))
            wrong(kind, at, "a second '" + name + "'", "");
        else if (!output && RUNNERS.words().containsKey(name))
            wrong(kind, at, "'" + name + "' is an option of every stage already", "give it another name");
        else if (kind.equals("input") && !Result.class.isAssignableFrom(type))
            wrong(
                    kind,
                    at,
                    "'" + name + "' must be what a stage yields, such as Image; " + type.getSimpleName() + " is not",
                    "use 'option' for values");
        else if (!kind.equals("input") && !type.isEnum() && !TYPES.containsKey(type))
            wrong(kind, at, "'" + name + "' cannot be a " + type.getSimpleName(), "use " + known());
        else if (output) outputs.put(name, boxed(type));
        else parameter(kind, name, boxed(type), values.get("default"), at);
    }

    private void parameter(String kind, String name, Type type, @Nullable Object given, Location at) {
        var standard = Optional.ofNullable(Handle.plain(given));
        try {
            standard.ifPresent(value -> new Conversion(o -> Object.class).convert(type, value));
            parameters.add(new Parameter(name, type, "", standard, false, List.of(), Optional.empty()));
        } catch (Mismatch m) {
            wrong(kind, at, "the default of '" + name + "': " + m.getMessage(), m.hint());
        }
    }

    private void wrong(String kind, Location at, String message, String hint) {
        problems.add("wrong-value", at, kind, message, hint);
    }

    private static Type boxed(Class<?> type) {
        return TYPES.getOrDefault(type, type);
    }

    private static String known() {
        var names = TYPES.keySet().stream().map(Class::getSimpleName).toList();
        return String.join(", ", names) + " or an enum of stages.api";
    }

    private static final Level RUNNERS = Level.of("", Controls.class);

    /** What options and outputs may be, and what that is inside. */
    private static final Map<Class<?>, Type> TYPES = types();

    private static Map<Class<?>, Type> types() {
        var types = new LinkedHashMap<Class<?>, Type>();
        for (var t : List.of(String.class, Duration.class, Platform.class, Glob.class, RepositoryFile.class))
            types.put(t, t);
        types.put(Integer.class, int.class);
        types.put(Boolean.class, boolean.class);
        types.put(List.class, Parameter.of(Collections.class).get(0).type());
        types.put(Map.class, Parameter.of(Collections.class).get(1).type());
        return types;
    }

    /** Their components' types are those of lists and maps without a parameter. */
    private record Collections(List<String> list, Map<String, String> map) {}

    /** One use of the stage, whose failures name their line in its file. */
    private record Call(String file, Map<String, Object> values, Map<String, Type> outputs, Closure<?> body)
            implements Stage<Outcome>, Gate<Outcome> {
        @Override
        public Outcome run(StageContext context) throws InterruptedException {
            var findings = new ArrayList<Finding>();
            var run = (Closure<?>) body.clone();
            run.setDelegate(values);
            run.setResolveStrategy(Closure.DELEGATE_FIRST);
            try {
                return new Outcome(typed(run.call(new CustomContext(word(file), context, findings))), findings);
            } catch (StageFailure | ToolMissing e) {
                throw e;
            } catch (Exception | AssertionError | StackOverflowError e) {
                if (e instanceof InterruptedException i) throw i;
                var problem = ScriptErrors.of(e, file);
                throw new StageFailure(problem.location() + ": " + problem.message(), problem.hint());
            }
        }

        private Map<String, Object> typed(@Nullable Object returned) {
            var given = returned instanceof Map<?, ?> m ? m : Map.of();
            var typed = new LinkedHashMap<String, Object>();
            outputs.forEach((name, type) -> {
                var value = Handle.plain(given.get(name));
                if (value == null)
                    throw new StageFailure(
                            file + ": run { } did not return '" + name + "'", "end it with [" + name + ": value]");
                try {
                    typed.put(name, Conversion.plain(new Conversion(o -> Object.class).convert(type, value)));
                } catch (Mismatch m) {
                    throw new StageFailure(file + ": output '" + name + "': " + m.getMessage(), m.hint());
                }
            });
            return typed;
        }

        @Override
        public Verdict judge(Outcome report, Instant now) {
            return Verdict.of(report.findings());
        }
    }
}
