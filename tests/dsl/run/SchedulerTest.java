package dsl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.model.Task;
import dsl.run.Bench.Said;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import dsl.word.Controls;
import dsl.word.StageType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Platform;
import stages.api.StageFailure;

/** Random graphs, each from its seed: every task at most once, after those it follows, never above what there is. */
final class SchedulerTest {
    private static final List<String> ENDS = List.of("passed", "passed", "passed", "passed", "refused", "failed");

    @TempDir
    Path folder;

    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> used = new TreeMap<>();
    private final List<String> broken = java.util.Collections.synchronizedList(new ArrayList<>());

    @Test
    void keepsItsPromisesOnRandomGraphs() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            runs.clear();
            done.clear();
            var bench = new Bench(folder.resolve("seed" + seed));
            var random = new Random(seed);
            bench.limits = new RunSettings.Limits(1 + random.nextInt(5), 1 + random.nextInt(3), 100, false);
            int size = random.nextInt(60);
            for (int i = 0; i < size; i++) bench.add(task(random, i, bench.limits));
            bench.run();
            assertEquals(List.of(), broken, "seed " + seed);
            for (var task : bench.tasks) check(bench, task, "seed " + seed + " " + task.id());
        }
    }

    private Task task(Random random, int i, RunSettings.Limits limits) {
        var edges = new ArrayList<Task.Edge>();
        var seen = new HashSet<Integer>();
        for (int n = random.nextInt(4); n > 0 && i > 0; n--) {
            int to = random.nextInt(i);
            var kind = random.nextBoolean() ? Task.Edge.Kind.DATA : Task.Edge.Kind.AFTER;
            if (seen.add(to)) edges.add(new Task.Edge("t" + to, kind));
        }
        var end = ENDS.get(random.nextInt(ENDS.size()));
        var locks = new ArrayList<String>();
        if (random.nextInt(3) == 0) locks.add("x");
        if (random.nextInt(3) == 0) locks.add("y");
        int engine = random.nextInt(4);
        int memory = random.nextInt(150);
        var controls = Bench.controls(random.nextInt(4) == 0, random.nextInt(4) == 0, locks.toArray(String[]::new));
        var id = "t" + i;
        var body = (Bench.Body) c -> work(id, edges, demands(locks, engine, memory, limits), end, limits);
        var plain = Bench.task(id, Bench.Keep.class, Map.of("body", body), controls, edges.toArray(Task.Edge[]::new));
        return slots(plain, engine, memory);
    }

    private static Map<String, Integer> demands(List<String> locks, int engine, int memory, RunSettings.Limits limits) {
        var demands = new TreeMap<String, Integer>();
        locks.forEach(l -> demands.put("lock " + l, 1));
        demands.put("engine", Math.min(engine, limits.engine()));
        demands.put("memory", Math.min(memory, limits.memory()));
        demands.put("jobs", 1);
        return demands;
    }

    private Said work(
            String id, List<Task.Edge> edges, Map<String, Integer> demands, String end, RunSettings.Limits limits) {
        runs.computeIfAbsent(id, k -> new AtomicInteger()).incrementAndGet();
        for (var edge : edges) if (runs.containsKey(edge.to()) && !done.contains(edge.to())) broken.add(id + " early");
        use(id, demands, 1, limits);
        Thread.yield();
        use(id, demands, -1, limits);
        done.add(id);
        if (end.equals("failed")) throw new StageFailure("no");
        return Said.of(end.equals("refused") ? "bad" : "good");
    }

    private synchronized void use(String id, Map<String, Integer> demands, int sign, RunSettings.Limits limits) {
        demands.forEach((name, n) -> {
            int now = used.merge(name, sign * n, Integer::sum);
            int most = name.startsWith("lock")
                    ? 1
                    : name.equals("engine") ? limits.engine() : name.equals("jobs") ? limits.jobs() : limits.memory();
            if (now > most) broken.add(id + " takes too much of " + name);
        });
    }

    private static Task slots(Task t, int engine, int memory) {
        var s = t.type();
        var type = new StageType(
                s.word(),
                s.kind(),
                s.help(),
                s.parameters(),
                s.yields(),
                s.part(),
                s.outputs(),
                s.uses(),
                engine,
                memory,
                s.late(),
                s.code(),
                s.make());
        return new Task(
                t.id(),
                type,
                t.role(),
                t.subject(),
                t.platform(),
                t.values(),
                t.edges(),
                t.controls(),
                t.location(),
                t.reason(),
                t.recipe());
    }

    private void check(Bench bench, Task task, String where) {
        var end = bench.ended(task.id());
        boolean open = true;
        for (var edge : task.edges()) {
            var before = bench.ended(edge.to());
            open &= EdgesTest.expected(
                    before.outcome(),
                    before.allowed(),
                    edge.kind(),
                    task.controls().always());
        }
        assertEquals(open, !(end.outcome() instanceof Outcome.Blocked), where);
        int ran = runs.containsKey(task.id()) ? runs.get(task.id()).get() : 0;
        assertEquals(open ? 1 : 0, ran, where);
        assertEquals(
                1,
                bench.all(RunEvent.TaskEnded.class).stream()
                        .filter(e -> e.task().equals(task.id()))
                        .count(),
                where);
    }

    /** Ten times as many tasks take about ten times as much, not a hundred times. */
    @Test
    void takesNoMoreForEachOfManyTasks() throws IOException {
        cpu(2000);
        long few = cpu(1000);
        long many = cpu(10_000);
        assertTrue(many < 30 * few, few / 1_000_000 + " ms, then " + many / 1_000_000 + " ms");
    }

    /** Processor time for a run of so many tasks, nanoseconds. */
    private long cpu(int tasks) throws IOException {
        var system = java.lang.management.ManagementFactory.getPlatformMXBean(
                com.sun.management.OperatingSystemMXBean.class);
        var bench = new Bench(folder.resolve("many" + tasks));
        many(bench, tasks);
        long start = system.getProcessCpuTime();
        assertEquals(0, bench.run());
        return system.getProcessCpuTime() - start;
    }

    private static void many(Bench bench, int count) {
        for (int i = 0; i < count; i++) {
            var said = Said.of("t" + i);
            if (i < 10) bench.act("t" + i, c -> said);
            else bench.act("t" + i, c -> said, Bench.data("t" + (i - 10)), Bench.after("t" + i / 2));
        }
    }

    @Test
    void joinsThePartsOfAllPlatforms() throws IOException {
        var bench = new Bench(folder);
        for (var platform : List.of("linux/arm64", "linux/amd64"))
            bench.add(part("p@" + platform, Task.Role.PART, Optional.of(new Platform(platform)), List.of()));
        var parts = List.of(
                new Task.Edge("p@linux/arm64", Task.Edge.Kind.PART),
                new Task.Edge("p@linux/amd64", Task.Edge.Kind.PART));
        bench.add(part("p", Task.Role.JOIN, Optional.empty(), parts));
        bench.act("after", c -> Said.of("x"), Bench.data("p"));
        assertEquals(4, bench.run());
        assertEquals(new Outcome.Refused("linux/amd64 linux/arm64"), bench.outcome("p"));
        assertEquals(new Outcome.Blocked("because 'p' was refused"), bench.outcome("after"));
    }

    private static Task part(String id, Task.Role role, Optional<Platform> platform, List<Task.Edge> edges) {
        var whole = Bench.task(id, Parts.class, Map.of(), Controls.NONE, edges.toArray(Task.Edge[]::new));
        return new Task(
                id,
                whole.type(),
                role,
                "p",
                platform,
                Map.of(),
                edges,
                Controls.NONE,
                whole.location(),
                "",
                whole.recipe());
    }
}
