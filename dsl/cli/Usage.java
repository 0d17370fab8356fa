package dsl.cli;

/** The command line is wrong: exit code 2. */
final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String hint;

    /** @param hint what to do; empty where there is nothing to say */
    Usage(String message, String hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
