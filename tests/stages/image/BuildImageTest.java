package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stages.image.Builds.AMD64;
import static stages.image.Builds.ARM64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;
import stages.registry.OwnRegistry;

@Tag("lab")
class BuildImageTest {
    private static final String NODE = "node:22-bookworm-slim";
    private static final String SCRATCH = "FROM scratch\nCOPY hello /hello\nCMD [\"/hello\"]\n";
    private static final Platform ARM_V7 = new Platform("linux/arm/v7");

    @TempDir
    Path temporary;

    private Path root;
    private TestContext context;

    @BeforeEach
    void repository() throws Exception {
        root = temporary.resolve("repository");
        Builds.dockerfile(root, SCRATCH);
        Files.writeString(root.resolve("hello"), temporary.toString());
        context = TestContext.of(root, temporary.resolve("run"));
    }

    @Test
    void assemblesTheIndexThatBuildxMakes() throws Exception {
        var image = Builds.build(Builds.stage("app"), context, AMD64, ARM64, ARM_V7);
        assertEquals(
                buildx("linux/amd64,linux/arm/v7,linux/arm64"), image.digest().value());
        assertEquals(
                List.of(AMD64, ARM_V7, ARM64),
                image.platforms().stream().map(p -> p.platform()).toList());
        for (var part : image.platforms()) {
            assertTrue(context.store().has(part.manifest().digest()));
            for (var layer : part.layers())
                assertEquals(layer.size(), Files.size(context.store().file(layer.digest())));
        }
    }

    @Test
    void buildsTwiceTheSameFromOneCacheAndOnTheDigestThatTheKeyNames() throws Exception {
        run("RUN head -c 8 /dev/urandom > /made");
        var stage = Builds.stage("app");
        var first = Builds.build(stage, context, AMD64, ARM64);
        var second = Builds.build(stage, TestContext.of(root, temporary.resolve("other")), AMD64, ARM64);
        assertEquals(first.digest(), second.digest());
        assertEquals(buildx("linux/amd64,linux/arm64"), first.digest().value());
        var task = context.task();
        var base = stage.lateInputs(task).get("base " + NODE);
        stage.runOn(AMD64, task);
        var pin = "--build-context=" + NODE + "=docker-image://" + NODE + "@" + base;
        assertTrue(task.ran().getLast().argv().contains(pin), () -> task.ran().toString());
        assertTrue(
                task.progress().stream().anyMatch(step -> step.contains(" RUN head -c 8")), task.progress()::toString);
    }

    /** A builder does not write what is there already by name. */
    @Test
    void bytesThatWereDamagedAreMadeAgain() throws Exception {
        run("RUN echo made > /made");
        var stage = Builds.stage("app");
        var first = Builds.build(stage, context, AMD64);
        var layers = first.platforms().getFirst().layers();
        for (var lost : List.of(first.platforms().getFirst().manifest(), layers.getFirst(), layers.getLast()))
            Files.writeString(
                    context.store()
                            .blobs()
                            .resolve("sha256")
                            .resolve(lost.digest().hex()),
                    "damaged");
        assertEquals(first.digest(), Builds.build(stage, context, AMD64).digest());
        for (var layer : layers) assertTrue(context.store().intact(layer.digest()));
    }

    @Test
    void partsThatBuildAtOnceShareTheStore() throws Exception {
        run("RUN head -c 8 /dev/urandom > /made");
        var stage = Builds.stage("app");
        var tasks = new ArrayList<Callable<PlatformImage>>();
        for (var platform : List.of(AMD64, ARM64, AMD64, ARM64)) tasks.add(() -> stage.runOn(platform, context.task()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var parts = new HashSet<PlatformImage>();
            for (var part : threads.invokeAll(tasks)) parts.add(part.get());
            assertEquals(2, parts.size());
        }
    }

    @Test
    void anUntrustedLayerIsNeverReusedByATrustedRun() throws Exception {
        run("RUN head -c 8 /dev/urandom > /made");
        var untrusted = layers(Tier.UNTRUSTED);
        var trusted = layers(Tier.TRUSTED);
        assertNotEquals(untrusted, trusted);
        assertEquals(trusted, layers(Tier.TRUSTED));
        assertEquals(untrusted, layers(Tier.UNTRUSTED));
    }

    @Test
    void theFolderOfRunsIsNoPartOfTheContextAndTheIgnoreFileHolds() throws Exception {
        Files.createDirectories(root.resolve(".pipeline/runs"));
        Files.writeString(root.resolve("kept.txt"), "kept");
        Files.writeString(root.resolve("left.txt"), "left out");
        Files.writeString(root.resolve(".dockerignore"), "left.txt\n");
        Builds.dockerfile(root, "FROM scratch\nCOPY . /all/\n");
        Files.writeString(root.resolve(".pipeline/runs/journal.jsonl"), "one");
        var first = Builds.build(Builds.stage("app"), context, AMD64);
        Files.writeString(root.resolve(".pipeline/runs/journal.jsonl"), "two");
        assertEquals(
                first.digest(),
                Builds.build(Builds.stage("app"), context, AMD64).digest());
        Files.writeString(root.resolve("left.txt"), "other");
        assertEquals(
                first.digest(),
                Builds.build(Builds.stage("app"), context, AMD64).digest());
        Files.writeString(root.resolve("kept.txt"), "other");
        assertNotEquals(
                first.digest(),
                Builds.build(Builds.stage("app"), context, AMD64).digest());
    }

    @Test
    void cacheMountsAreTheTiersOwn() throws Exception {
        var mount = "RUN --mount=type=cache,target=/c,id=" + temporary.getFileName();
        run(mount + " echo poison > /c/x");
        layers(Tier.UNTRUSTED);
        run(mount + " cp -r /c /seen && touch /seen/ok");
        var seen = Builds.build(Builds.stage("app"), context.task().tier(Tier.TRUSTED), AMD64);
        var layer = seen.platforms().getFirst().layers().getLast();
        var list = context.commands()
                .read(Command.of(
                        "tar", "-tzf", context.store().file(layer.digest()).toString()));
        assertTrue(list.out().contains("seen/ok"), list::out);
        assertFalse(list.out().contains("seen/x"), list::out);
    }

    @Test
    void aReleaseIsLabelledWithItsCommitAndNothingElseIs() throws Exception {
        context.commit("abc123", 1_700_000_000);
        var stage = Builds.stage("app");
        assertEquals(Map.of(), stage.lateInputs(context));
        assertTrue(config(Builds.build(stage, context, AMD64))
                .path("config")
                .path("Labels")
                .isMissingNode());
        var release = with(stage, Optional.of("1.2.0"), List.of(), false);
        assertEquals("abc123", release.lateInputs(context).get("commit"));
        var image = Builds.build(release, context, AMD64);
        var labels = config(image).path("config").path("Labels");
        assertEquals("1.2.0", labels.path("org.opencontainers.image.version").asText());
        assertEquals("abc123", labels.path("org.opencontainers.image.revision").asText());
        assertEquals(
                "2023-11-14T22:13:20Z",
                labels.path("org.opencontainers.image.created").asText());
        var manifest = json(
                context.store().bytes(image.platforms().getFirst().manifest().digest()));
        assertEquals("a,b \"c\"", manifest.path("annotations").path("note").asText());
    }

    @Test
    void aReproducibleImageTakesItsTimesFromTheCommit() throws Exception {
        var stage = with(Builds.stage("app"), Optional.empty(), List.of(), true);
        context.commit("abc123", 1_700_000_000);
        var first = Builds.build(stage, context, AMD64);
        Files.setLastModifiedTime(root.resolve("hello"), FileTime.fromMillis(1_800_000_000_000L));
        var afresh = peer(
                "type=oci,tar=false,oci-mediatypes=true,rewrite-timestamp=true",
                "linux/amd64",
                "--no-cache",
                "--build-arg=SOURCE_DATE_EPOCH=1700000000",
                "--annotation=note=a,b \"c\"");
        assertEquals(first.platforms().getFirst().manifest().digest().value(), afresh);
        assertEquals("2023-11-14T22:13:20Z", config(first).path("created").asText());
    }

    @Test
    void aSecretIsMountedAndStandsInNoArgumentAndNoLayer() throws Exception {
        run("RUN --mount=type=secret,id=NPM_TOKEN sha256sum /run/secrets/NPM_TOKEN > /hash");
        var task = context.secret("NPM_TOKEN", "s3cret, \"quoted\"").task();
        var part = with(Builds.stage("app"), Optional.empty(), List.of("NPM_TOKEN"), false)
                .runOn(AMD64, task);
        assertFalse(task.ran().getLast().argv().toString().contains("s3cret"));
        var layer = context.store().file(part.layers().getLast().digest()).toString();
        var hash = context.commands()
                .read(Command.of("tar", "-xzOf", layer, "hash"))
                .out();
        assertEquals(Digest.of("s3cret, \"quoted\"").hex(), hash.split(" ")[0]);
    }

    @Test
    void aTagThatMovesIsSeenByTheNextRunAndNotWithinOne() throws Exception {
        try (var registry = OwnRegistry.start(temporary)) {
            var base = registry.host() + "/slipway-test/moving:1";
            var digests = new ArrayList<String>();
            for (var content : List.of("one", "two")) {
                digests.add(push(base, content + temporary));
                Builds.dockerfile(root, "FROM " + base + "\nCOPY hello /again\n");
                var next = TestContext.of(root, temporary.resolve(content));
                var inputs = Map.of("base " + base, digests.getLast());
                assertEquals(inputs, Builds.stage("app").lateInputs(next));
                var layers = Builds.stage("app").runOn(ARM64, next.task()).layers();
                var list = Command.of(
                        "tar",
                        "-xzOf",
                        next.store().file(layers.getFirst().digest()).toString());
                assertEquals(content + temporary, context.commands().read(list).out());
                if (content.equals("one")) context = next;
            }
            assertEquals(
                    digests.getFirst(), Builds.stage("app").lateInputs(context).get("base " + base));
        }
    }

    @Test
    void aBaseOfAnotherPlatformIsRefused() throws Exception {
        try (var registry = OwnRegistry.start(temporary)) {
            var base = registry.host() + "/slipway-test/one:1";
            var push =
                    Command.of("docker", "buildx", "build", "--quiet", "--provenance=false", "--platform=linux/amd64");
            context.commands()
                    .run(push.and("--output=type=image,push=true,store=false,name=" + base, "."))
                    .orFail("push");
            Builds.dockerfile(root, "FROM " + base + "\nCOPY hello /again\n");
            var digest = Builds.stage("app").lateInputs(context).get("base " + base);
            assertTrue(digest.endsWith(" of one platform"), digest);
            assertEquals(
                    2, Builds.stage("app").runOn(AMD64, context.task()).layers().size());
            var failure =
                    assertThrows(StageFailure.class, () -> Builds.stage("app").runOn(ARM64, context.task()));
            var message = "image 'app' cannot be built for linux/arm64: Base image " + base;
            assertTrue(failure.getMessage().startsWith(message), failure::getMessage);
        }
    }

    @Test
    void aStoreOnAnotherFileSystemGetsTheSameBytes() throws Exception {
        var elsewhere = Files.createTempDirectory(Path.of("/dev/shm"), "slipway-test");
        try {
            var image = Builds.build(Builds.stage("app"), context, AMD64, ARM64);
            var far = TestContext.of(root, elsewhere);
            var layout = Layout.forBuild(context.task().work(), far.store());
            assertFalse(layout.shared());
            var metadata = temporary.resolve("m.json");
            var task = context.task();
            var command = new BuildCommand(Builds.stage("app"), AMD64, task)
                    .command(DockerfileCopy.of(Builds.stage("app").service(), task), layout, metadata, List.of());
            task.commands().run(command).orFail("build");
            assertEquals(image.platforms().getFirst(), layout.built("app", AMD64, metadata));
            assertTrue(far.store().has(image.platforms().getFirst().manifest().digest()));
        } finally {
            context.commands()
                    .run(Command.of("rm", "-rf", elsewhere.toString()))
                    .orFail("rm");
        }
    }

    private void run(String line) throws Exception {
        Builds.dockerfile(root, "FROM " + NODE + "\n" + line + " # " + temporary.getFileName() + "\n");
    }

    private List<?> layers(Tier tier) throws Exception {
        return Builds.stage("app").runOn(AMD64, context.task().tier(tier)).layers();
    }

    private String buildx(String platforms) throws Exception {
        return peer("type=oci,tar=false,oci-mediatypes=true", platforms);
    }

    /** What buildx itself makes, all platforms in one build. */
    private String peer(String output, String platforms, String... options) throws Exception {
        var metadata = temporary.resolve("peer.json");
        context.commands()
                .run(Command.of("docker", "buildx", "build", "--provenance=false", "--sbom=false")
                        .and("--platform=" + platforms, "--metadata-file=" + metadata)
                        .and("--output=" + output + ",dest=" + temporary.resolve("peer"))
                        .and(options)
                        .and("."))
                .orFail("buildx");
        return json(Files.readAllBytes(metadata)).path("containerimage.digest").asText();
    }

    /** Pushes an image of two platforms that holds this text. */
    private String push(String reference, String text) throws Exception {
        Files.writeString(root.resolve("hello"), text);
        Builds.dockerfile(root, SCRATCH);
        var metadata = temporary.resolve("push.json");
        var output = "--output=type=image,push=true,store=false,oci-mediatypes=true,name=" + reference;
        context.commands()
                .run(Command.of("docker", "buildx", "build", "--provenance=false", "--platform=linux/amd64,linux/arm64")
                        .and("--metadata-file=" + metadata, output, "."))
                .orFail("push");
        return json(Files.readAllBytes(metadata)).path("containerimage.digest").asText();
    }

    private JsonNode config(Image image) throws Exception {
        return json(context.store().bytes(image.platforms().getFirst().config().digest()));
    }

    private static JsonNode json(byte[] bytes) throws Exception {
        return new ObjectMapper().readTree(new String(bytes, StandardCharsets.UTF_8));
    }

    private static BuildImage with(BuildImage stage, Optional<String> version, List<String> secrets, boolean same) {
        return new BuildImage(
                stage.service(),
                List.of(),
                version,
                Map.of(),
                secrets,
                Map.of(),
                Map.of("note", "a,b \"c\""),
                Optional.empty(),
                same,
                Optional.empty(),
                Optional.empty());
    }
}
