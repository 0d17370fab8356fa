package stages.composefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Variables in the values of a compose file, as its specification's section on interpolation has them: {@code $NAME},
 * {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?message}}, {@code ${NAME:+other}}, each also without the colon
 * (then an empty value counts as set), and {@code $$} for a dollar sign.
 */
public final class Interpolation {
    private static final Pattern START = Pattern.compile("\\$(\\$|\\{?([A-Za-z_][A-Za-z0-9_]*)(:?[-?+])?)");

    private final Map<String, String> variables;
    private final List<Missing> missing = new ArrayList<>();

    private Interpolation(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * A variable without a value.
     *
     * @param required whether the file says that it must have one
     * @param message what the file says of it; empty where it says nothing
     * @param offset in the text, characters
     */
    public record Missing(String name, boolean required, String message, int offset) {}

    /** The text with its variables replaced, or nothing where one is missing. */
    public static Optional<String> expand(String text, Map<String, String> variables) {
        var run = new Interpolation(variables);
        var expanded = run.text(text, 0);
        return run.missing.isEmpty() ? Optional.of(expanded) : Optional.empty();
    }

    public static List<Missing> missing(String text, Map<String, String> variables) {
        var run = new Interpolation(variables);
        run.text(text, 0);
        return run.missing;
    }

    private String text(String text, int offset) {
        var out = new StringBuilder();
        var start = START.matcher(text);
        int at = 0;
        while (start.find(at)) {
            out.append(text, at, start.start());
            at = start.end();
            if (Groups.group(start, 1).equals("$")) {
                out.append('$');
                continue;
            }
            var name = Groups.group(start, 2);
            if (!Groups.group(start, 1).startsWith("{")) {
                at = start.end(2);
                out.append(value(name, "", "", offset + start.start(), at));
                continue;
            }
            int end = closing(text, start.end(2));
            if (end == text.length())
                return out.append(text.substring(start.start())).toString();
            var operator = Groups.group(start, 3);
            var rest = text.substring(Math.min(at, end), end);
            out.append(value(name, operator, rest, offset + start.start(), offset + at));
            at = end + 1;
        }
        return out.append(text.substring(at)).toString();
    }

    private String value(String name, String operator, String rest, int offset, int restOffset) {
        var value =
                Optional.ofNullable(variables.get(name)).filter(found -> !operator.startsWith(":") || !found.isEmpty());
        return switch (operator.replace(":", "")) {
            case "-" -> value.isPresent() ? value.get() : text(rest, restOffset);
            case "+" -> value.isPresent() ? text(rest, restOffset) : "";
            default -> {
                if (value.isEmpty()) missing.add(new Missing(name, operator.endsWith("?"), rest, offset));
                yield value.orElse("");
            }
        };
    }

    /** Where the brace is that closes; the end of the text where none does, which compose refuses. */
    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) depth++;
            if (text.charAt(i) == '}' && --depth == 0) return i;
        }
        return text.length();
    }
}
