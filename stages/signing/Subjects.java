package stages.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.Digest;
import stages.api.Platform;
import stages.api.StageFailure;
import stages.api.Staged;
import stages.registry.Reference;

/** The manifests of an image that are signed: its index first, then that of each platform. */
final class Subjects {
    private Subjects() {}

    /** @param platform nothing for the index */
    record Subject(Digest digest, Optional<Platform> platform) {
        @Override
        public String toString() {
            return platform.map(p -> p.value() + " (" + digest + ")").orElse("the index (" + digest + ")");
        }
    }

    static List<Subject> of(Staged staged) {
        var subjects = new ArrayList<Subject>();
        subjects.add(new Subject(staged.subject(), Optional.empty()));
        staged.platforms().forEach((platform, digest) -> subjects.add(new Subject(digest, Optional.of(platform))));
        return subjects;
    }

    static Reference repository(Staged staged) {
        try {
            return Reference.parse(staged.repository());
        } catch (IllegalArgumentException e) {
            throw new StageFailure("'" + staged.repository() + "' is no repository: " + e.getMessage());
        }
    }
}
