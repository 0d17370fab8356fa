package stages.release;

import com.github.zafarkhaja.semver.Version;
import java.util.List;
import stages.api.Change;

/** How far a change takes a version, least first. */
enum Step {
    PATCH,
    MINOR,
    MAJOR;

    /** A breaking change is major, a feature minor, and whatever else touches the service a patch, for its image differs. */
    static Step of(Change change) {
        if (change.breaking().isPresent()) return MAJOR;
        return change.type().equals("feat") || change.type().equals("feature") ? MINOR : PATCH;
    }

    static Step of(List<Change> changes) {
        return Reverts.settled(changes).stream()
                .map(Step::of)
                .reduce(PATCH, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** Below 1.0.0 what breaks is minor (semver 2.0.0, 4: anything may change there). */
    Version from(Version version) {
        return switch (this) {
            case MAJOR -> version.majorVersion() == 0 ? version.nextMinorVersion() : version.nextMajorVersion();
            case MINOR -> version.nextMinorVersion();
            case PATCH -> version.nextPatchVersion();
        };
    }
}
