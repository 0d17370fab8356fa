package stages.api;

/** Says that a pattern cannot be read, where, and what to write instead. */
public final class GlobSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String pattern;
    private final int offset;

    GlobSyntaxException(String pattern, int offset, String message) {
        super("pattern '%s', character %d: %s".formatted(pattern, offset + 1, message));
        this.pattern = pattern;
        this.offset = offset;
    }

    static GlobSyntaxException neverClosed(String pattern, int offset) {
        return about(pattern, offset, "'%s' is never closed; write '\\%s' for the character");
    }

    static GlobSyntaxException closesNothing(String pattern, int offset) {
        return about(pattern, offset, "'%s' closes nothing; write '\\%s' for the character");
    }

    static GlobSyntaxException noEscape(String pattern, int offset) {
        return new GlobSyntaxException(
                pattern,
                offset,
                "'%s' is no escape; folders are parted by '/' on every system"
                        .formatted(pattern.substring(offset, offset + 2)));
    }

    private static GlobSyntaxException about(String pattern, int offset, String message) {
        char c = pattern.charAt(offset);
        return new GlobSyntaxException(pattern, offset, message.formatted(c, c));
    }

    /** The pattern as it was given. */
    public String pattern() {
        return pattern;
    }

    /** Index of the offending character in {@link #pattern()}, from 0. */
    public int offset() {
        return offset;
    }
}
