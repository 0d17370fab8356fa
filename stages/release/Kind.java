package stages.release;

import stages.api.Change;

/** Under which heading a change is told, in the order of the headings. */
enum Kind {
    BREAKING("Breaking changes", "Changed"),
    FEATURES("Features", "Added"),
    FIXES("Fixes", "Fixed"),
    SECURITY("Security", "Security"),
    PERFORMANCE("Performance", "Changed"),
    REVERTS("Taken back", "Removed"),
    DEPENDENCIES("Dependencies", "Changed"),
    DOCUMENTATION("Documentation", ""),
    OTHER("Other changes", "");

    private final String heading;
    private final String keptUnder;

    Kind(String heading, String keptUnder) {
        this.heading = heading;
        this.keptUnder = keptUnder;
    }

    String heading() {
        return heading;
    }

    /** Heading of Keep a Changelog 1.1.0; empty where it is nothing that users of the service notice. */
    String keptUnder() {
        return keptUnder;
    }

    static Kind of(Change change) {
        if (change.breaking().isPresent()) return BREAKING;
        if (change.scope().filter("deps"::equals).isPresent()) return DEPENDENCIES;
        return switch (change.type()) {
            case "feat", "feature" -> FEATURES;
            case "fix", "bugfix", "hotfix" -> FIXES;
            case "security", "sec" -> SECURITY;
            case "perf" -> PERFORMANCE;
            case "revert" -> REVERTS;
            case "deps" -> DEPENDENCIES;
            case "docs", "doc" -> DOCUMENTATION;
            default -> OTHER;
        };
    }

    /** Whether it only made a release ready, {@code chore(release)}. */
    static boolean isPreparation(Change change) {
        return change.type().equals("chore")
                && change.scope().filter("release"::equals).isPresent();
    }
}
