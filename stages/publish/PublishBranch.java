package stages.publish;

import java.io.IOException;
import java.util.*;
import java.util.regex.Pattern;
import stages.api.*;
import stages.registry.*;

/**
 * Pushes an image by digest and then puts tags on it, the same bytes that were scanned. A version's tag never moves; tags
 * of branches, pull requests and commits, and {@code latest}, do.
 */
@Word("publishBranch")
@Help("pushes an image that was scanned and described, and tags it")
@Takes(memory = 64)
public record PublishBranch(
        @Help("the image") Image image,

        @Help("its scan and its bill of materials") @Holds({Sbom.class, ScanReport.class})
        List<Evidence> evidence,

        @Help("tags to put on it, such as branchTags()") List<String> tags,

        @Help("where it goes: a registry's host and a path; the project's where absent")
        Optional<String> registry)
        implements Effect<Published> {
    private static final Pattern VERSION = Pattern.compile("v?\\d+\\.\\d+\\.\\d+([-+].*)?");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final String LATEST = "latest";

    public PublishBranch {
        evidence = List.copyOf(evidence);
        tags = tags.stream()
                .distinct()
                .sorted(Comparator.comparingInt(PublishBranch::turn))
                .toList();
    }

    /** Versions first: one that may not be put must stop all, before a tag has moved. {@code latest} last. */
    private static int turn(String tag) {
        if (VERSION.matcher(tag).matches()) return 0;
        return tag.equals(LATEST) ? 2 : 1;
    }

    @Override
    public Observation<Published> observe(StageContext context) throws IOException, InterruptedException {
        check();
        try (var client = Registries.open(context)) {
            var standing = standing(client);
            var conflict = conflict(standing);
            if (conflict.isPresent()) return conflict.get();
            var same = standing.values().stream()
                    .filter(d -> d.equals(Optional.of(image.digest())))
                    .count();
            return same == tags.size() ? new Observation.Identical<>(published()) : new Observation.Absent<>();
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    /** Proof of another image is none of this one. */
    private void check() {
        for (var e : evidence)
            if (!e.subject().equals(image.digest()))
                throw new StageFailure(
                        "the " + e.getClass().getSimpleName() + " is of " + e.subject() + ", the image is "
                                + image.digest(),
                        "pass the evidence that was made of this image");
        if (tags.isEmpty()) throw new StageFailure("there is no tag to publish under", "tags: branchTags()");
        for (var tag : tags)
            if (!TAG.matcher(tag).matches()) throw new StageFailure("'" + tag + "' is no tag of an image");
    }

    private Map<String, Optional<Digest>> standing(RegistryClient client) throws IOException, InterruptedException {
        var standing = new TreeMap<String, Optional<Digest>>();
        for (var tag : tags) standing.put(tag, standing(client, repository().withTag(tag)));
        return standing;
    }

    /** What a pull of the tag gives: the digest of the bytes, whatever the registry's headers say. */
    private static Optional<Digest> standing(RegistryClient client, Reference at)
            throws IOException, InterruptedException {
        return client.find(at).map(Manifest::digest);
    }

    private Optional<Observation<Published>> conflict(Map<String, Optional<Digest>> standing) {
        return standing.entrySet().stream()
                .filter(s -> VERSION.matcher(s.getKey()).matches())
                .filter(s -> s.getValue().isPresent() && !s.getValue().get().equals(image.digest()))
                .findFirst()
                .map(s -> new Observation.Conflicting<>(
                        "'" + repository().withTag(s.getKey()) + "' is "
                                + s.getValue().orElseThrow() + " already, this image is " + image.digest(),
                        "a version is published once; give the new image a new version"));
    }

    @Override
    public Published run(StageContext context) throws IOException, InterruptedException {
        try (var client = Registries.open(context)) {
            push(client, context);
            for (var tag : tags) tag(client, tag, context);
            for (var tag : tags) verify(client, tag);
            context.summary("`" + repository().withDigest(image.digest()) + "` as " + String.join(", ", tags)
                    + "\n\n    docker pull " + repository().withDigest(image.digest()) + "\n");
            return published();
        } catch (RegistryException e) {
            throw e.toFailure();
        }
    }

    private void push(RegistryClient client, StageContext context) throws IOException, InterruptedException {
        var index =
                new Descriptor(Manifest.OCI_INDEX, image.digest(), image.index().size());
        var pushed = client.pushImage(repository(), index, context.store(), Optional.empty());
        context.log("pushed " + repository().withDigest(image.digest()) + ": " + pushed.uploaded() + " blobs uploaded ("
                + pushed.uploadedBytes() + " bytes), " + pushed.mounted() + " mounted, " + pushed.present()
                + " there already");
    }

    /** What stands there is asked again: another may have published the version since it was observed. */
    private void tag(RegistryClient client, String tag, StageContext context) throws IOException, InterruptedException {
        var at = repository().withTag(tag);
        var now = standing(client, at);
        if (now.equals(Optional.of(image.digest()))) return;
        if (VERSION.matcher(tag).matches() && now.isPresent())
            throw new StageFailure(
                    "conflict: '" + at + "' is " + now.get() + " since a moment ago", "a version is published once");
        client.put(at, Manifest.of(Manifest.OCI_INDEX, context.store().bytes(image.digest())));
        context.log("tagged " + at + now.map(d -> ", which was " + d).orElse(""));
    }

    private void verify(RegistryClient client, String tag) throws IOException, InterruptedException {
        var at = repository().withTag(tag);
        var stands = standing(client, at);
        if (!stands.equals(Optional.of(image.digest())))
            throw new StageFailure("'" + at + "' is "
                    + stands.map(Digest::value).orElse("not there") + " after it was put as " + image.digest());
    }

    private Published published() {
        return new Published(image.digest(), repository().toString(), tags);
    }

    private Reference repository() {
        var where = registry.orElseThrow(() -> new StageFailure(
                "there is no registry to publish to", "write it into the project: registry 'ghcr.io/acme/shop'"));
        try {
            return Reference.parse(where + "/" + image.name());
        } catch (IllegalArgumentException e) {
            throw new StageFailure("'" + where + "/" + image.name() + "' is no repository: " + e.getMessage());
        }
    }
}
