package stages.publish;

import com.github.zafarkhaja.semver.Version;
import java.io.IOException;
import java.util.*;
import stages.api.Digest;

/** Tells where tags that float stand ahead of a version, so that they are not moved back. For one look at a repository. */
final class Floats {
    private final Tagging tagging;
    private final Version version;
    private final Map<String, Optional<Digest>> known = new HashMap<>();
    private Optional<List<String>> higher = Optional.empty();

    Floats(Tagging tagging, Version version) {
        this.tagging = tagging;
        this.version = version;
    }

    /**
     * The tag of the higher version whose bytes a tag that floats stands at; nothing where it may be moved.
     *
     * @param stands what it is now
     */
    Optional<String> ahead(String floating, Optional<Digest> stands) throws IOException, InterruptedException {
        if (stands.isEmpty() || tagging.isOurs(stands)) return Optional.empty();
        for (var tag : higher())
            if (Versions.covers(floating, Versions.of(tag).orElseThrow())
                    && digest(tag).equals(stands)) return Optional.of(tag);
        return Optional.empty();
    }

    /** The highest version above ours that a tag that floats may stand for, of those that are not in {@code before}. */
    Optional<String> newer(String floating, List<String> before) throws IOException, InterruptedException {
        return higher().stream()
                .filter(tag -> !before.contains(tag))
                .filter(tag -> Versions.covers(floating, Versions.of(tag).orElseThrow()))
                .findFirst();
    }

    /** Tags of versions above ours, the highest first, as a float stands most likely there. */
    List<String> higher() throws IOException, InterruptedException {
        if (higher.isEmpty()) {
            var tags = tagging.client().tags(tagging.repository());
            higher = Optional.of(tags.stream()
                    .filter(tag -> Versions.of(tag).filter(this::isLower).isPresent())
                    .sorted(Comparator.comparing(
                                    (String tag) -> Versions.of(tag).orElseThrow())
                            .reversed())
                    .toList());
        }
        return higher.get();
    }

    private boolean isLower(Version other) {
        return version.isLowerThan(other);
    }

    private Optional<Digest> digest(String tag) throws IOException, InterruptedException {
        var digest = known.get(tag);
        if (digest == null) {
            digest = tagging.standing(tag);
            known.put(tag, digest);
        }
        return digest;
    }
}
