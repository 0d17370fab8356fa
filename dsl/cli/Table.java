package dsl.cli;

import dsl.report.Style;
import dsl.report.Texts;
import java.util.List;

/** Text in columns. */
final class Table {
    private Table() {}

    static String of(List<String> heads, List<List<String>> rows, Style style) {
        var widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = heads.get(i).length();
            for (var row : rows) widths[i] = Math.max(widths[i], row.get(i).length());
        }
        var text = new StringBuilder(style.bold(line(heads, widths))).append('\n');
        rows.forEach(r -> text.append(line(r, widths)).append('\n'));
        return text.toString();
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++)
            line.append(Texts.pad(Texts.clean(cells.get(i)), widths[i])).append("  ");
        return line.toString().stripTrailing();
    }
}
