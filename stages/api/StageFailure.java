package stages.api;

import java.util.List;

/** A stage could not do its work: what happened, what to do, and the lines that show it. */
public final class StageFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String hint;
    private final transient List<String> details;

    public StageFailure(String message) {
        this(message, "", List.of());
    }

    public StageFailure(String message, String hint) {
        this(message, hint, List.of());
    }

    public StageFailure(String message, String hint, List<String> details) {
        super(message);
        this.hint = hint;
        this.details = List.copyOf(details);
    }

    /** What to do next; empty where there is nothing to say. */
    public String hint() {
        return hint;
    }

    /** Lines of output, last ones last. */
    public List<String> details() {
        return details;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
