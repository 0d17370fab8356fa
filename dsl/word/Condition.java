package dsl.word;

import java.util.List;
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
