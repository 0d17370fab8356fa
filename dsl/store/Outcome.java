package dsl.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/** How a task ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Passed.class, name = "passed"),
    @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Outcome.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = Outcome.Blocked.class, name = "blocked"),
    @JsonSubTypes.Type(value = Outcome.Cancelled.class, name = "cancelled"),
})
public sealed interface Outcome {
    /** It worked and what it says is accepted. */
    record Passed() implements Outcome {}

    /** It worked and the policy says no; its result is there. */
    record Refused(String reason) implements Outcome {}

    /**
     * It could not work.
     *
     * @param hint what to do; empty where there is nothing to say
     * @param details last lines of output
     * @param missing whether a tool or a service is missing, which is another kind of end
     */
    record Failed(String message, String hint, List<String> details, boolean missing) implements Outcome {
        public Failed {
            details = List.copyOf(details);
        }

        /** @param space what to do where the disk is full */
        public static Failed of(Throwable why, String space) {
            return switch (why) {
                case StageFailure f -> new Failed(f.getMessage(), f.hint(), f.details(), false);
                case ToolMissing m -> new Failed(m.getMessage(), m.hint(), List.of(), true);
                case IOException e
                when isFull(e) -> new Failed("the disk is full: " + e.getMessage(), space, List.of(), false);
                default -> new Failed(why.getClass().getSimpleName() + ": " + why.getMessage(), "", List.of(), false);
            };
        }

        /** As Linux, macOS and Windows say it. */
        private static boolean isFull(IOException e) {
            var why = String.valueOf(e.getMessage());
            return why.contains("No space left") || why.contains("not enough space");
        }

        public Failed masked(UnaryOperator<String> mask) {
            var lines = details.stream().map(mask).toList();
            return new Failed(mask.apply(message), mask.apply(hint), lines, missing);
        }
    }

    /** Its condition said no. */
    record Skipped(String reason) implements Outcome {}

    /** Something it follows did not end well. */
    record Blocked(String reason) implements Outcome {}

    /** The run was ended before it could end. */
    record Cancelled() implements Outcome {}
}
