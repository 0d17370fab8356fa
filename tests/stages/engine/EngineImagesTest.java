package stages.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;

@Tag("lab")
class EngineImagesTest {
    private static final Platform AMD64 = new Platform("linux/amd64");
    private static final Platform ARM64 = new Platform("linux/arm64");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temporary;

    private TestContext context;
    private Image image;

    @BeforeEach
    void anImageThatNoEngineKnows() throws Exception {
        context = TestContext.of(temporary, temporary.resolve("run"));
        image = image("slipway-test-" + Long.toHexString(System.nanoTime()));
    }

    @AfterEach
    void remove() throws Exception {
        context.commands()
                .run(Command.of(
                        "docker",
                        "image",
                        "rm",
                        "slipway/" + image.name() + ":" + image.digest().brief()));
    }

    @Test
    void theEngineHoldsEachPlatformUnderTheDigestOfTheIndex() throws Exception {
        for (var platform : List.of(ARM64, AMD64)) {
            assertEquals(image.reference(), EngineImages.load(context, image, platform));
            assertEquals("hello " + platform, hello(platform));
        }
        var ids = context.commands()
                .read(Command.of("docker", "image", "inspect", "--format={{.Id}}", image.reference()));
        assertEquals(image.digest().value(), ids.out().strip());
    }

    @Test
    void whatIsThereIsNotSentAgain() throws Exception {
        EngineImages.load(context, image, AMD64);
        var again = context.task();
        EngineImages.load(again, image, AMD64);
        assertEquals(1, again.ran().size(), again.ran()::toString);
        try (var left = Files.list(again.work())) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void theClassicStoreIsNamedAsTheReason() {
        var classic = context.task()
                .answer(command -> Optional.of(
                        switch (command.argv().get(1)) {
                            case "info" ->
                                new Commands.Exit(command.argv(), 0, "[[\"Backing Filesystem\",\"extfs\"]]", List.of());
                            default ->
                                new Commands.Exit(
                                        command.argv(), 1, "", List.of("open /var/lib/docker/tmp/x/manifest.json"));
                        }));
        var failure = assertThrows(StageFailure.class, () -> EngineImages.load(classic, image, AMD64));
        assertEquals("the engine does not keep image '" + image.name() + "' under its digest", failure.getMessage());
        assertTrue(failure.hint().contains("containerd-snapshotter"));
    }

    @Test
    void withoutAnEngineItSaysSo() {
        context.tool(new Tool("docker", List.of("docker", "--host", "unix:///nowhere.sock"), "28.5.2"));
        assertThrows(ToolMissing.class, () -> EngineImages.load(context, image, AMD64));
    }

    private String hello(Platform platform) throws Exception {
        var create = Command.of("docker", "create", "--pull=never", "--platform=" + platform, image.reference());
        var id = context.commands().read(create).orFail("create").out().strip();
        try {
            var copy = context.commands().read(Command.of("docker", "cp", id + ":/hello", context.work() + "/hello"));
            copy.orFail("copy");
            return Files.readString(context.work().resolve("hello"));
        } finally {
            context.commands().run(Command.of("docker", "rm", id));
        }
    }

    private Image image(String name) throws Exception {
        var parts = new ArrayList<PlatformImage>();
        var entries = new ArrayList<Map<String, Object>>();
        for (var platform : List.of(AMD64, ARM64)) {
            var part = part(platform);
            parts.add(part);
            entries.add(Map.of(
                    "mediaType", part.manifest().mediaType(),
                    "digest", part.manifest().digest(),
                    "size", part.manifest().size(),
                    "platform", Map.of("os", platform.os(), "architecture", platform.architecture())));
        }
        var type = "application/vnd.oci.image.index.v1+json";
        var index = json(Map.of("schemaVersion", 2, "mediaType", type, "manifests", entries), type);
        return new Image(name, index.digest(), parts, index);
    }

    private PlatformImage part(Platform platform) throws Exception {
        var tar = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream(tar)) {
            var text = ("hello " + platform).getBytes(StandardCharsets.UTF_8);
            var entry = new TarArchiveEntry("hello");
            entry.setSize(text.length);
            out.putArchiveEntry(entry);
            out.write(text);
            out.closeArchiveEntry();
            var salt = new TarArchiveEntry("salt-" + System.nanoTime() + "/");
            out.putArchiveEntry(salt);
            out.closeArchiveEntry();
        }
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(tar.toByteArray());
        }
        var layer = context.store().add(zipped.toByteArray(), "application/vnd.oci.image.layer.v1.tar+gzip", "layer");
        var root = Map.of("type", "layers", "diff_ids", List.of(Digest.of(tar.toByteArray())));
        var config = json(
                Map.of(
                        "os", platform.os(),
                        "architecture", platform.architecture(),
                        "config", Map.of("Cmd", List.of("/hello")),
                        "rootfs", root),
                "application/vnd.oci.image.config.v1+json");
        var type = "application/vnd.oci.image.manifest.v1+json";
        var manifest = Map.of(
                "schemaVersion",
                2,
                "mediaType",
                type,
                "config",
                descriptor(config),
                "layers",
                List.of(descriptor(layer)));
        return new PlatformImage(platform, json(manifest, type), config, List.of(layer));
    }

    private static Map<String, Object> descriptor(Artifact artifact) {
        return Map.of("mediaType", artifact.mediaType(), "digest", artifact.digest(), "size", artifact.size());
    }

    private Artifact json(Object value, String type) throws Exception {
        return context.store().add(JSON.writeValueAsBytes(value), type, "json");
    }
}
