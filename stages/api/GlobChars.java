package stages.api;

import java.util.Map;

/** A set of characters as ranges: pairs of first and last, one after the other. */
record GlobChars(boolean negated, String ranges) {

    /** The POSIX classes over ASCII, IEEE Std 1003.1 section 7.3.1; {@code ascii} and {@code word} as in Bash. */
    static final Map<String, String> POSIX = Map.ofEntries(
            Map.entry("alnum", "azAZ09"),
            Map.entry("alpha", "azAZ"),
            Map.entry("ascii", "\0\177"),
            Map.entry("blank", "  \t\t"),
            Map.entry("cntrl", "\0\37\177\177"),
            Map.entry("digit", "09"),
            Map.entry("graph", "!~"),
            Map.entry("lower", "az"),
            Map.entry("print", " ~"),
            Map.entry("punct", "!/:@[`{~"),
            Map.entry("space", "  \t\r"),
            Map.entry("upper", "AZ"),
            Map.entry("word", "azAZ09__"),
            Map.entry("xdigit", "afAF09"));

    /** Tells whether {@code c} is in the set; {@code /} never is, since a class stays within one name. */
    boolean contains(char c) {
        if (c == '/') {
            return false;
        }
        for (int i = 0; i < ranges.length(); i += 2) {
            if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
                return !negated;
            }
        }
        return negated;
    }
}
