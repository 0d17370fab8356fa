package stages.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over the paths of a repository, in picomatch's syntax with dot files included: {@code **}, {@code *},
 * {@code ?}, {@code [a-z]}, {@code [[:alpha:]]}, <code>{a,b}</code>, <code>{1..9}</code>, {@code !(a|b)} and its
 * siblings {@code ?( *( +( @(}, {@code \} and {@code "..."} for characters themselves. A leading {@code !} makes it an
 * exclusion, which only has a meaning in {@link Globs}.
 *
 * <p>A path is relative to the repository's root and has {@code /} between its names. Matching takes time in
 * proportion to the lengths of pattern and path, whatever they hold. Two globs are equal if their patterns are.
 */
public final class Glob {
    private static final int MAX_LENGTH = 16_384;

    private final String pattern;
    private final boolean excludes;
    private final GlobShape shape;
    private volatile @Nullable GlobProgram program;

    /**
     * Reads a pattern.
     *
     * @throws GlobSyntaxException if it cannot be read, or can match no path of a repository
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Glob(String pattern) {
        this.pattern = pattern;
        this.excludes = pattern.startsWith("!") && !pattern.startsWith("!(");
        int from = excludes ? 1 : 0;
        if (pattern.startsWith("./", from)) {
            from += 2;
        }
        if (from == pattern.length()) {
            throw new GlobSyntaxException(pattern, 0, "the pattern is empty");
        }
        if (pattern.length() > MAX_LENGTH) {
            String start = pattern.substring(0, 40) + "...";
            throw new GlobSyntaxException(start, 0, "longer than %d characters".formatted(MAX_LENGTH));
        }
        if (excludes && pattern.startsWith("!", from)) {
            throw new GlobSyntaxException(pattern, from, "one '!' excludes; remove the other");
        }
        this.shape = GlobShape.of(GlobParser.parse(pattern, from), pattern.substring(from));
    }

    /** A pattern that matches {@code text} alone, whatever characters it holds. */
    public static String escape(String text) {
        return text.replaceAll("^!|[\\\\*?\\[\\](){}\"]", "\\\\$0");
    }

    /** The pattern as it was written, with its leading {@code !}. */
    @JsonValue
    public String pattern() {
        return pattern;
    }

    /** Tells whether the pattern begins with {@code !}: what it matches is taken out. */
    public boolean excludes() {
        return excludes;
    }

    /** The folder, or the file, that holds all this pattern can match: {@code a/b} of <code>a/b/*.ts</code>; maybe empty. */
    String base() {
        return shape.base();
    }

    /** Tells whether the pattern, less a leading {@code !}, matches the path. */
    public boolean matches(String path) {
        return switch (shape.judge(path)) {
            case YES -> true;
            case NO -> false;
            case UNKNOWN -> program().matches(path, shape.prefix().length());
        };
    }

    /** Tells whether all that this pattern can match lies below the folder. */
    public boolean isWithin(String folder) {
        return shape.base().startsWith(folder + "/");
    }

    private GlobProgram program() {
        GlobProgram known = program;
        if (known == null) {
            known = new GlobProgram(shape.rest());
            program = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Glob glob && glob.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
