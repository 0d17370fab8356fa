package stages.shell;

import java.util.ArrayList;
import java.util.List;
import stages.api.CommandLine.Shell;

/** Shell text as people write it in a script's multi-line string. */
final class ShellText {
    private ShellText() {}

    /**
     * Takes away the indentation that all lines have in common, and blank lines at both ends. Only literal parts are
     * touched; a line that begins within a value is the value's.
     */
    static Shell unindented(Shell shell) {
        var parts = shell.literals().stream()
                .map(part -> part.replace("\r\n", "\n"))
                .toList();
        int common = Integer.MAX_VALUE;
        for (int i = 0; i < parts.size(); i++)
            for (int start : lineStarts(parts.get(i), i == 0)) {
                int end = indentation(parts.get(i), start);
                boolean blank = end < parts.get(i).length() ? parts.get(i).charAt(end) == '\n' : i == parts.size() - 1;
                if (!blank) common = Math.min(common, end - start);
            }
        var literals = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) literals.add(cut(parts.get(i), i == 0, common));
        literals.set(0, literals.get(0).replaceFirst("\\A(?:[ \\t]*\\n)+", ""));
        int last = literals.size() - 1;
        literals.set(last, literals.get(last).stripTrailing());
        return new Shell(literals, shell.values());
    }

    private static String cut(String part, boolean first, int common) {
        var text = new StringBuilder();
        int done = 0;
        for (int start : lineStarts(part, first)) {
            text.append(part, done, start);
            done = Math.min(indentation(part, start), start + Math.min(common, part.length()));
        }
        return text.append(part.substring(done)).toString();
    }

    private static List<Integer> lineStarts(String part, boolean first) {
        var starts = new ArrayList<Integer>();
        if (first) starts.add(0);
        for (int at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) starts.add(at + 1);
        return starts;
    }

    private static int indentation(String part, int start) {
        int end = start;
        while (end < part.length() && (part.charAt(end) == ' ' || part.charAt(end) == '\t')) end++;
        return end;
    }
}
