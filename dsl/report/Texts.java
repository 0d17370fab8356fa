package dsl.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small pieces of text that all reports write alike. */
public final class Texts {
    private Texts() {}

    /** {@code 0.4s}, {@code 12.3s}, {@code 3m 07s}, {@code 1h 02m}. */
    public static String duration(Duration d) {
        if (d.toMinutes() < 1) return String.format(Locale.ROOT, "%.1fs", Math.max(0, d.toMillis()) / 1000.0);
        if (d.toHours() < 1) return String.format(Locale.ROOT, "%dm %02ds", d.toMinutes(), d.toSecondsPart());
        return String.format(Locale.ROOT, "%dh %02dm", d.toHours(), d.toMinutesPart());
    }

    public static String count(long n, String one) {
        return n + " " + (n == 1 ? one : one + "s");
    }

    /**
     * The text without control characters other than tabs: output of tools and names of files must not steer a terminal.
     */
    public static String clean(String text) {
        for (int i = 0; i < text.length(); i++) if (steers(text.charAt(i))) return cleaned(text);
        return text;
    }

    private static boolean steers(char c) {
        return (c < ' ' && c != '\t') || (c >= 0x7f && c < 0xa0);
    }

    private static String cleaned(String text) {
        var kept = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b' && i + 1 < text.length() && text.charAt(i + 1) == '[') i = endOfSequence(text, i + 2);
            else if (!steers(c)) kept.append(c);
            else if (c == '\n' || c == '\r') kept.append(' ');
        }
        return kept.toString();
    }

    /** A control sequence ends with a byte of {@code @} to {@code ~} (ECMA-48, 5.4). */
    private static int endOfSequence(String text, int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) < '@' || text.charAt(i) > '~')) i++;
        return i;
    }

    /** At most {@code width} characters; what is left out shows as {@code ...}. */
    public static String fit(String text, int width) {
        if (text.length() <= width) return text;
        return width <= 3 ? text.substring(0, width) : text.substring(0, width - 3) + "...";
    }

    /** In lines of at most {@code width} characters, broken at spaces; what is more than {@code most} lines is left out. */
    public static List<String> wrap(String text, int width, int most) {
        var lines = new ArrayList<String>();
        var rest = text;
        while (lines.size() < most - 1 && rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > width / 2 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(fit(rest, width));
        return lines;
    }

    public static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    public static int widest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }
}
