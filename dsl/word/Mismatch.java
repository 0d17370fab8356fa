package dsl.word;

/** A value that does not fit the option it is given to; the caller knows which and where. */
public final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String hint;

    /** @param hint what to do; empty where there is nothing to say */
    public Mismatch(String message, String hint) {
        super(message, null, false, false);
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
