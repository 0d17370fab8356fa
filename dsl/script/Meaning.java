package dsl.script;

import dsl.word.Parameter;
import dsl.word.StageType;
import java.util.List;
import java.util.Optional;

/** What a word stands for at one level of the language. */
sealed interface Meaning {
    /** Sets an option of the block it stands in. */
    record Option(Parameter parameter) implements Meaning {}

    /** Fills an option of the block it stands in with a record that has a block of its own. */
    record Nested(Parameter parameter, Class<? extends Record> type, Level level) implements Meaning {}

    /** Keeps its block, which is evaluated later. */
    record Body(Parameter parameter, Level level) implements Meaning {}

    /** Declares a task, or evaluates a fact. */
    record Call(StageType type, Level options) implements Meaning {}

    /** What may be given to it, positionally or by name. */
    default List<Parameter> parameters() {
        return switch (this) {
            case Option o -> List.of(o.parameter());
            case Nested n -> Parameter.of(n.type());
            case Body b -> List.of();
            case Call c -> c.type().parameters();
        };
    }

    /** The level of its block, where it has one. */
    default Optional<Level> block() {
        return switch (this) {
            case Option o -> Optional.empty();
            case Nested n -> Optional.of(n.level());
            case Body b -> Optional.of(b.level());
            case Call c -> c.type().fact() ? Optional.empty() : Optional.of(c.options());
        };
    }
}
