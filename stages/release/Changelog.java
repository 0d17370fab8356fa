package stages.release;

import java.time.LocalDate;
import java.util.*;
import java.util.regex.Pattern;
import stages.api.Release;

/**
 * A file {@code CHANGELOG.md} as Keep a Changelog 1.1.0 has it: a section for each version, the newest first, below what the file
 * begins with and below {@code Unreleased}.
 */
final class Changelog {
    private static final List<String> ORDER = List.of("Added", "Changed", "Fixed", "Removed", "Security");
    private static final Pattern SECTION = Pattern.compile("## .*");
    private static final String BEGINNING = """
            # Changelog

            What changed in each version, by [Keep a Changelog](https://keepachangelog.com/en/1.1.0/);
            versions are [semantic](https://semver.org/spec/v2.0.0.html).
            """;

    private Changelog() {}

    /** The section of a release, from its heading to its last line. */
    static String section(Release release, LocalDate date, Links links) {
        var grouped = new LinkedHashMap<String, List<String>>();
        ORDER.forEach(heading -> grouped.put(heading, new ArrayList<>()));
        new Entries(links).byKind(release).forEach((kind, lines) -> {
            var under = grouped.get(kind.keptUnder());
            if (under != null) lines.forEach(line -> under.add((kind == Kind.BREAKING ? "**Breaking:** " : "") + line));
        });
        var text = new StringBuilder("## [%s] - %s\n".formatted(release.version(), date));
        grouped.forEach((heading, lines) -> {
            if (lines.isEmpty()) return;
            text.append("\n### ").append(heading).append("\n\n");
            lines.forEach(line -> text.append("- ").append(line).append('\n'));
        });
        if (grouped.values().stream().allMatch(List::isEmpty)) text.append("\nNothing that users notice.\n");
        return text.toString();
    }

    /** The file with the section in its place; one of the same version is replaced. An empty file gets a beginning. */
    static String with(String file, Release release, String section) {
        var lines = (file.isBlank() ? BEGINNING : file).lines().toList();
        var heading = Pattern.compile("## \\[?v?" + Pattern.quote(release.version()) + "\\]?(?:[ (].*)?");
        int same = first(lines, 0, heading);
        int at = same < lines.size() ? same : place(lines);
        int rest = same < lines.size() ? first(lines, same + 1, SECTION) : at;
        var before = String.join("\n", lines.subList(0, at)).stripTrailing();
        var after = String.join("\n", lines.subList(rest, lines.size())).strip();
        return before + (before.isEmpty() ? "" : "\n\n") + section + (after.isEmpty() ? "" : "\n" + after + "\n");
    }

    private static int place(List<String> lines) {
        int first = first(lines, 0, SECTION);
        boolean unreleased = first < lines.size()
                && lines.get(first).toLowerCase(Locale.ROOT).contains("unreleased");
        return unreleased ? first(lines, first + 1, SECTION) : first;
    }

    private static int first(List<String> lines, int from, Pattern which) {
        int at = from;
        while (at < lines.size() && !which.matcher(lines.get(at)).matches()) at++;
        return at;
    }
}
