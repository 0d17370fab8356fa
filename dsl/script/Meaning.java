package dsl.script;

import dsl.word.Parameter;
import dsl.word.StageType;
import java.util.List;
import java.util.Optional;

/** What a word stands for at one level of the language. */
sealed interface Meaning {
    /** What may be given to it, positionally or by name. */
    List<Parameter> parameters();

    /** The level of its block, where it has one. */
    Optional<Level> block();

    /** Sets an option of the block it stands in. */
    record Option(Parameter parameter) implements Meaning {
        @Override
        public List<Parameter> parameters() {
            return List.of(parameter);
        }

        @Override
        public Optional<Level> block() {
            return Optional.empty();
        }
    }

    /** Fills an option of the block it stands in with a record that has a block of its own. */
    record Nested(Parameter parameter, Class<? extends Record> type, Level level) implements Meaning {
        @Override
        public List<Parameter> parameters() {
            return Parameter.of(type);
        }

        @Override
        public Optional<Level> block() {
            return Optional.of(level);
        }
    }

    /** Declares a task, or evaluates a fact. */
    record Call(StageType type, Level options) implements Meaning {
        @Override
        public List<Parameter> parameters() {
            return type.parameters();
        }

        @Override
        public Optional<Level> block() {
            return type.fact() ? Optional.empty() : Optional.of(options);
        }
    }

    /** Has a meaning of its own, {@link ScriptBase} knows which. */
    record Special(List<Parameter> parameters, Optional<Level> block) implements Meaning {}
}
