package dsl.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

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
    }

    /** Its condition said no. */
    record Skipped(String reason) implements Outcome {}

    /** Something it follows did not end well. */
    record Blocked(String reason) implements Outcome {}

    /** The run was ended before it could end. */
    record Cancelled() implements Outcome {}
}
