package stages.publish;

import java.io.IOException;
import java.util.*;
import stages.api.*;
import stages.registry.*;

/**
 * Makes a verified image public: its index, as the bytes that were verified, under its version and then under the tags that
 * float. A version that is another image is a conflict, before anything is put. A float that stands at a higher version
 * stays there.
 */
@Word("publishTags")
@Help("tags an image that was verified: its version first, then the tags that float")
public record PublishTags(
        @Help("the image, its signatures and attestations verified")
        Verified verified,

        @Help("its version and tags that float, such as 1.0, 1 and latest")
        List<String> tags)
        implements Effect<Published> {
    private static final String HINT = "tags: release.tags";

    public PublishTags {
        tags = Tagging.inTurn(tags);
    }

    @Override
    public Observation<Published> observe(StageContext context) throws IOException, InterruptedException {
        check();
        try (var client = Registries.open(context)) {
            var tagging = tagging(client);
            var standing = tagging.standing(tags);
            var conflict = tagging.conflict(standing);
            if (conflict.isPresent()) return conflict.get();
            var ours = ours(standing.entrySet().stream()
                    .filter(s -> tagging.isOurs(s.getValue()))
                    .map(Map.Entry::getKey)
                    .toList());
            var open = open(floats(tagging), standing, ours);
            if (open.isEmpty()) return new Observation.Identical<>(tagging.published(ours));
            if (!ours.contains(tags.getFirst())) return new Observation.Absent<>();
            return new Observation.Begun<>(named(ours) + " stands, " + named(open) + " not yet");
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    @Override
    public Published run(StageContext context) throws IOException, InterruptedException {
        try (var client = Registries.open(context)) {
            var tagging = tagging(client);
            var index = client.get(tagging.repository().withDigest(verified.subject()));
            var floats = floats(tagging);
            var before = floats.higher();
            var put = new ArrayList<String>();
            for (var tag : tags) {
                var ahead = ahead(floats, tag, tagging.standing(tag));
                if (ahead.isEmpty()) {
                    tagging.put(tag, index, context);
                    put.add(tag);
                } else context.log("'" + tag + "' stays at " + ahead.get() + ", which is higher");
            }
            handOver(tagging, before, put, context);
            for (var tag : put) tagging.verify(tag);
            context.summary(tagging.summary(put));
            return tagging.published(put);
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    /**
     * Gives floats to a higher version that came meanwhile. A registry has no compare-and-swap, so another release may have
     * put its float between our look and our put; as a version stands before its floats do, a second look finds it.
     */
    private void handOver(Tagging tagging, List<String> before, List<String> put, StageContext context)
            throws IOException, InterruptedException {
        var floats = floats(tagging);
        for (var tag : List.copyOf(put)) {
            var newer = Versions.isVersion(tag) ? Optional.<String>empty() : floats.newer(tag, before);
            if (newer.isEmpty()) continue;
            var index = tagging.client().get(tagging.repository().withTag(newer.get()));
            new Tagging(tagging.client(), tagging.repository(), index.digest()).put(tag, index, context);
            context.log("'" + tag + "' goes to " + newer.get() + ", which is higher and came meanwhile");
            put.remove(tag);
        }
    }

    private void check() {
        Tagging.check(tags, HINT);
        var versions = tags.stream().filter(Versions::isVersion).toList();
        if (versions.size() != 1)
            throw new StageFailure("a release has the tag of one version, here are " + versions.size(), HINT);
        var version = versions.getFirst();
        var parsed = Versions.of(version)
                .orElseThrow(() -> new StageFailure("'" + version + "' is no semantic version", "1.2.3"));
        for (var tag : tags)
            if (!tag.equals(version) && !Versions.covers(tag, parsed))
                throw new StageFailure("'" + tag + "' is no tag for version " + version, HINT);
    }

    /** Tags that are to be put. */
    private List<String> open(Floats floats, Map<String, Optional<Digest>> standing, List<String> ours)
            throws IOException, InterruptedException {
        var open = new ArrayList<String>();
        for (var tag : tags)
            if (!ours.contains(tag)
                    && ahead(floats, tag, standing.getOrDefault(tag, Optional.empty()))
                            .isEmpty()) open.add(tag);
        return open;
    }

    private static Optional<String> ahead(Floats floats, String tag, Optional<Digest> stands)
            throws IOException, InterruptedException {
        return Versions.isVersion(tag) ? Optional.empty() : floats.ahead(tag, stands);
    }

    private List<String> ours(Collection<String> standing) {
        return tags.stream().filter(standing::contains).toList();
    }

    private static String named(List<String> tags) {
        return "'" + String.join("', '", tags) + "'";
    }

    private Floats floats(Tagging tagging) {
        return new Floats(tagging, Versions.of(tags.getFirst()).orElseThrow());
    }

    private Tagging tagging(RegistryClient client) {
        var repository = Repositories.parse(verified.staged().repository());
        return new Tagging(client, repository, verified.subject());
    }
}
