package dsl.run;

import static dsl.run.Bench.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.host.Processes;
import dsl.run.Bench.Said;
import dsl.store.Journal;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import dsl.store.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Command;
import stages.api.Finding;
import stages.api.Observation;
import stages.api.StageFailure;

final class RunFolderTest {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @Test
    void tellsTheJournalWhatItTellsObservers() throws IOException {
        bench.act("a", c -> {
            c.log("hello");
            c.progress("1/2");
            c.keep("report.txt", "kept".getBytes(StandardCharsets.UTF_8));
            return Said.of("a");
        });
        bench.run();
        var run = bench.last.folder();
        var told = bench.events.stream()
                .filter(e -> !(e instanceof RunEvent.LogLine || e instanceof RunEvent.Progress))
                .toList();
        assertEquals(told, run.events().lines());
        assertEquals(List.of("hello"), run.log("a"));
        assertEquals(
                "kept",
                Files.readString(
                        run.path().resolve(bench.all(RunEvent.Kept.class).get(0).path())));
        assertEquals(RunFolder.State.ENDED, run.state());
        assertEquals(List.of(run), RunFolder.list(bench.root()));
        assertFalse(Files.exists(run.path().resolve("work")));
    }

    @Test
    void readsAJournalThatIsCut() throws IOException {
        bench.act("a", c -> Said.of("a"));
        bench.run();
        var run = bench.last.folder();
        var journal = run.path().resolve("journal.jsonl");
        var whole = Files.readString(journal);
        Files.writeString(journal, whole.substring(0, whole.length() - 20));
        assertEquals(bench.events.size() - 1, run.events().lines().size());
        assertTrue(run.events().problem().orElseThrow().endsWith("its last line is cut"));
        Files.writeString(journal, whole.replaceFirst("\n", "}\n{{\n"));
        assertTrue(
                run.events().problem().orElseThrow().contains("line 2: it is damaged"),
                run.events().toString());
    }

    @Test
    void isNoChangeOfTheRepository() throws IOException {
        bench.act("a", c -> Said.of("a"));
        bench.run();
        var ignore = bench.root().resolve(".pipeline/.gitignore");
        assertEquals("*\n", Files.readString(ignore));
        Files.writeString(ignore, "# ours\n");
        bench.run();
        assertEquals("# ours\n", Files.readString(ignore));
    }

    @Test
    void saysWhereADiskIsFull() throws IOException {
        bench.act("a", c -> {
            Files.writeString(Path.of("/dev/full"), "x");
            return Said.of("a");
        });
        assertEquals(1, bench.run());
        var failed = (Outcome.Failed) bench.outcome("a");
        assertEquals("the disk is full: No space left on device", failed.message());
        assertTrue(failed.hint().contains(".pipeline/runs"), failed.hint());
    }

    @Test
    void resumesWithWhatWasFinished() throws IOException {
        var runs = new AtomicInteger();
        var broken = new AtomicInteger(1);
        bench.act("a", c -> Said.of("a" + runs.incrementAndGet()));
        bench.keep("bad", c -> Said.of("bad" + runs.incrementAndGet()), Bench.after("a"));
        bench.act(
                "b",
                c -> {
                    if (broken.getAndDecrement() > 0) throw new StageFailure("no");
                    return Said.of("b");
                },
                data("a"));
        bench.add(Bench.task(
                "push",
                Bench.Push.class,
                Map.of("look", (Bench.Look) () -> new Observation.Identical<>(Said.of("there")), "body", (Bench.Body)
                        c -> Said.of("never")),
                dsl.word.Controls.NONE));
        assertEquals(1, bench.run());
        var refused = bench.outcome("bad");
        bench.finished = bench.last.folder().finished();
        assertEquals(4, bench.run());
        assertEquals(2, runs.get());
        assertTrue(bench.ended("a").restored());
        assertEquals("by the run that is resumed", bench.cache("a").why());
        assertEquals(refused, bench.outcome("bad"));
        assertEquals(1, bench.all(RunEvent.Observed.class).size());
        Files.writeString(bench.last.folder().path().resolve("results.jsonl"), "{\"cut", StandardOpenOption.APPEND);
        assertEquals(
                List.of("a", "b", "bad"),
                List.copyOf(bench.last.folder().finished().keySet()));
    }

    @Test
    void letsTwoRunsShareARepository() throws Exception {
        var inside = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        bench.act("a", c -> {
            Files.writeString(c.work().resolve("x"), "x");
            inside.countDown();
            go.await();
            return Said.of(Files.readString(c.work().resolve("x")));
        });
        var first = bench.open();
        var code = new AtomicInteger(-1);
        var thread = Thread.ofVirtual().start(() -> {
            try {
                code.set(first.run());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        inside.await();
        var other = new Bench(folder);
        other.act("a", c -> Said.of("a"));
        assertEquals(0, other.run());
        assertEquals(List.of(), other.notes());
        assertEquals(RunFolder.State.RUNNING, first.folder().state());
        go.countDown();
        thread.join();
        assertEquals(0, code.get());
        assertEquals(2, RunFolder.list(bench.root()).size());
    }

    @Test
    void removesWhatADeadRunLeftAndOnlyThat() throws Exception {
        var dead = RunFolder.of(bench.root(), "20200101-000000-dead");
        Files.createDirectories(dead.path().resolve("work/a"));
        Files.writeString(dead.path().resolve("lock"), "");
        var mine = sleeper("20200101-000000-dead");
        var others = sleeper("20200101-000000-deadx");
        assertEquals(RunFolder.State.DIED, dead.state());
        bench.sweeper = run -> List.of("container of " + run);
        bench.act("a", c -> Said.of("a"));
        assertEquals(0, bench.run());
        assertTrue(mine.waitFor(5, TimeUnit.SECONDS));
        assertTrue(others.isAlive());
        others.destroyForcibly();
        assertEquals(
                List.of("run 20200101-000000-dead died; removed process " + mine.pid()
                        + ", its work folder, container of 20200101-000000-dead"),
                bench.notes());
        assertFalse(Files.exists(dead.path().resolve("work")));
        assertEquals(0, bench.run());
        assertEquals(List.of(), bench.notes());
        assertEquals(RunFolder.State.DIED, dead.state());
    }

    private static Process sleeper(String run) throws IOException {
        var builder = new ProcessBuilder("sleep", "60");
        builder.environment().put(Leftovers.VARIABLE, run);
        return builder.start();
    }

    @Test
    void endsWhatATaskLeftRunning() throws IOException {
        bench.act("a", c -> {
            c.commands().run(Command.of("sh", "-c", "setsid sleep 60 >/dev/null 2>&1 & true"));
            return Said.of("a");
        });
        assertEquals(0, bench.run());
        assertEquals(
                List.of(),
                Processes.killAll(Leftovers.VARIABLE, bench.last.folder().id()));
    }

    @Test
    void masksSecretsInEverySink() throws IOException {
        var secret = "tok-e\"n/väl+ue";
        bench.environment.put("TOKEN", secret);
        var body = (Bench.Body) c -> {
            c.log("log " + c.secret("TOKEN"));
            c.commands().run(Command.of("sh", "-c", "echo \"echo $TOKEN\"; printf %s \"$TOKEN\" | base64"));
            c.summary("summary " + secret);
            c.progress("progress " + secret);
            c.keep("kept-" + secret, secret.getBytes(StandardCharsets.UTF_8));
            c.finding(new Finding(
                    Finding.Level.NOTE, "r", "t", secret, Finding.Place.of(secret), java.util.Optional.of(secret)));
            return Said.of("result " + secret);
        };
        for (var stage : List.of(Bench.Act.class, Bench.Keep.class))
            bench.add(Bench.task(
                    "a" + stage.getSimpleName(),
                    stage,
                    Map.of("body", body),
                    Bench.secrets(Map.of("TOKEN", "env:TOKEN"))));
        var failing = (Bench.Body) c -> {
            throw new StageFailure("message " + secret, "hint " + secret, List.of("detail " + secret));
        };
        bench.add(Bench.task("f", Bench.Act.class, Map.of("body", failing), Bench.secrets(Map.of("TOKEN", ""))));
        assertEquals(1, bench.run());
        assertFalse(bench.events.toString().contains("väl"), bench.events.toString());
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                assertFalse(text.contains("väl") || text.contains("tok-e"), file + ": " + text);
                assertFalse(file.toString().contains("väl"), file.toString());
            }
        }
        assertEquals(List.of(), List.copyOf(bench.last.folder().finished().keySet()));
    }

    @Test
    void saysWhichSecretIsNotThere() throws IOException {
        bench.add(Bench.task(
                "a",
                Bench.Act.class,
                Map.of("body", (Bench.Body) c -> Said.of(c.secret("T"))),
                Bench.secrets(Map.of("T", "file:no/such"))));
        assertEquals(1, bench.run());
        var failed = (Outcome.Failed) bench.outcome("a");
        assertEquals("secret 'T': cannot read 'no/such'", failed.message());
    }

    @Test
    void goesOnWhereAReportFails() throws IOException {
        bench.act("a", c -> Said.of("a"));
        var runner = bench.open(e -> {
            throw new IllegalStateException("oh");
        });
        assertEquals(0, runner.run());
        assertEquals(1, bench.notes().size(), bench.notes().toString());
    }

    @Test
    void tellsARunningRunOfAnotherProcessFromADeadOne() throws Exception {
        var run = RunFolder.of(bench.root(), "20200101-000000-beef");
        Files.createDirectories(run.path());
        var source = Files.writeString(folder.resolve("Locker.java"), """
                import java.nio.channels.FileChannel;
                import java.nio.file.*;
                class Locker {
                    public static void main(String[] file) throws Exception {
                        var lock = FileChannel.open(Path.of(file[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE).lock();
                        System.out.println("up");
                        System.in.read();
                        lock.release();
                    }
                }
                """);
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var other = new ProcessBuilder(
                        java, source.toString(), run.path().resolve("lock").toString())
                .start();
        assertEquals('u', other.getInputStream().read());
        assertEquals(RunFolder.State.RUNNING, run.state());
        bench.act("a", c -> Said.of("a"));
        bench.run();
        assertEquals(List.of(), bench.notes());
        other.destroyForcibly().waitFor();
        assertEquals(RunFolder.State.DIED, run.state());
        bench.run();
        assertEquals(List.of("run 20200101-000000-beef died; removed nothing, it left nothing"), bench.notes());
    }

    @Test
    void goesOnWithoutAJournalThatCannotBeWrittenButMakesNoEffect() throws IOException {
        var made = new AtomicInteger();
        bench.act("a", c -> Said.of("a"));
        bench.add(Bench.task(
                "push",
                Bench.Push.class,
                Map.of("look", (Bench.Look) () -> new Observation.Absent<>(), "body", (Bench.Body)
                        c -> Said.of("made " + made.incrementAndGet())),
                dsl.word.Controls.NONE));
        var runner = bench.open();
        var journal = runner.folder().path().resolve("journal.jsonl");
        Files.delete(journal);
        Files.createDirectory(journal);
        assertEquals(1, runner.run());
        assertEquals(0, made.get());
        assertEquals(1, bench.notes().size(), bench.notes().toString());
        var full = new Journal(Path.of("/dev/full"));
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> full.write("x"))
                .getMessage()
                .contains("No space left"));
        full.close();
    }
}
