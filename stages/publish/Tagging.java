package stages.publish;

import java.io.IOException;
import java.util.*;
import java.util.regex.Pattern;
import stages.api.*;
import stages.registry.*;

/**
 * An image and the tags of its repository. What a tag is, is what a pull of it gives: the digest of the bytes, whatever the
 * registry's headers say. A version's tag is put once and never moves.
 *
 * @param digest of the index that is to stand under tags
 */
record Tagging(RegistryClient client, Reference repository, Digest digest) {
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final String LATEST = "latest";

    /** Versions first: one that may not be put must stop all, before a tag has moved. {@code latest} last. */
    static List<String> inTurn(Collection<String> tags) {
        return tags.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Tagging::turn))
                .toList();
    }

    private static int turn(String tag) {
        if (Versions.isVersion(tag)) return 0;
        return tag.equals(LATEST) ? 2 : 1;
    }

    /** @throws StageFailure where one is none, or there is none */
    static void check(Collection<String> tags, String hint) {
        if (tags.isEmpty()) throw new StageFailure("there is no tag to publish under", hint);
        for (var tag : tags)
            if (!TAG.matcher(tag).matches()) throw new StageFailure("'" + tag + "' is no tag of an image");
    }

    Optional<Digest> standing(String tag) throws IOException, InterruptedException {
        return client.find(repository.withTag(tag)).map(Manifest::digest);
    }

    SortedMap<String, Optional<Digest>> standing(List<String> tags) throws IOException, InterruptedException {
        var standing = new TreeMap<String, Optional<Digest>>();
        for (var tag : tags) standing.put(tag, standing(tag));
        return standing;
    }

    boolean isOurs(Optional<Digest> standing) {
        return standing.equals(Optional.of(digest));
    }

    /** A version that is another image already. */
    Optional<Observation<Published>> conflict(Map<String, Optional<Digest>> standing) {
        return standing.entrySet().stream()
                .filter(s -> Versions.isVersion(s.getKey()))
                .filter(s -> s.getValue().isPresent() && !isOurs(s.getValue()))
                .findFirst()
                .map(s -> new Observation.Conflicting<>(
                        "'" + repository.withTag(s.getKey()) + "' is "
                                + s.getValue().orElseThrow() + " already, this image is " + digest,
                        "a version is published once; give the new image a new version"));
    }

    /** What stands there is asked again: another may have published the version since it was observed. */
    void put(String tag, Manifest index, StageContext context) throws IOException, InterruptedException {
        var at = repository.withTag(tag);
        var now = standing(tag);
        if (isOurs(now)) return;
        if (Versions.isVersion(tag) && now.isPresent())
            throw new StageFailure(
                    "conflict: '" + at + "' is " + now.get() + " since a moment ago", "a version is published once");
        client.put(at, index);
        context.log("tagged " + at + now.map(d -> ", which was " + d).orElse(""));
    }

    void verify(String tag) throws IOException, InterruptedException {
        var stands = standing(tag);
        if (!isOurs(stands))
            throw new StageFailure("'" + repository.withTag(tag) + "' is "
                    + stands.map(Digest::value).orElse("not there") + " after it was put as " + digest);
    }

    Published published(List<String> tags) {
        return new Published(digest, repository.toString(), tags);
    }

    String summary(List<String> tags) {
        var image = repository.withDigest(digest);
        return "`" + image + "` as " + String.join(", ", tags) + "\n\n    docker pull " + image + "\n";
    }
}
