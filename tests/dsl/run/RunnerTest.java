package dsl.run;

import static dsl.run.Bench.after;
import static dsl.run.Bench.bounded;
import static dsl.run.Bench.controls;
import static dsl.run.Bench.data;
import static dsl.run.Bench.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.host.Processes;
import dsl.run.Bench.Said;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import dsl.word.Condition;
import dsl.word.Controls;
import dsl.word.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Observation;
import stages.api.StageFailure;
import stages.api.ToolMissing;

final class RunnerTest {
    @TempDir
    Path folder;

    Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @Test
    void saysWhyAFailureBlocksAndGoesOnWithTheRest() throws IOException {
        bench.act("a", c -> {
            throw new StageFailure("the door is shut", "open it", List.of("knock"));
        });
        bench.act("b", c -> Said.of("b"), data("a"));
        bench.act("c", c -> Said.of("c"), after("b"));
        bench.act("d", c -> Said.of("d"));
        assertEquals(1, bench.run());
        assertEquals(new Outcome.Failed("the door is shut", "open it", List.of("knock"), false), bench.outcome("a"));
        assertEquals(new Outcome.Blocked("because 'a' failed"), bench.outcome("b"));
        assertEquals(new Outcome.Blocked("because 'a' failed"), bench.outcome("c"));
        assertInstanceOf(Outcome.Passed.class, bench.outcome("d"));
    }

    @Test
    void choosesTheExitCodeInItsOrder() throws IOException {
        bench.keep("refused", c -> Said.of("bad"));
        assertEquals(4, bench.run());
        bench.act("failed", c -> {
            throw new IllegalStateException("oh");
        });
        assertEquals(1, bench.run());
        bench.act("missing", c -> {
            c.tool("trivy");
            return Said.of("never");
        });
        assertEquals(3, bench.run());
        assertEquals(
                new Outcome.Failed("'trivy' is not there", "apt-get install trivy", List.of(), true),
                bench.outcome("missing"));
        bench.tasks.replaceAll(t -> with(t, controls(false, true)));
        assertEquals(0, bench.run());
        assertTrue(bench.ended("failed").allowed());
    }

    @Test
    void keepsTheTraceOfAMistakeForItsAuthor() throws IOException {
        bench.act("a", c -> {
            throw new IllegalStateException("oh");
        });
        bench.run();
        var kept = bench.all(RunEvent.Kept.class).get(0);
        var text = Files.readString(bench.last.folder().path().resolve(kept.path()));
        assertTrue(text.contains("RunnerTest"), text);
    }

    @Test
    void runsAlwaysWhereWhatItFollowsFailed() throws IOException {
        bench.act("a", c -> {
            throw new StageFailure("no");
        });
        bench.add(with(bench.act("tidy", c -> Said.of("tidied"), after("a")), controls(true, false)));
        bench.tasks.remove(1);
        bench.run();
        assertInstanceOf(Outcome.Passed.class, bench.outcome("tidy"));
    }

    @Test
    void skipsWhereTheConditionDoesNotHold() throws IOException {
        bench.act("a", c -> Said.of("7"));
        var b = bench.act("b", c -> Said.of("b"), data("a"));
        var condition = new Condition.Compare("==", new Value.Output("a", List.of("text")), new Value.Known("8"));
        bench.tasks.set(1, with(b, when(condition)));
        bench.act("c", c -> Said.of("c"), data("b"));
        bench.act("d", c -> Said.of("d"), after("b"));
        assertEquals(0, bench.run());
        assertEquals(new Outcome.Skipped("its condition 'a.text == '8'' does not hold"), bench.outcome("b"));
        assertEquals(new Outcome.Blocked("because 'b' was skipped"), bench.outcome("c"));
        assertInstanceOf(Outcome.Passed.class, bench.outcome("d"));
    }

    private static Controls when(Condition condition) {
        return new Controls(
                Optional.empty(),
                List.of(),
                Optional.of(condition),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Map.of(),
                Map.of());
    }

    @Test
    void triesAgainInAnEmptyFolder() throws IOException {
        var tries = new AtomicInteger();
        var a = bench.act("a", c -> {
            try (var files = Files.list(c.work())) {
                assertEquals(0, files.count());
            }
            Files.writeString(c.work().resolve("x"), "x");
            if (tries.incrementAndGet() < 3) throw new IOException("flaky");
            return Said.of("done");
        });
        bench.tasks.set(0, with(a, bounded(Duration.ZERO, 2)));
        assertEquals(0, bench.run());
        assertEquals(3, bench.all(RunEvent.TaskStarted.class).size());
        assertTrue(
                bench.log("a").get(0).startsWith("try 1 failed"), bench.log("a").toString());
        assertTrue(Files.notExists(bench.last.folder().path().resolve("work")) || isEmpty());
    }

    private boolean isEmpty() throws IOException {
        try (var all = Files.list(bench.last.folder().path().resolve("work"))) {
            return all.findAny().isEmpty();
        }
    }

    @Test
    void doesNotTryAgainForAMissingTool() throws IOException {
        var a = bench.act("a", c -> {
            throw new ToolMissing("'x' is not there", "get it");
        });
        bench.tasks.set(0, with(a, bounded(Duration.ZERO, 5)));
        assertEquals(3, bench.run());
        assertEquals(1, bench.all(RunEvent.TaskStarted.class).size());
    }

    @Test
    void endsATaskAfterItsTimeoutWithItsProcesses() throws IOException {
        var pid = new AtomicReference<>("");
        var a = bench.act("a", c -> {
            c.commands()
                    .run(stages.api.Command.of("sh", "-c", "echo $$ > pid; trap '' TERM; sleep 60 & wait; sleep 60")
                            .in(c.work()));
            return Said.of("never");
        });
        bench.tasks.set(0, with(a, bounded(Duration.ofSeconds(1), 0)));
        var start = System.nanoTime();
        assertEquals(1, bench.run());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 5);
        assertEquals("it was ended after its timeout of 1s", ((Outcome.Failed) bench.outcome("a")).message());
        assertEquals(
                List.of(),
                Processes.killAll(Leftovers.VARIABLE, bench.last.folder().id()),
                pid.get());
    }

    @Test
    void goesOnWithoutAStageThatDoesNotHeedItsInterrupt() throws IOException {
        var release = new CountDownLatch(1);
        var a = bench.act("a", c -> {
            while (release.getCount() > 0) Thread.onSpinWait();
            return Said.of("late");
        });
        bench.tasks.set(0, with(a, bounded(Duration.ofMillis(100), 0)));
        assertEquals(1, bench.run());
        release.countDown();
    }

    @Test
    void looksBeforeItActs() throws IOException {
        var acts = new AtomicInteger();
        Bench.Body body = c -> Said.of("acted " + acts.incrementAndGet());
        push("absent", () -> new Observation.Absent<>(), body);
        push("identical", () -> new Observation.Identical<>(Said.of("there")), body);
        push("begun", () -> new Observation.Begun<>("half of it"), body);
        push("conflicting", () -> new Observation.Conflicting<>("1.0.0 has another digest", "take 1.0.1"), body);
        assertEquals(1, bench.run());
        assertEquals(2, acts.get());
        assertTrue(bench.ended("identical").restored());
        assertEquals(List.of("adopting what was begun elsewhere: half of it"), bench.log("begun"));
        assertEquals(
                new Outcome.Failed("conflict: 1.0.0 has another digest", "take 1.0.1", List.of(), false),
                bench.outcome("conflicting"));
    }

    private void push(String id, Bench.Look look, Bench.Body body) {
        bench.add(Bench.task(id, Bench.Push.class, Map.of("look", look, "body", body), Controls.NONE));
    }

    @Test
    void stopsTheRestAtTheFirstFailureWhereAsked() throws IOException {
        bench.limits = new RunSettings.Limits(2, 1, 1, true);
        var waiting = new CountDownLatch(1);
        bench.act("a", c -> {
            waiting.await();
            throw new StageFailure("no");
        });
        bench.act("b", c -> {
            waiting.countDown();
            new CountDownLatch(1).await();
            return Said.of("never");
        });
        bench.act("c", c -> Said.of("c"), after("b"));
        var tidy = bench.act("tidy", c -> Said.of("tidied"), after("b"));
        bench.tasks.set(3, with(tidy, controls(true, false)));
        assertEquals(1, bench.run());
        assertInstanceOf(Outcome.Cancelled.class, bench.outcome("b"));
        assertInstanceOf(Outcome.Cancelled.class, bench.outcome("c"));
        assertInstanceOf(Outcome.Passed.class, bench.outcome("tidy"));
    }

    @Test
    void endsTreesOnCancelThenTidiesUp() throws Exception {
        var started = new CountDownLatch(1);
        bench.act("a", c -> {
            c.commands()
                    .run(stages.api.Command.of(
                            "sh", "-c", "trap '' TERM; sh -c 'trap \"\" TERM; echo up; sleep 60' & wait; sleep 60"));
            return Said.of("never");
        });
        var tidy = bench.act("tidy", c -> Said.of("tidied"), after("a"));
        bench.tasks.set(1, with(tidy, controls(true, false)));
        bench.act("never", c -> Said.of("never"), after("tidy"));
        var runner = bench.open(e -> {
            if (e instanceof RunEvent.LogLine) started.countDown();
        });
        var code = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
            try {
                return runner.run();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        started.await();
        var start = System.nanoTime();
        runner.cancel();
        assertEquals(130, code.get());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 4500);
        assertInstanceOf(Outcome.Cancelled.class, bench.outcome("a"));
        assertInstanceOf(Outcome.Passed.class, bench.outcome("tidy"));
        assertInstanceOf(Outcome.Cancelled.class, bench.outcome("never"));
        assertEquals(
                List.of(), Processes.killAll(Leftovers.VARIABLE, runner.folder().id()));
    }

    @Test
    void boundsWhatRunsAlwaysAfterACancel() throws Exception {
        var started = new CountDownLatch(1);
        bench.act("a", c -> {
            started.countDown();
            new CountDownLatch(1).await();
            return Said.of("never");
        });
        var tidy = bench.act(
                "tidy",
                c -> {
                    new CountDownLatch(1).await();
                    return Said.of("never");
                },
                after("a"));
        bench.tasks.set(1, with(tidy, controls(true, false)));
        var runner = bench.open();
        var start = System.nanoTime();
        var canceller = Thread.ofVirtual().start(() -> {
            try {
                started.await();
                runner.cancel();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertEquals(130, runner.run());
        canceller.join();
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 8000);
        assertInstanceOf(Outcome.Cancelled.class, bench.outcome("tidy"));
    }
}
