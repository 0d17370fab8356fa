package stages.api;

/** A tool or a service that a stage needs is not to be had: exit code 3. */
public final class ToolMissing extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String hint;

    /** @param hint the command that mends it */
    public ToolMissing(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
