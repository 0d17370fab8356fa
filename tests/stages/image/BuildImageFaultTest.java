package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stages.image.Builds.AMD64;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.Command;
import stages.api.StageFailure;
import stages.api.Tool;
import stages.api.ToolMissing;

@Tag("lab")
class BuildImageFaultTest {
    private static final String NODE = "node:22-bookworm-slim";
    private static final String SCRATCH = "FROM scratch\nCOPY hello /hello\nCMD [\"/hello\"]\n";

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
    void aDockerfileThatDoesNotParseIsOneFailureWithItsLine() throws Exception {
        Builds.dockerfile(root, "FROM scratch\nCOPPY a b\n");
        var failure = assertThrows(StageFailure.class, () -> Builds.stage("app").runOn(AMD64, context.task()));
        assertEquals(
                "Dockerfile:2: the Dockerfile does not parse: unknown instruction: COPPY (did you mean COPY?)",
                failure.getMessage());
    }

    @Test
    void aCommandThatFailsIsNamedWithItsLine() throws Exception {
        run("RUN echo about to fail && exit 3");
        var failure = assertThrows(StageFailure.class, () -> Builds.stage("app").runOn(AMD64, context.task()));
        assertTrue(
                failure.getMessage().startsWith("image 'app' does not build for linux/amd64: Dockerfile:2: process"),
                failure::getMessage);
        assertTrue(failure.details().stream().anyMatch(line -> line.contains("about to fail")));
    }

    @Test
    void aBaseImageThatNobodyHasIsNamed() throws Exception {
        Builds.dockerfile(root, "FROM nobody.invalid/none:1\n");
        var failure = assertThrows(StageFailure.class, () -> Builds.stage("app").lateInputs(context));
        assertTrue(
                failure.getMessage().startsWith("base image 'nobody.invalid/none:1' is not to be had"),
                failure::getMessage);
    }

    @Test
    void withoutAnEngineItSaysSo() throws Exception {
        context.tool(
                new Tool("docker buildx", List.of("docker", "--host", "unix:///nowhere.sock", "buildx"), "0.29.1"));
        var missing = assertThrows(ToolMissing.class, () -> Builds.stage("app").runOn(AMD64, context.task()));
        assertTrue(missing.getMessage().startsWith("no Docker engine answers"), missing::getMessage);
        assertFalse(missing.hint().isEmpty());
    }

    @Test
    void aFullDiskIsSaidAndLosesNothing() throws Exception {
        Files.write(root.resolve("hello"), new SecureRandom().generateSeed(3 << 20));
        var small = Files.createDirectories(temporary.resolve("small"));
        var mount = Command.of("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small.toString());
        context.commands().run(mount).orFail("this test needs to mount a small file system");
        try {
            var full = TestContext.of(root, small);
            var failure =
                    assertThrows(StageFailure.class, () -> Builds.stage("app").runOn(AMD64, full));
            assertTrue(failure.getMessage().startsWith("the disk is full: "), failure::getMessage);
            assertFalse(failure.hint().isEmpty());
        } finally {
            context.commands().run(Command.of("umount", small.toString())).orFail("umount");
        }
        assertEquals(
                3 << 20,
                Builds.build(Builds.stage("app"), context, AMD64)
                        .platforms()
                        .getFirst()
                        .layers()
                        .getFirst()
                        .size(),
                8192);
    }

    private void run(String line) throws Exception {
        Builds.dockerfile(root, "FROM " + NODE + "\n" + line + " # " + temporary.getFileName() + "\n");
    }
}
