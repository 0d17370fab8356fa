package dsl.word;

import java.util.*;
import java.util.function.UnaryOperator;

/** The short forms of the runner's words: what a script may give them beside what their components hold. */
public final class RunnerWords {
    private RunnerWords() {}

    /** @param given plain, without anything of Groovy */
    public static Object expanded(Parameter p, Object given) {
        return switch (p.name()) {
            case "after" ->
                p.several() ? all(given).stream().map(RunnerWords::task).toList() : task(given);
            case "when" -> Condition.of(given, RunnerWords::value);
            case "secrets" -> named(given, name -> "env:" + name);
            case "env" -> named(given, name -> Objects.requireNonNullElse(System.getenv(name), ""));
            case "retry" -> given instanceof Integer times ? Map.of("times", times) : given;
            default -> given;
        };
    }

    private static Object task(Object given) {
        return given instanceof Value.Output o ? o.task() : given;
    }

    private static Value value(Object operand) {
        return switch (operand) {
            case Value v -> v;
            case Text t -> new Value.Known(t.joined());
            case Collection<?> c ->
                new Value.Many(
                        c.stream().map(o -> value(Objects.requireNonNull(o))).toList(), false);
            default -> new Value.Known(operand);
        };
    }

    private static Object named(Object given, UnaryOperator<String> value) {
        if (given instanceof Map) return given;
        var map = new LinkedHashMap<String, Object>();
        all(given).forEach(name -> map.put(String.valueOf(name), value.apply(String.valueOf(name))));
        return map;
    }

    private static Collection<?> all(Object given) {
        return given instanceof Collection<?> c ? c : List.of(given);
    }
}
