package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, read-only or damaged. A run has mounts of its own, which end with it. */
@Tag("lab")
class StorageTest {
    private static final List<String> BUILT = List.of("buildImage:tiny@linux/amd64", "buildImage:tiny");

    @TempDir
    Path folder;

    private Checkout tiny;

    @BeforeEach
    void aRepository() throws Exception {
        tiny = Checkout.tiny(folder);
    }

    /** Runs the program after that shell command, in a mount namespace of its own. */
    private Checkout.Ended mounted(String mount, String... arguments) throws Exception {
        var builder = tiny.builder(arguments);
        var command = new ArrayList<>(List.of("unshare", "--mount", "bash", "-ec", mount + "; exec \"$@\"", "run"));
        command.addAll(builder.command());
        return Checkout.run(builder.command(command));
    }

    private static void says(Checkout.Ended run, String... words) {
        for (var word : words) assertTrue(run.err().contains(word), () -> word + " in\n" + run.err());
        assertFalse(run.err().contains("\tat ") || run.err().contains("defect"), run.err());
    }

    @Test
    void aFullDiskUnderTheCacheIsSaidWithItsPlaceAndTheNextRunIsWhole() throws Exception {
        Checkout.peer("dd", "if=/dev/urandom", "of=" + tiny.root().resolve("file"), "bs=1M", "count=3");
        Files.createDirectories(tiny.commit().cache());
        var full = mounted("mount -t tmpfs -o size=600k none '" + tiny.cache() + "'", "ci")
                .with(1);
        says(full, "the disk is full", "free space", tiny.cache().toString());
        assertEquals(BUILT, tiny.pipeline("ci", "--json").with(0).tasks("passed", false), "nothing was half kept");
    }

    @Test
    void aRepositoryThatCannotHoldItsRunsIsSaidBeforeAnythingRuns() throws Exception {
        tiny.script("sh('touch " + folder.resolve("ran") + "')");
        var runs = Files.createDirectories(tiny.root().resolve(".pipeline"));
        var full = mounted(
                "mount -t tmpfs -o size=4k none '" + runs + "'; head -c 4096 /dev/zero >'" + runs + "/x'", "ci");
        says(full.with(1), "No space left on device", "free space", ".pipeline");
        var locked = mounted("mount -t tmpfs -o ro none '" + runs + "'", "ci");
        says(locked.with(1), "Read-only file system", ".pipeline/runs");
        assertFalse(Files.exists(folder.resolve("ran")));
    }

    @Test
    void aCacheOnAReadOnlyDiskIsSaidAndNotNeeded() throws Exception {
        tiny.pipeline("ci").with(0);
        var bind = "mount --bind '%1$s' '%1$s'; mount -o remount,ro,bind '%1$s'".formatted(tiny.cache());
        says(
                mounted(bind, "ci").with(0),
                "cannot be written and is not used",
                tiny.cache().toString());
        assertEquals(BUILT, tiny.pipeline("ci", "--json").with(0).tasks("passed", true), "nothing is lost");
    }

    @Test
    void aBlobThatIsCutIsBuiltAnew() throws Exception {
        var first = tiny.pipeline("ci", "--json").with(0);
        try (Stream<Path> blobs = Files.list(tiny.cache().resolve("blobs/sha256"))) {
            for (var blob : blobs.toList()) {
                assertTrue(blob.toFile().setWritable(true));
                Files.write(blob, java.util.Arrays.copyOf(Files.readAllBytes(blob), 10));
            }
        }
        var second = tiny.pipeline("ci", "--json").with(0);
        assertEquals(BUILT, second.tasks("passed", false));
        assertTrue(second.events("cache").toString().contains("gone or damaged"), second.out());
        assertEquals(result(first), result(second), "the same bytes");
        assertEquals(BUILT, tiny.pipeline("ci", "--json").with(0).tasks("passed", true));
    }

    private static List<String> result(Checkout.Ended run) {
        return run.events("task-ended").stream()
                .map(e -> e.path("result").asText())
                .toList();
    }

    @Test
    void runsLeaveTheTreeCleanSoThatTheSecondSelectsEverythingToo() throws Exception {
        tiny.script("select detectChanges()\nbuildImage(project.service('tiny'))");
        assertEquals(BUILT, tiny.pipeline("ci", "--json").with(0).tasks("passed", false));
        assertEquals(BUILT, tiny.pipeline("ci", "--json").with(0).tasks("passed", true));
        assertEquals("", Checkout.peer("git", "-C", tiny.root().toString(), "status", "--porcelain"));
    }
}
