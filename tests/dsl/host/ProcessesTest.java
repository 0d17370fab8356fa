package dsl.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Command;
import stages.api.StageFailure;

@Timeout(30)
final class ProcessesTest {
    @TempDir
    Path root;

    private final List<String> lines = new ArrayList<>();

    private Processes processes(String... secrets) {
        var path = Map.of("PATH", System.getenv("PATH"));
        return new Processes(root, path, new Masks(List.of(secrets)), lines::add);
    }

    private static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    @Test
    void passesOnNamesOfTheShortListAlone() {
        var all = Map.of("PATH", "p", "LC_ALL", "C", "GITHUB_TOKEN", "t", "TRIVY_DB", "d", "HOME", "h", "AWS_KEY", "k");
        assertEquals(
                Map.of("PATH", "p", "LC_ALL", "C", "TRIVY_DB", "d", "HOME", "h"),
                Processes.scrub(all, List.of("TRIVY_")));
    }

    @Test
    void givesAProcessNothingButItsEnvironment() throws Exception {
        var out = processes().read(Command.of("env").with("A", "1")).out();
        assertEquals(
                List.of("A=1", "PATH=" + System.getenv("PATH")),
                out.lines().sorted().toList());
    }

    @Test
    void logsLinesOfEveryKind() throws Exception {
        var exit = processes().run(sh("printf 'a\\r\\nb\\n\\n10%%\\r20%%\\r'; printf '\\377x\\nend' >&2; exit 3"));
        assertEquals(List.of("a", "b", "", "10%", "20%", "\ufffdx", "end"), lines);
        assertEquals(3, exit.code());
        assertEquals(lines, exit.tail());
    }

    @Test
    void cutsLinesWithoutEnd() throws Exception {
        processes().run(sh("head -c 200000 /dev/zero | tr '\\0' x"));
        assertEquals(
                List.of(65536, 65536, 65536, 3392),
                lines.stream().map(String::length).toList());
    }

    @Test
    void masksASecretThatComesInPieces() throws Exception {
        processes("s3cret-value", "two\nlines")
                .run(sh("printf 's3cr'; printf 'et-val'; printf 'ue!\\ntwo\\nlines\\n'"));
        assertEquals(List.of("***!", "***"), lines);
    }

    @Test
    void keepsOutputApartAndWhole() throws Exception {
        var exit = processes("value").read(sh("echo value; echo value >&2"));
        assertEquals("value\n", exit.out());
        assertEquals(List.of("***"), lines);
        assertEquals(List.of("***"), exit.tail());
    }

    /** The command goes on only when its first lines, of both streams, stand in the log. */
    @Test
    void streamsOutputThatItKeepsToo() throws Exception {
        var seen = root.resolve("seen");
        var processes =
                new Processes(root, Map.of("PATH", System.getenv("PATH")), new Masks(List.of("value")), line -> {
                    lines.add(line);
                    if (lines.size() == 4) seen.toFile().mkdir();
                });
        var exit = processes.tee(sh("printf 'a value\\n\\303\\251'; echo err >&2; echo >&2; "
                + "printf '\\n' ; while ! test -e seen; do sleep 0.05; done; printf 'end'"));
        assertEquals("a value\n\u00e9\nend", exit.out());
        assertEquals(
                List.of("", "a ***", "end", "err", "\u00e9"),
                lines.stream().sorted().toList());
        assertEquals("end", lines.getLast());
        assertEquals(lines, exit.tail());
    }

    @Test
    void keepsTheLastLinesOnly() throws Exception {
        var exit = processes().run(sh("seq 1 100"));
        assertEquals(40, exit.tail().size());
        assertEquals("100", exit.tail().get(39));
    }

    @Test
    void givesInputAndElseNone() throws Exception {
        var big = "x".repeat(1 << 20);
        var input = big.getBytes(StandardCharsets.UTF_8);
        assertEquals(big, processes().read(Command.of("cat").input(input)).out());
        assertEquals("", processes().read(Command.of("cat")).out());
        assertEquals(0, processes().run(Command.of("true").input(input)).code());
    }

    @Test
    void saysWhatCannotBeStarted() {
        var missing = assertThrows(StageFailure.class, () -> processes().run(Command.of("no-such-program")));
        assertEquals("there is no program 'no-such-program'", missing.getMessage());
        var folder = assertThrows(
                StageFailure.class, () -> processes().run(sh("true").in(root.resolve("gone"))));
        assertTrue(folder.getMessage().contains("there is no folder"), folder.getMessage());
        var denied = assertThrows(StageFailure.class, () -> processes().run(Command.of(root.toString())));
        assertTrue(denied.getMessage().contains("cannot start"), denied.getMessage());
    }

    @Test
    void refusesTooMuchOutput() {
        var failure =
                assertThrows(StageFailure.class, () -> processes().read(sh("head -c 270000000 /dev/zero; sleep 60")));
        assertTrue(failure.getMessage().contains("more than 256 MiB"), failure.getMessage());
    }

    @Test
    void doesNotWaitForWhatAProcessLeftBehind() throws Exception {
        var run = "SLIPWAY_TEST";
        var mark = root.toString();
        var start = System.nanoTime();
        assertEquals(
                0, processes().run(sh("sleep 60 & echo left").with(run, mark)).code());
        assertEquals(List.of("left"), lines);
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 10);
        assertEquals(1, Processes.killAll(run, mark).size());
        assertEquals(0, Processes.killAll(run, mark).size());
    }

    @Test
    void endsTheTreeOfAnInterruptedProcess() throws Exception {
        var mark = root.toString();
        var thread = Thread.currentThread();
        var processes = new Processes(
                root,
                Map.of("PATH", System.getenv("PATH"), "SLIPWAY_TEST", mark),
                new Masks(List.of()),
                line -> thread.interrupt());
        var start = System.nanoTime();
        assertThrows(
                InterruptedException.class,
                () -> processes.run(
                        sh("trap '' TERM; sh -c 'trap \"\" TERM; echo up; sleep 60; sleep 60' & wait; sleep 60")));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3500);
        assertEquals(List.of(), Processes.killAll("SLIPWAY_TEST", mark));
    }

    @Test
    void killsByTheExactValueAlone() throws IOException, InterruptedException {
        var mine = new ProcessBuilder("sleep", "60");
        mine.environment().put("SLIPWAY_TEST", root + "x");
        var other = mine.start();
        assertEquals(List.of(), Processes.killAll("SLIPWAY_TEST", root.toString()));
        assertEquals(1, Processes.killAll("SLIPWAY_TEST", root + "x").size());
        assertTrue(other.waitFor(5, java.util.concurrent.TimeUnit.SECONDS));
    }

    @Test
    void holdsADialogueWhoseErrorsAloneAreLogged() throws Exception {
        try (var talk = processes("hunter2").open(sh("read a; echo \"got $a\"; echo hunter2 >&2; cat; exit 4"))) {
            var output = new BufferedReader(new InputStreamReader(talk.output(), StandardCharsets.UTF_8));
            talk.input().write("one\n".getBytes(StandardCharsets.UTF_8));
            talk.input().flush();
            assertEquals("got one", output.readLine());
            assertEquals(Optional.empty(), talk.await(Duration.ofMillis(20)));
            talk.input().close();
            assertEquals(4, talk.await(Duration.ofSeconds(10)).orElseThrow().code());
            assertEquals(List.of("***"), lines);
            assertEquals(lines, talk.tail());
        }
    }

    @Test
    void endsTheTreeOfADialogue() throws Exception {
        var talk = processes().open(sh("sleep 60 & echo $!; wait"));
        var child = new BufferedReader(new InputStreamReader(talk.output(), StandardCharsets.UTF_8)).readLine();
        var handle = ProcessHandle.of(Long.parseLong(child)).orElseThrow();
        talk.close();
        handle.onExit().get(10, TimeUnit.SECONDS);
        assertTrue(talk.await(Duration.ofSeconds(10)).isPresent());
    }
}
