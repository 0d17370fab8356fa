package stages.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stages.api.*;

/**
 * An OCI image layout (image-spec, image-layout.md) of one task. Its {@code blobs} are those of the content store where
 * both lie in one file system, for buildx renames its files into place; otherwise what is built is copied over.
 */
record Layout(Path folder, ContentStore store, boolean shared) {
    private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    static Layout forBuild(Path work, ContentStore store) throws IOException {
        var folder = Files.createDirectories(work.resolve("layout"));
        var blobs = Files.createDirectories(store.blobs());
        var shared = Files.getFileStore(folder).equals(Files.getFileStore(blobs));
        if (shared) Files.createSymbolicLink(folder.resolve("blobs"), blobs.toAbsolutePath());
        return new Layout(folder, store, shared);
    }

    /** A folder in {@code work} that names this one platform and nothing else. */
    static Path view(Path work, String name, PlatformImage image, ContentStore store) throws IOException {
        store.file(image.manifest().digest());
        store.file(image.config().digest());
        for (var layer : image.layers()) store.file(layer.digest());
        var folder = Files.createDirectories(work.resolve(name));
        Files.createSymbolicLink(folder.resolve("blobs"), store.blobs().toAbsolutePath());
        Files.writeString(folder.resolve("oci-layout"), LAYOUT);
        Files.write(folder.resolve("index.json"), ImageIndex.bytes(List.of(image)));
        return folder;
    }

    /** Whether all is right that buildx left here: it does not write a blob anew of which a file has the name. */
    boolean whole(Path metadata) throws IOException {
        var digest = digest(metadata);
        if (!shared) return true;
        if (!store.intact(digest)) return false;
        var content = Answers.json("buildx", Files.readString(store.file(digest)));
        var blobs = new ArrayList<JsonNode>(List.of(content.path("config")));
        content.path("layers").forEach(blobs::add);
        return blobs.stream()
                .filter(blob -> !store.intact(new Digest(blob.path("digest").asText())))
                .toList()
                .isEmpty();
    }

    private static Digest digest(Path metadata) throws IOException {
        var answer = Answers.json("buildx", Files.readString(metadata));
        return new Digest(answer.path("containerimage.digest").asText());
    }

    /** What buildx left here, all of it in the store and checked. */
    PlatformImage built(String name, Platform platform, Path metadata) throws IOException {
        var digest = digest(metadata);
        var manifest = admit(digest, ImageIndex.MANIFEST, "manifest.json");
        var content = Answers.json("buildx", Files.readString(store.file(digest)));
        if (!content.path("mediaType").asText().equals(ImageIndex.MANIFEST))
            throw new StageFailure("buildx made no OCI image manifest of '" + name + "' but '"
                    + content.path("mediaType").asText() + "'");
        var config = admit(content.path("config"), "config.json");
        var layers = new ArrayList<Artifact>();
        for (var layer : content.path("layers")) layers.add(admit(layer, "layer-" + layers.size()));
        return new PlatformImage(platform, manifest, config, layers);
    }

    private Artifact admit(JsonNode descriptor, String name) throws IOException {
        return admit(
                new Digest(descriptor.path("digest").asText()),
                descriptor.path("mediaType").asText(),
                name);
    }

    private Artifact admit(Digest digest, String mediaType, String name) throws IOException {
        if (shared) return new Artifact(digest, mediaType, name, Files.size(store.file(digest)));
        var blob = folder.resolve("blobs").resolve("sha256").resolve(digest.hex());
        var artifact = store.add(blob, mediaType, name);
        if (!artifact.digest().equals(digest))
            throw new StageFailure("the builder wrote other bytes than " + digest + " under this digest");
        return artifact;
    }
}
