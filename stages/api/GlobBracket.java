package stages.api;

import java.util.regex.Pattern;

/** Reads one bracket expression of a glob: {@code [abc]}, {@code [^a-z]}, {@code [!a]}, {@code [[:alpha:]_]}. */
final class GlobBracket {
    private static final Pattern SPECIAL = Pattern.compile("[-*+?.^${}(|)\\[\\]\\\\!]");

    private final String pattern;
    private final int start;
    private final StringBuilder ranges = new StringBuilder();
    private int at;

    GlobBracket(String pattern, int start) {
        this.pattern = pattern;
        this.start = start;
        this.at = start + 1;
    }

    /** Tells whether a bracket's body holds nothing that has a meaning in brackets or elsewhere. */
    static boolean isPlain(String body) {
        return !SPECIAL.matcher(body).find();
    }

    /** Index behind the closing bracket, once {@link #read} has answered. */
    int end() {
        return at;
    }

    GlobChars read() {
        boolean negated = current() == '^' || current() == '!';
        if (negated) {
            at++;
        }
        int first = at;
        while (current() != ']' || at == first) {
            if (!posixClass()) {
                characters();
            }
        }
        at++;
        return new GlobChars(negated, ranges.toString());
    }

    private char current() {
        if (at >= pattern.length()) {
            throw GlobSyntaxException.neverClosed(pattern, start);
        }
        return pattern.charAt(at);
    }

    private boolean posixClass() {
        int end = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
        if (end < 0) {
            return false;
        }
        String name = pattern.substring(at + 2, end);
        String known = GlobChars.POSIX.get(name);
        if (known == null) {
            throw new GlobSyntaxException(
                    pattern,
                    at + 2,
                    "'%s' is no character class; write one of POSIX's such as '[[:alpha:]]'".formatted(name));
        }
        ranges.append(known);
        at = end + 2;
        return true;
    }

    private void characters() {
        int from = at;
        char first = character();
        boolean range = current() == '-'
                && at + 1 < pattern.length()
                && pattern.charAt(at + 1) != ']'
                && !pattern.startsWith("[:", at + 1);
        if (range) {
            at++;
        }
        char last = range ? character() : first;
        if (last < first) {
            throw new GlobSyntaxException(pattern, from, "the range '%s-%s' is reversed".formatted(first, last));
        }
        ranges.append(first).append(last);
    }

    private char character() {
        char c = current();
        if (c == '/') {
            throw new GlobSyntaxException(
                    pattern, at, "'/' cannot stand in brackets: they match one character of a name");
        }
        at++;
        if (c != '\\') {
            return c;
        }
        char escaped = current();
        if (Character.isLetterOrDigit(escaped)) {
            throw GlobSyntaxException.noEscape(pattern, at - 1);
        }
        at++;
        return escaped;
    }
}
