package dsl.syntax;

/** A use of what a stage yields that planning cannot serve. */
public final class LateUse extends RuntimeException {
    private static final long serialVersionUID = 1;

    public static final String HINT = "pass it to another stage, read it in 'when { }', or put it into 'sh'";

    public LateUse(String message) {
        super(message);
    }
}
