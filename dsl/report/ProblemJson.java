package dsl.report;

import dsl.model.Problem;
import java.util.List;
import stages.api.Json;

/**
 * Problems for programs, {@code slipway.check/1}.
 *
 * @param files scripts that were looked at
 */
public record ProblemJson(String schema, List<String> files, List<Item> problems) {
    /** @param line first line is 1, 0 where it is not known; so {@code column} */
    public record Item(String code, String file, int line, int column, int length, String message, String hint) {}

    public static String of(List<String> files, List<Problem> problems) {
        var items = ProblemText.sorted(problems).stream().map(ProblemJson::item).toList();
        return Json.pretty(new ProblemJson("slipway.check/1", files, items)) + "\n";
    }

    private static Item item(Problem p) {
        var at = p.location();
        return new Item(p.code(), at.file(), at.line(), at.column(), p.length(), p.message(), p.hint());
    }
}
