package dsl.report;

import dsl.model.Location;
import dsl.model.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The one place where a problem becomes text: {@code file:line:column: error: message}, the source line with a caret
 * range, and what to do.
 */
public final class ProblemText {
    /** Gives lines of scripts, by the name that a {@link Location} has. */
    @FunctionalInterface
    public interface Sources {
        /** @param line first line is 1 */
        Optional<String> line(String file, int line);
    }

    private static final int WIDTH = 160;
    private final Sources sources;
    private final Style style;

    public ProblemText(Sources sources, Style style) {
        this.sources = sources;
        this.style = style;
    }

    /** By place, each once. */
    public static List<Problem> sorted(List<Problem> problems) {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::location).thenComparing(Problem::message))
                .toList();
    }

    /** All of them with a line that counts them where there are several; ends with a line break. */
    public String render(List<Problem> problems) {
        var sorted = sorted(problems);
        var text = new StringBuilder();
        for (var p : sorted) text.append(render(p)).append(sorted.size() > 1 ? "\n" : "");
        if (sorted.size() > 1) text.append(count(sorted)).append('\n');
        return text.toString();
    }

    static String count(List<Problem> problems) {
        var files = problems.stream().map(p -> p.location().file()).distinct().count();
        return Texts.count(problems.size(), "problem") + " in " + Texts.count(files, "file");
    }

    private String render(Problem p) {
        var where = p.location().file().isEmpty() ? "" : style.bold(Texts.clean(p.location() + ":")) + " ";
        var text = new StringBuilder(where)
                .append(style.red("error:"))
                .append(' ')
                .append(lines(p.message()))
                .append('\n');
        source(p).ifPresent(text::append);
        if (!p.hint().isEmpty()) text.append("  ").append(lines(p.hint())).append('\n');
        return text.toString();
    }

    private static String lines(String text) {
        return String.join(
                "\n  ",
                text.strip()
                        .lines()
                        .map(Texts::clean)
                        .map(String::stripTrailing)
                        .toList());
    }

    private Optional<String> source(Problem p) {
        var at = p.location();
        if (at.line() < 1) return Optional.empty();
        return sources.line(at.file(), at.line())
                .filter(l -> !l.isBlank())
                .map(l -> at.column() < 1 ? Texts.clean(l) + "\n" : marked(l, at.column() - 1, p.length()));
    }

    /** The line, cut around the mark where it is long, and carets under what is meant; tabs before it stay tabs. */
    private String marked(String line, int column, int length) {
        var start = Math.min(column, line.length());
        var cut = line.length() > WIDTH ? Math.max(0, start - WIDTH / 2) : 0;
        var shown = line.substring(cut, Math.min(line.length(), cut + WIDTH));
        var from = start - cut;
        var carets = Math.max(1, Math.min(length, shown.length() - from));
        var pad = new StringBuilder();
        shown.chars().limit(from).forEach(c -> pad.append(c == '\t' ? '\t' : ' '));
        return shownSafely(shown) + "\n" + pad + style.red("^".repeat(carets)) + "\n";
    }

    /** Each character that could steer a terminal becomes one that cannot, so that the mark stays in place. */
    private static String shownSafely(String line) {
        var safe = new StringBuilder();
        line.chars().forEach(c -> safe.append(c != '\t' && Character.isISOControl(c) ? '?' : (char) c));
        return safe.toString();
    }
}
