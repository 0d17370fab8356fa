package stages.image;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The comma-separated options of buildx, read there as one line of CSV (RFC 4180). */
final class Csv {
    private Csv() {}

    static String line(String... fields) {
        return Stream.of(fields).map(Csv::field).collect(Collectors.joining(","));
    }

    private static String field(String text) {
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
