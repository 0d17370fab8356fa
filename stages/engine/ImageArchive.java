package stages.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import stages.api.*;

/**
 * An OCI image layout as a tar file, as {@code docker load} takes it: the whole index, and the blobs of one platform,
 * layers first. A tag made of the digest names it, for an engine removes what has no name.
 */
final class ImageArchive {
    private ImageArchive() {}

    static void write(Path file, Image image, PlatformImage part, ContentStore store) throws IOException {
        try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            text(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
            for (var layer : new LinkedHashSet<>(part.layers())) blob(tar, layer, store);
            blob(tar, part.config(), store);
            blob(tar, part.manifest(), store);
            blob(tar, image.index(), store);
            text(tar, "index.json", index(image));
            tar.finish();
        }
    }

    /** {@code io.containerd.image.name} is what containerd's import names an image by. */
    private static String index(Image image) {
        var tag = image.digest().brief();
        var descriptor = Map.of(
                "mediaType", image.index().mediaType(),
                "digest", image.digest().value(),
                "size", image.index().size(),
                "annotations",
                        Map.of(
                                "io.containerd.image.name",
                                "docker.io/slipway/" + image.name() + ":" + tag,
                                "org.opencontainers.image.ref.name",
                                tag));
        return Json.line(Map.of("schemaVersion", 2, "manifests", List.of(descriptor)));
    }

    private static void blob(TarArchiveOutputStream tar, Artifact artifact, ContentStore store) throws IOException {
        var file = store.file(artifact.digest());
        var entry = new TarArchiveEntry("blobs/sha256/" + artifact.digest().hex());
        entry.setSize(Files.size(file));
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
    }

    private static void text(TarArchiveOutputStream tar, String name, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
