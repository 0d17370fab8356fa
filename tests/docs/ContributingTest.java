package docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContributingTest {
    @TempDir
    Path folder;

    /** The blocks in order, in a clone: files written, the patch applied, the commands run; then the stage is used. */
    @Test
    @Tag("lab")
    void theStageOfContributingWorksWhenItsBlocksAreApplied() throws Exception {
        var clone = folder.resolve("clone");
        run(Path.of(""), "git", "clone", "-q", "--no-hardlinks", ".", clone.toString());
        for (var fence : Fence.of(Path.of("CONTRIBUTING.md"))) apply(fence, clone);
        assertTrue(Files.readString(clone.resolve("tests/golden/reference/countLines.txt"))
                .contains("the most lines of one file"));
        assertTrue(run(clone, "./pipeline", "stages", "countLines").contains("refuses too many"));
        run(clone, "./pipeline", "lines");
        Files.writeString(
                clone.resolve("pipeline.groovy"),
                Files.readString(clone.resolve("pipeline.groovy")).replace("400", "10"));
        assertEquals(4, start(clone, "./pipeline", "lines").waitFor());
    }

    private static void apply(Fence fence, Path clone) throws Exception {
        switch (fence.language()) {
            case "sh" -> run(clone, "bash", "-ceu", fence.text());
            case "diff" -> {
                var patch = Files.writeString(clone.resolve("x.patch"), fence.text());
                run(clone, "git", "apply", patch.getFileName().toString());
                Files.delete(patch);
            }
            default -> {
                assertFalse(fence.file().isEmpty(), "a block without a file: " + fence.text());
                Files.createDirectories(clone.resolve(fence.file()).resolveSibling(""));
                Files.writeString(clone.resolve(fence.file()), fence.text());
            }
        }
    }

    private static Process start(Path folder, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put(
                        "SLIPWAY_CACHE",
                        folder.resolve("../cache").toAbsolutePath().toString());
        return builder.start();
    }

    private static String run(Path folder, String... command) throws Exception {
        var process = start(folder, command);
        var out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(process.waitFor(240, TimeUnit.SECONDS), String.join(" ", command));
        assertEquals(0, process.exitValue(), String.join(" ", command) + "\n" + out);
        return out;
    }
}
