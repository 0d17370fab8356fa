package stages.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range in braces, as Bash expands it: <code>{a..f}</code>, <code>{1..12}</code>, <code>{01..12}</code> with leading
 * zeros, <code>{0..100..10}</code> with a step.
 */
record GlobRange(List<String> values, int length) {
    static final int MAX_VALUES = 1000;
    private static final Pattern SYNTAX =
            Pattern.compile("\\{(?:-?\\d{1,9}\\.\\.-?\\d{1,9}|[A-Za-z]\\.\\.[A-Za-z])(?:\\.\\.-?\\d{1,9})?}");

    /** The range that begins at {@code offset}, or null if these braces are none. */
    static @Nullable GlobRange at(String pattern, int offset) {
        Matcher range = SYNTAX.matcher(pattern).region(offset, pattern.length());
        if (!range.lookingAt()) {
            return null;
        }
        String[] bounds = pattern.substring(offset + 1, range.end() - 1).split("\\.\\.");
        boolean letters = Character.isLetter(bounds[0].charAt(0));
        int first = letters ? bounds[0].charAt(0) : Integer.parseInt(bounds[0]);
        int last = letters ? bounds[1].charAt(0) : Integer.parseInt(bounds[1]);
        int step = bounds.length < 3 ? 1 : Math.max(1, Math.abs(Integer.parseInt(bounds[2])));
        if (Math.abs(last - first) / step >= MAX_VALUES) {
            throw tooLong(pattern, offset);
        }
        int width = Math.max(padding(bounds[0]), padding(bounds[1]));
        return new GlobRange(values(first, last, step, letters, width), range.end() - offset);
    }

    static GlobSyntaxException tooLong(String pattern, int offset) {
        return new GlobSyntaxException(pattern, offset, "the range has more than %d values".formatted(MAX_VALUES));
    }

    GlobNode node() {
        return new GlobNode.Alt(
                values.stream().<GlobNode>map(GlobNode.Literal::new).toList());
    }

    private static int padding(String number) {
        return number.matches("-?0\\d+") ? number.length() : 0;
    }

    private static List<String> values(int first, int last, int step, boolean letters, int width) {
        var values = new ArrayList<String>();
        int direction = first <= last ? step : -step;
        for (int value = first; direction > 0 ? value <= last : value >= last; value += direction) {
            values.add(letters ? String.valueOf((char) value) : padded(value, width));
        }
        return List.copyOf(values);
    }

    private static String padded(int value, int width) {
        return width == 0 ? Integer.toString(value) : ("%0" + width + "d").formatted(value);
    }
}
