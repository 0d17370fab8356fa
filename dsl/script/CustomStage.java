package dsl.script;

import dsl.model.Conversion;
import dsl.model.Location;
import dsl.model.Parameter;
import dsl.model.Problem;
import dsl.model.Resolution;
import dsl.model.StageType;
import groovy.lang.Closure;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stages.api.Digest;
import stages.api.Finding;
import stages.api.Gate;
import stages.api.Result;
import stages.api.Stage;
import stages.api.StageContext;
import stages.api.StageFailure;
import stages.api.Verdict;

/** A stage in a Groovy file of its own: {@code stage { input ..; option ..; output ..; run { } }}. */
final class CustomStage {
    private final Scripts.Source source;
    private final Problems problems;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, Type> outputs = new LinkedHashMap<>();
    private String help = "";
    private boolean cached;
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
            problems.add(Problem.of("stage-incomplete", Location.of(source.name()), "the stage has no run { }", ""));
        return problems.found().isEmpty() ? Optional.of(type(Objects.requireNonNull(body))) : Optional.empty();
    }

    static String word(Scripts.Source source) {
        return source.name().replaceAll(".*/", "").replaceAll("\\.groovy$", "");
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
                values -> new Call(word, values, outputs, run));
    }

    private void special(
            Door door, String name, Door.Frame outer, Door.Frame given, @Nullable Closure<?> block, Location at) {
        switch (name) {
            case "stage" -> door.within(given, block);
            case "describe" -> help = String.valueOf(given.values().get("value"));
            case "cached" -> cached = true;
            case "run" -> body = block;
            default -> slot(name, given.values(), at);
        }
    }

    private void slot(String kind, Map<String, Object> values, Location at) {
        var name = String.valueOf(values.get("name"));
        if (!(values.get("type") instanceof Class<?> type)) {
            problems.add("wrong-value", at, kind, "'" + kind + "' expects a name and a type", "");
            return;
        }
        Type boxed = type == Integer.class
                ? int.class
                : type == Boolean.class ? boolean.class : type == List.class ? STRINGS : type;
        if (kind.equals("output")) outputs.put(name, boxed);
        else if (kind.equals("input") && !Result.class.isAssignableFrom(type))
            problems.add(
                    "wrong-value",
                    at,
                    kind,
                    "'" + name + "' must be what a stage yields, such as Image; " + type.getSimpleName() + " is not",
                    "use 'option' for values");
        else
            parameters.add(new Parameter(
                    name, boxed, "", standard(values.get("default")), false, List.of(), Optional.empty()));
    }

    private static final Type STRINGS = Parameter.of(Defaults.class).get(0).type();

    private record Defaults(List<String> strings) {}

    private static Optional<Object> standard(@Nullable Object value) {
        return Optional.ofNullable(value).map(v -> Objects.requireNonNull(Handle.plain(v)));
    }

    /** One use of the stage. */
    private record Call(String word, Map<String, Object> values, Map<String, Type> outputs, Closure<?> body)
            implements Stage<Outcome>, Gate<Outcome> {
        @Override
        public Outcome run(StageContext context) {
            var findings = new ArrayList<Finding>();
            var run = (Closure<?>) body.clone();
            run.setDelegate(values);
            run.setResolveStrategy(Closure.DELEGATE_FIRST);
            try {
                return new Outcome(typed(run.call(new CustomContext(word, context, findings))), findings);
            } catch (StageFailure e) {
                throw e;
            } catch (RuntimeException | AssertionError e) {
                var problem = ScriptErrors.of(e, "stage '" + word + "'");
                throw new StageFailure(problem.location() + ": " + problem.message());
            }
        }

        private Map<String, Object> typed(@Nullable Object returned) {
            var given = returned instanceof Map<?, ?> m ? m : Map.of();
            var typed = new LinkedHashMap<String, Object>();
            outputs.forEach((name, type) -> {
                var value = Handle.plain(given.get(name));
                if (value == null)
                    throw new StageFailure(
                            "stage '" + word + "' did not return '" + name + "'",
                            "end run { } with [" + name + ": value]");
                typed.put(name, Conversion.plain(new Conversion(o -> Object.class).convert(type, value)));
            });
            return typed;
        }

        @Override
        public Verdict judge(Outcome report, Instant now) {
            return Verdict.of(report.findings());
        }
    }
}
