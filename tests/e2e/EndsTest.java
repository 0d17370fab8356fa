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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that do not end as they should: killed, interrupted, gone on with, two at once. */
@Tag("lab")
class EndsTest {
    @TempDir
    Path folder;

    /** A build whose step waits long after it has begun. */
    private static Checkout waiting(Checkout tiny) throws IOException, InterruptedException {
        return tiny.write(
                        "Dockerfile",
                        "FROM debian:bookworm-slim\nCOPY file /file\nRUN echo begun-$(cat /file) && sleep 60\n")
                .commit();
    }

    private static Path run(Checkout checkout) throws IOException {
        try (Stream<Path> runs = Files.list(checkout.root().resolve(".pipeline/runs"))) {
            return runs.filter(Files::isDirectory).max(Path::compareTo).orElseThrow();
        }
    }

    private static boolean logs(Checkout checkout, String text) {
        try (Stream<Path> files = Files.walk(checkout.root().resolve(".pipeline/runs"))) {
            return files.filter(f -> f.endsWith("log.txt")).toList().stream().anyMatch(f -> Checkout.contains(f, text));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static String left(String run) throws Exception {
        var label = "label=slipway.run=" + run;
        return Checkout.peer("docker", "ps", "-aq", "--filter", label)
                + Checkout.peer("docker", "network", "ls", "-q", "--filter", label)
                + Checkout.peer("docker", "volume", "ls", "-q", "--filter", label)
                + processes(run);
    }

    private static List<String> processes(String run) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(p -> Checkout.contains(p.resolve("environ"), "SLIPWAY_RUN=" + run))
                    .map(Path::toString)
                    .toList();
        }
    }

    @Test
    void killedInTheMiddleOfABuildLeavesNothingAfterTheNextRun() throws Exception {
        var tiny = waiting(Checkout.tiny(folder));
        var process = tiny.builder("ci")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Checkout.await("the build begins", () -> logs(tiny, "begun-content"));
        var killed = run(tiny);
        process.destroyForcibly().waitFor();
        assertFalse(processes(killed.getFileName().toString()).isEmpty(), "the kill left its children");
        tiny.write("Dockerfile", "FROM scratch\nCOPY file /file\n").commit();
        var next = tiny.pipeline("ci").with(0);
        assertTrue(next.err().contains("run " + killed.getFileName() + " died"), next.err());
        assertEquals("[]", left(killed.getFileName().toString()));
        assertFalse(Files.exists(killed.resolve("work")));
    }

    @Test
    void killedInTheMiddleOfAComposeTestIsCleanedUpAndNothingElseIs() throws Exception {
        var tiny = Checkout.tiny(folder)
                .write(
                        "compose.yml",
                        "services: { web: { image: 'debian:bookworm-slim', command: [sleep, '60'], healthcheck: { test: ['CMD', 'false'], retries: 100 } } }\nvolumes: { data: {} }\n");
        tiny.write(
                        "pipeline.groovy",
                        "project('tiny') { compose('compose.yml') }\npipeline('ci') { stages { project.composeFiles.each { composeTest(it) } } }\n")
                .commit();
        var foreign = Checkout.peer(
                "docker",
                "run",
                "-d",
                "--label",
                "slipway.run=of-somebody-else",
                "debian:bookworm-slim",
                "sleep",
                "60");
        try {
            var process = tiny.builder("ci")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Checkout.await("the run begins", () -> Files.isDirectory(tiny.root().resolve(".pipeline/runs")));
            Checkout.await("a container is there", () -> container(tiny));
            var killed = run(tiny).getFileName().toString();
            process.destroyForcibly().waitFor();
            tiny.pipeline("clean").with(0);
            assertEquals("[]", left(killed));
            assertTrue(
                    Checkout.peer("docker", "ps", "-q", "--no-trunc").contains(foreign),
                    "a container of another run stays");
        } finally {
            Checkout.peer("docker", "rm", "-f", foreign);
        }
    }

    private static boolean container(Checkout checkout) {
        try {
            return !Checkout.peer(
                            "docker",
                            "ps",
                            "-q",
                            "--filter",
                            "label=slipway.run=" + run(checkout).getFileName())
                    .isEmpty();
        } catch (IOException | java.util.NoSuchElementException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptEndsAllInTimeRunsWhatAlwaysRunsAndSays130() throws Exception {
        for (var signal : List.of("INT", "TERM")) {
            var tiny = waiting(Checkout.tiny(Files.createDirectories(folder.resolve(signal))))
                    .script(
                            "def image = buildImage(project.service('tiny'))\nsh('touch ended') { named 'last'; after image; always }");
            var process = tiny.builder("ci")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Checkout.await("the build begins", () -> logs(tiny, "begun-content"));
            var at = Instant.now();
            Checkout.peer("kill", "-" + signal, Long.toString(process.pid()));
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            var took = Duration.between(at, Instant.now());
            assertEquals(130, process.exitValue());
            assertTrue(took.toMillis() < 8000, signal + " took " + took);
            assertTrue(Files.exists(tiny.root().resolve("ended")), "the task that always runs");
            assertEquals("[]", left(run(tiny).getFileName().toString()));
        }
    }

    @Test
    void aRunIsGoneOnWithAndAnEditedTreeIsRefused() throws Exception {
        var tiny = Checkout.tiny(folder)
                .script(
                        "def one = sh('echo x >> counted') { named 'one' }\nsh('test -e ready') { named 'two'; after one }");
        tiny.write(".gitignore", "counted\nready\n").commit();
        tiny.pipeline("ci").with(1);
        tiny.write("ready", "");
        var resumed = tiny.pipeline("resume", "--json").with(0);
        assertEquals(List.of("sh:one"), resumed.tasks("passed", true));
        assertEquals("x\n", Files.readString(tiny.root().resolve("counted")));
        tiny.pipeline("ci").with(0);
        Files.delete(tiny.root().resolve("ready"));
        tiny.pipeline("ci").with(1);
        tiny.script("sh('true')");
        var refused = tiny.pipeline("resume").with(2);
        assertTrue(refused.err().contains("edited since"), refused.err());
    }

    @Test
    void twoRunsAtOnceDoNotDisturbEachOther() throws Exception {
        var tiny = Checkout.tiny(folder);
        var one = tiny.builder("ci", "--no-cache")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var two = tiny.builder("ci", "--no-cache")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, one.waitFor());
        assertEquals(0, two.waitFor());
        assertEquals(
                2, tiny.pipeline("runs", "--json").with(0).json().path("runs").size());
    }

    @Test
    void aJournalThatIsCutIsReadUpToThere() throws Exception {
        var tiny = Checkout.tiny(folder);
        tiny.pipeline("ci").with(0);
        var journal = run(tiny).resolve("journal.jsonl");
        var text = Files.readString(journal);
        Files.writeString(journal, text.substring(0, text.length() - 20));
        var shown = tiny.pipeline("show").with(0);
        assertTrue(shown.out().contains("buildImage:tiny"), shown.out());
        assertTrue(shown.err().contains("cut"), shown.err());
    }
}
