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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run that is stopped or killed leaves in the engine and on the disk, and what it goes on with. */
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

    @TempDir
    Path folder;

    private Checkout composed() throws Exception {
        return Checkout.tiny(folder)
                .write("compose.yml", COMPOSE)
                .write("pipeline.groovy", """
                project('tiny') { compose('compose.yml') }
                pipeline('ci') { stages {
                    def test = composeTest(project.composeFiles[0])
                    sh('touch ended') { named 'last'; after test; always }
                } }
                pipeline('next') { stages { sh 'true' } }
                """)
                .write(".gitignore", "ended\n")
                .commit();
    }

    private static Process started(ProcessBuilder builder) throws IOException {
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Path run(Checkout checkout) throws IOException {
        try (Stream<Path> runs = Files.list(checkout.root().resolve(".pipeline/runs"))) {
            return runs.max(Path::compareTo).orElseThrow();
        }
    }

    /** Containers, networks, volumes of a run in the engine. */
    private static String left(String run) throws Exception {
        var label = "label=slipway.run=" + run;
        return Checkout.peer("docker", "ps", "-aq", "--filter", label)
                + Checkout.peer("docker", "network", "ls", "-q", "--filter", label)
                + Checkout.peer("docker", "volume", "ls", "-q", "--filter", label);
    }

    /** Waits until the run's container runs; gives the run's id. */
    private static String up(Checkout checkout) throws Exception {
        Checkout.await("the run begins", () -> Files.isDirectory(checkout.root().resolve(".pipeline/runs")));
        var name = new String[1];
        Checkout.await("its container runs", () -> {
            try {
                name[0] = run(checkout).getFileName().toString();
                return !Checkout.peer("docker", "ps", "-q", "--filter", "label=slipway.run=" + name[0])
                        .isEmpty();
            } catch (IOException | java.util.NoSuchElementException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return name[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalTakesAComposeTestDownWithinThreeSeconds(String signal) throws Exception {
        var tiny = composed();
        var process = started(tiny.builder("ci"));
        var run = up(tiny);
        assertFalse(left(run).isEmpty());
        var at = Instant.now();
        Checkout.peer("kill", "-" + signal, Long.toString(process.pid()));
        Checkout.await("nothing of the run is left", () -> {
            try {
                return left(run).isEmpty();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        var gone = Duration.between(at, Instant.now());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        var took = Duration.between(at, Instant.now());
        assertEquals(130, process.exitValue());
        assertTrue(gone.toMillis() < 3000, "gone after " + gone);
        assertTrue(took.toMillis() < 6000, "ended after " + took);
        assertTrue(Files.exists(tiny.root().resolve("ended")), "the task that always runs");
        assertFalse(Files.exists(run(tiny).resolve("work")));
        assertTrue(tiny.pipeline("show").with(0).out().contains("cancelled"));
    }

    @Test
    void theRunAfterAKilledOneRemovesWhatThatLeftAndNothingElse() throws Exception {
        var temporary = Files.createDirectories(folder.resolve("tmp"));
        var tiny = composed()
                .with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary)
                .with("TMPDIR", temporary.toString());
        var foreign = "slipway-test-" + folder.getFileName();
        Checkout.peer("docker", "network", "create", "--label", "slipway.run=of-somebody-else", foreign);
        Checkout.peer("docker", "volume", "create", "--label", "slipway.run=of-somebody-else", foreign);
        try {
            var process = started(tiny.builder("ci"));
            var killed = up(tiny);
            process.destroyForcibly().waitFor();
            assertFalse(left(killed).isEmpty(), "a kill leaves what it made");
            var away = tiny.with("DOCKER_HOST", "unix:///nowhere.sock");
            for (var verb : List.of("next", "clean")) {
                var said = away.pipeline(verb).with(0).err();
                assertTrue(said.contains("run " + killed + " died; what it left cannot be removed"), said);
            }
            var next = tiny.pipeline("next").with(0);
            assertTrue(next.err().contains("run " + killed + " died; removed"), next.err());
            assertEquals("", left(killed));
            try (Stream<Path> files = Files.list(temporary)) {
                assertEquals(List.of(), files.toList());
            }
            assertTrue(Checkout.peer("docker", "network", "ls", "--format", "{{.Name}}")
                    .contains(foreign));
            assertTrue(Checkout.peer("docker", "volume", "ls", "--format", "{{.Name}}")
                    .contains(foreign));
            var runs = tiny.pipeline("runs").with(0).out();
            assertTrue(runs.contains("died"), runs);
            assertFalse(tiny.pipeline("next").with(0).err().contains("died"), "it is said once");
        } finally {
            Checkout.peer("docker", "network", "rm", foreign);
            Checkout.peer("docker", "volume", "rm", foreign);
        }
    }

    @Test
    void aKilledRunIsGoneOnWithFromWhereItWas() throws Exception {
        var tiny = Checkout.tiny(folder)
                .write(".gitignore", "counted\nready\nbegun\n")
                .script("""
                def image = buildImage(project.service('tiny'))
                def one = sh('echo x >> counted') { named 'one'; after image }
                sh('test -e ready || { touch begun; sleep 60; }') { named 'two'; after one }
                """);
        var process = started(tiny.builder("ci", "--no-cache"));
        Checkout.await("the second begins", () -> Files.exists(tiny.root().resolve("begun")));
        process.destroyForcibly().waitFor();
        tiny.write("ready", "");
        var resumed = tiny.pipeline("resume", "--json").with(0);
        assertEquals(
                List.of("buildImage:tiny@linux/amd64", "buildImage:tiny", "sh:one"), resumed.tasks("passed", true));
        assertEquals(List.of("sh:two"), resumed.tasks("passed", false));
        assertEquals("x\n", Files.readString(tiny.root().resolve("counted")));
    }

    @Test
    void aRunThatGoesOnIsLeftAloneByTheOthersOfItsRepository() throws Exception {
        var tiny = composed();
        var process = started(tiny.builder("ci"));
        try {
            var run = up(tiny);
            var refused = tiny.pipeline("resume", run).with(2);
            assertTrue(refused.err().contains("still going on"), refused.err());
            tiny.pipeline("next").with(0);
            tiny.pipeline("clean").with(0);
            assertFalse(left(run).isEmpty());
            assertTrue(Files.exists(run(tiny).resolve("work")));
            assertEquals(run, run(tiny).getFileName().toString(), "the others are cleaned away");
        } finally {
            Checkout.peer("kill", "-TERM", Long.toString(process.pid()));
        }
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(130, process.exitValue());
    }

    @Test
    void whatACutFileNoLongerTellsIsDoneAgain() throws Exception {
        var tiny =
                Checkout.tiny(folder).write(".gitignore", "one\ntwo\nready\n").script("""
                def one = sh('echo x >> one') { named 'one' }
                def two = sh('echo x >> two') { named 'two'; after one }
                sh('test -e ready') { named 'three'; after two }
                """);
        tiny.pipeline("ci").with(1);
        for (var name : List.of("results.jsonl", "journal.jsonl")) {
            var file = run(tiny).resolve(name);
            var text = Files.readString(file);
            Files.writeString(file, text.substring(0, text.length() - 20));
        }
        tiny.write("ready", "");
        assertEquals(
                List.of("sh:one"), tiny.pipeline("resume", "--json").with(0).tasks("passed", true));
        assertEquals("x\n", Files.readString(tiny.root().resolve("one")));
        assertEquals("x\nx\n", Files.readString(tiny.root().resolve("two")));
    }
}
