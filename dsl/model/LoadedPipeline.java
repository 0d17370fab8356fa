package dsl.model;

import dsl.word.Mismatch;
import dsl.word.StageType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stages.api.Changes;

/** A pipeline whose script was loaded and checked; its stages are not evaluated yet. */
public interface LoadedPipeline {
    PipelineSpec spec();

    /**
     * Evaluates {@code stages { }}. The same inputs and facts give the same answer.
     *
     * @param inputs text for an argument or an option, a boolean for a flag; absent where none is given
     * @throws Problem.Found with all problems that were met
     */
    Declared declare(Map<String, Object> inputs, Facts facts);

    /**
     * @param selection what {@code select} was given, where it stands
     */
    record Declared(List<Declaration> declarations, Optional<Changes> selection) {}

    /** Gives facts their values. */
    interface Facts {
        /** @throws Mismatch where the fact says that the user must do something first */
        Object evaluate(StageType fact, Map<String, Object> options);
    }
}
