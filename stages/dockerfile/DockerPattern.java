package stages.dockerfile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import stages.api.Glob;

/**
 * Docker's path patterns as globs. {@code COPY} takes those of Go's {@code filepath.Match}, ignore files add {@code **};
 * both mean a folder's whole content where they match a folder.
 */
public final class DockerPattern {
    private static final String SPECIAL = "*?[\\";

    private DockerPattern() {}

    /**
     * A path of the context in its plain form: without {@code .}, empty names, a leading {@code /} and what would lead
     * out of it. Empty for the context itself.
     */
    public static String clean(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.strip().split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }

    /**
     * The globs of a cleaned pattern: all below what it matches, then what it matches, so that the plainer one decides.
     *
     * @param folder of the context, empty for the repository's root
     */
    static List<Glob> globs(String folder, String pattern, boolean excludes) {
        String start = (excludes ? "!" : "") + (folder.isEmpty() ? "" : Glob.escape(folder) + "/");
        String glob = glob(pattern);
        if (glob.isEmpty() || glob.equals("**")) {
            return List.of(new Glob(start + "**"));
        }
        Glob plain = new Glob(start + glob);
        return glob.endsWith("**/*") || glob.endsWith("**,}")
                ? List.of(plain)
                : List.of(new Glob(start + glob + "/**"), plain);
    }

    private static String glob(String pattern) {
        if (pattern.startsWith("**") && pattern.length() > 2 && pattern.charAt(2) != '/' && isPlain(pattern, 2)) {
            return "**/*" + Glob.escape(pattern.substring(2)); // a mere suffix, in an ignore file
        }
        var glob = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (pattern.startsWith("**", at)) {
                at = deep(pattern, at, glob);
            } else if (c == '[') {
                at = bracket(pattern, at, glob);
            } else if (c == '\\' && at + 1 < pattern.length()) {
                glob.append(Glob.escape(String.valueOf(pattern.charAt(at + 1))));
                at += 2;
            } else {
                glob.append(c == '*' || c == '?' ? String.valueOf(c) : escaped(c, at));
                at++;
            }
        }
        return glob.toString();
    }

    private static boolean isPlain(String pattern, int from) {
        return pattern.chars().skip(from).noneMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    private static String escaped(char c, int at) {
        return switch (c) {
            case '+' -> "\\+"; // behind a bracket it would repeat it
            case '!' -> at > 0 ? "!" : "\\!";
            default -> Glob.escape(String.valueOf(c));
        };
    }

    /** {@code **} is any number of folders, also within a name: {@code a**b} is {@code ab} and {@code ax/b}. */
    private static int deep(String pattern, int at, StringBuilder glob) {
        int next = at + 2;
        boolean slashTaken = glob.toString().endsWith("{**/,}");
        boolean wholeName = at == 0 || pattern.charAt(at - 1) == '/' && !slashTaken;
        boolean slash = next < pattern.length() && pattern.charAt(next) == '/';
        next += slash ? 1 : 0;
        if (next == pattern.length()) {
            glob.append(wholeName ? at == 0 ? "**" : "**/*" : "{**,}");
        } else {
            glob.append(wholeName && slash ? "**/" : "{**/,}");
        }
        return next;
    }

    private static int bracket(String pattern, int at, StringBuilder glob) {
        int end = at + 1;
        boolean negated = pattern.startsWith("^", end);
        var body = new StringBuilder();
        for (end += negated ? 1 : 0; end < pattern.length() && pattern.charAt(end) != ']'; end++) {
            char c = pattern.charAt(end);
            boolean escape = c == '\\' && end + 1 < pattern.length();
            char member = escape ? pattern.charAt(++end) : c;
            boolean plain = Character.isLetterOrDigit(member) || member == '-' && !escape;
            body.append(plain ? String.valueOf(member) : "\\" + member);
        }
        if (end >= pattern.length()) {
            glob.append('['); // no partner: the glob says so
            return pattern.length();
        }
        glob.append(negated ? "[^" : "[").append(body).append(']');
        return end + 1;
    }

    /** Patterns as a reader knows them, for an explanation. */
    static String list(List<String> patterns) {
        return patterns.stream().map(pattern -> "`" + pattern + "`").collect(Collectors.joining(", "));
    }
}
