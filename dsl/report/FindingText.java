package dsl.report;

import stages.api.Finding;

/** A finding in one line: {@code place:line:column: level: message (rule, tool)}. */
public final class FindingText {
    private FindingText() {}

    public static String of(Finding f) {
        var waived = f.waiver().map(w -> "; waived: " + w).orElse("");
        var level = f.level().name().toLowerCase(java.util.Locale.ROOT);
        return Texts.clean(place(f.place()) + ": " + level + ": " + f.message() + " (" + f.rule() + ", " + f.tool()
                + waived + ")");
    }

    private static String place(Finding.Place place) {
        if (place.line() < 1) return place.subject();
        var line = place.subject() + ":" + place.line();
        return place.column() < 1 ? line : line + ":" + place.column();
    }
}
