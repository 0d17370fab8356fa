package dsl.word;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The value of an option in a plan: known while planning, or what a task will yield, or made of both. */
public sealed interface Value {
    /** @param value of the option's own type */
    record Known(Object value) implements Value {}

    /**
     * What a task yields.
     *
     * @param task its id
     * @param path names of outputs, from the result inwards; empty for the whole result
     */
    record Output(String task, List<String> path) implements Value {}

    /** @param set whether it fills a set */
    record Many(List<Value> items, boolean set) implements Value {}

    record Named(Map<String, Value> entries) implements Value {
        public Named {
            entries = new LinkedHashMap<>(entries);
        }
    }

    /** Shell text; {@code literals.size() == values.size() + 1}. */
    record Shell(List<String> literals, List<Value> values) implements Value {}

    /** An argument vector. */
    record Arguments(List<Value> argv) implements Value {}

    /** A value that may be absent. */
    record Maybe(Value value) implements Value {}

    /** The words of a command that are known; nothing where it is none. */
    default Optional<String> command() {
        return switch (this) {
            case Shell s -> Optional.of(String.join(" ", s.literals()));
            case Arguments a ->
                Optional.of(a.argv().stream()
                        .map(v -> v instanceof Known k ? " " + k.value() : " ")
                        .collect(Collectors.joining()));
            default -> Optional.empty();
        };
    }

    /** All outputs of tasks within. */
    default Stream<Output> outputs() {
        return switch (this) {
            case Known k -> Stream.empty();
            case Output o -> Stream.of(o);
            case Many m -> m.items().stream().flatMap(Value::outputs);
            case Named n -> n.entries().values().stream().flatMap(Value::outputs);
            case Shell s -> s.values().stream().flatMap(Value::outputs);
            case Arguments a -> a.argv().stream().flatMap(Value::outputs);
            case Maybe m -> m.value().outputs();
        };
    }
}
