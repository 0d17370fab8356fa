package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run that is stopped or killed leaves in the engine and on the disk. */
@Tag("lab")
class InterruptTest {
    /** A container that no SIGTERM ends, a volume, and never ready. */
    private static final String COMPOSE = """
            services:
              web:
                image: debian:bookworm-slim
                command: [bash, -c, "trap '' TERM INT; while true; do sleep 1; done"]
                volumes: ['data:/data']
                healthcheck: { test: [CMD, 'false'], interval: 1s, retries: 1000 }
            volumes: { data: {} }
            """;

    /** Both wait long after they have begun; a run of another pipeline does nothing. */
    private static final String PIPELINES = """
            project('tiny') {
                platforms 'linux/amd64'
                service('tiny') { dockerfile 'Dockerfile' }
                compose('compose.yml')
            }
            pipeline('ci') { stages { composeTest(project.composeFiles[0]) } }
            pipeline('both') { stages {
                def image = buildImage(project.service('tiny'))
                def test = composeTest(project.composeFiles[0])
                sh('touch ended') { named 'last'; after image, test; always }
            } }
            pipeline('next') { stages { sh 'true' } }
            """;

    @TempDir
    Path folder;

    private Checkout tiny;

    @BeforeEach
    void repository() throws Exception {
        tiny = Checkout.tiny(folder)
                .write(
                        "Dockerfile",
                        "FROM debian:bookworm-slim\nCOPY file /file\nRUN echo begun-$(cat /file) && sleep 60\n")
                .write("compose.yml", COMPOSE)
                .write("pipeline.groovy", PIPELINES)
                .write(".gitignore", "ended\n")
                .commit();
    }

    /** Waits until the run's container runs; gives the run's id. */
    private String up() throws Exception {
        Checkout.await("the run begins", () -> Files.isDirectory(tiny.root().resolve(".pipeline/runs")));
        Checkout.await("its container runs", () -> {
            try {
                var label = "label=slipway.run=" + tiny.lastRun().getFileName();
                return !Checkout.peer("docker", "ps", "-q", "--filter", label).isEmpty();
            } catch (IOException | NoSuchElementException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return tiny.lastRun().getFileName().toString();
    }

    private static boolean gone(String run) {
        try {
            return Checkout.leftInEngine(run).isEmpty();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalEndsABuildAndAComposeTestInTimeRunsWhatAlwaysRunsAndSays130(String signal) throws Exception {
        var process = tiny.started("both");
        var run = up();
        Checkout.await("the build begins", () -> tiny.logs("begun-content"));
        var at = Instant.now();
        Checkout.signal(process, signal);
        Checkout.await("nothing of the run is left", () -> gone(run));
        var gone = Duration.between(at, Instant.now());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        var took = Duration.between(at, Instant.now());
        assertEquals(130, process.exitValue());
        assertTrue(gone.toMillis() < 3000, "gone after " + gone);
        assertTrue(took.toMillis() < 6000, "ended after " + took);
        assertEquals(List.of(), Checkout.processes(run));
        assertTrue(Files.exists(tiny.root().resolve("ended")), "the task that always runs");
        assertFalse(Files.exists(tiny.lastRun().resolve("work")));
        assertTrue(tiny.pipeline("show").with(0).out().contains("cancelled"));
    }

    /** A tool that hangs, for example git that fetches, holds up no end. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalWhilePlanningEndsAtOnceAndSaysSo(String signal) throws Exception {
        var bin = Files.createDirectories(folder.resolve("bin"));
        var begun = folder.resolve("begun");
        Files.writeString(bin.resolve("git"), "#!/bin/sh\n>'" + begun + "'\nexec sleep 61.0815\n");
        assertTrue(bin.resolve("git").toFile().setExecutable(true));
        var said = folder.resolve("said");
        var process = tiny.with("PATH", bin + ":" + System.getenv("PATH"))
                .builder("next")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Checkout.await("git is asked", () -> Files.exists(begun));
        Checkout.signal(process, signal);
        assertTrue(process.waitFor(3, TimeUnit.SECONDS));
        assertEquals(130, process.exitValue());
        assertEquals("error: cancelled; no task was started\n", Files.readString(said));
        Checkout.await(
                "no process is left",
                () -> ProcessHandle.allProcesses()
                        .noneMatch(p -> p.info().commandLine().orElse("").contains("sleep 61.0815")));
    }

    @Test
    void whatAKilledRunLeftIsRemovedAndNothingElse() throws Exception {
        var temporary = Files.createDirectories(folder.resolve("tmp"));
        tiny = tiny.with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary).with("TMPDIR", temporary.toString());
        var foreign = "slipway-test-" + folder.getFileName();
        var somebody = "slipway.run=of-somebody-else";
        Checkout.peer("docker", "network", "create", "--label", somebody, foreign);
        Checkout.peer("docker", "volume", "create", "--label", somebody, foreign);
        Checkout.peer("docker", "create", "--label", somebody, "--name", foreign, "debian:bookworm-slim", "true");
        try {
            var process = tiny.started("ci");
            var killed = up();
            process.destroyForcibly().waitFor();
            assertFalse(Checkout.leftInEngine(killed).isEmpty(), "a kill leaves what it made");
            var away = tiny.with("DOCKER_HOST", "unix:///nowhere.sock");
            for (var verb : List.of("next", "clean")) {
                var said = away.pipeline(verb).with(0).err();
                assertTrue(said.contains("run " + killed + " died; what it left cannot be removed"), said);
            }
            assertTrue(tiny.pipeline("runs").with(0).out().contains("died"));
            var cleaned = tiny.pipeline("clean").with(0);
            assertTrue((cleaned.out() + cleaned.err()).contains("run " + killed + " died; removed"), cleaned.err());
            assertEquals("", Checkout.leftInEngine(killed));
            try (Stream<Path> files = Files.list(temporary)) {
                assertEquals(List.of(), files.toList());
            }
            for (var kind : List.of("network", "volume", "container"))
                Checkout.peer("docker", kind, "inspect", foreign);
        } finally {
            Checkout.peer("docker", "rm", foreign);
            Checkout.peer("docker", "network", "rm", foreign);
            Checkout.peer("docker", "volume", "rm", foreign);
        }
    }

    @Test
    void aRunIsLeftAloneWhileItGoesOnAndRemovedByTheNextOnceItDied() throws Exception {
        var process = tiny.started("ci");
        try {
            var run = up();
            var refused = tiny.pipeline("resume", run).with(2);
            assertTrue(refused.err().contains("still going on"), refused.err());
            tiny.pipeline("next").with(0);
            tiny.pipeline("clean").with(0);
            assertFalse(Checkout.leftInEngine(run).isEmpty());
            assertTrue(Files.exists(tiny.lastRun().resolve("work")));
            assertEquals(run, tiny.lastRun().getFileName().toString(), "the others are cleaned away");
            process.destroyForcibly().waitFor();
            var next = tiny.pipeline("next").with(0);
            assertTrue(next.err().contains("run " + run + " died; removed"), next.err());
            assertEquals("", Checkout.leftInEngine(run));
            assertFalse(tiny.pipeline("next").with(0).err().contains("died"), "it is said once");
        } finally {
            process.destroyForcibly();
        }
    }
}
