package dsl.word;

import java.util.*;
import java.util.function.Function;
import java.util.stream.Stream;

/** What {@code when { }} asks, as data: over outputs and values known while planning. */
public sealed interface Condition {
    record And(Condition left, Condition right) implements Condition {}

    record Or(Condition left, Condition right) implements Condition {}

    record Not(Condition inner) implements Condition {}

    /** @param operator one of {@code == != < > <= >= in} */
    record Compare(String operator, Value left, Value right) implements Condition {}

    /** True, a number other than 0, a text or a collection that is not empty. */
    record Truth(Value value) implements Condition {}

    /**
     * Reads {@code [operator, left, right]}, nested.
     *
     * @param value turns what the script gave into a plan's value
     */
    static Condition of(Object data, Function<Object, Value> value) {
        if (!(data instanceof List<?> list)) return new Condition.Truth(new Value.Known(data));
        var operator = String.valueOf(list.get(0));
        var left = Objects.requireNonNull(list.get(1));
        var right = Objects.requireNonNull(list.get(list.size() - 1));
        return switch (operator) {
            case "&&" -> new Condition.And(of(left, value), of(right, value));
            case "||" -> new Condition.Or(of(left, value), of(right, value));
            case "!" -> new Condition.Not(of(left, value));
            case "truth" -> new Condition.Truth(value.apply(left));
            default -> new Condition.Compare(operator, value.apply(left), value.apply(right));
        };
    }

    default Stream<Value.Output> outputs() {
        return switch (this) {
            case And a -> Stream.concat(a.left().outputs(), a.right().outputs());
            case Or o -> Stream.concat(o.left().outputs(), o.right().outputs());
            case Not n -> n.inner().outputs();
            case Compare c -> Stream.concat(c.left().outputs(), c.right().outputs());
            case Truth t -> t.value().outputs();
        };
    }

    /** The condition as it would stand in a script. */
    default String text() {
        return switch (this) {
            case And a -> a.left().text() + " && " + a.right().text();
            case Or o -> "(" + o.left().text() + " || " + o.right().text() + ")";
            case Not n -> "!(" + n.inner().text() + ")";
            case Compare c -> show(c.left()) + " " + c.operator() + " " + show(c.right());
            case Truth t -> show(t.value());
        };
    }

    private static String show(Value value) {
        return switch (value) {
            case Value.Output o -> o.task() + "." + String.join(".", o.path());
            case Value.Many m ->
                m.items().stream().map(Condition::show).toList().toString();
            case Value.Known k ->
                k.value() instanceof Number || k.value() instanceof Boolean
                        ? k.value().toString()
                        : "'" + k.value() + "'";
            default -> value.toString();
        };
    }

    static List<String> operators() {
        return List.of("==", "!=", "<", ">", "<=", ">=", "in");
    }
}
