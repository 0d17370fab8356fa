package dsl.model;

import java.util.List;
import java.util.Optional;

/**
 * A pipeline as its script declares it.
 *
 * @param inputs in the order of the script
 */
public record PipelineSpec(String name, String description, List<Input> inputs, Location location) {

    /**
     * Something that the command line gives.
     *
     * @param choices the values allowed; any where empty
     * @param standard the value where none is given
     */
    public record Input(
            Kind kind, String name, String help, List<String> choices, Optional<String> standard, Location location) {
        public enum Kind {
            /** Positional. */
            ARGUMENT,
            /** Without a value. */
            FLAG,
            /** With a value. */
            OPTION
        }
    }

    public List<Input> inputs(Input.Kind kind) {
        return inputs.stream().filter(i -> i.kind() == kind).toList();
    }
}
