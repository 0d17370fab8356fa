package dsl.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dsl.host.Environment;
import dsl.model.*;
import dsl.store.*;
import dsl.word.Controls;
import dsl.word.StageType;
import dsl.word.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.*;
import stages.api.*;

/** Plans of small stages, run in a folder of their own, with all that they told. */
final class Bench {
    /** What a test's stage does. */
    interface Body {
        Said run(StageContext context) throws IOException, InterruptedException;
    }

    record Said(String text, Optional<Artifact> bytes, Duration took) implements Result {
        static Said of(String text) {
            return new Said(text, Optional.empty(), Duration.ofNanos(System.nanoTime()));
        }
    }

    @Word("act")
    record Act(Body body) implements Stage<Said> {
        @Override
        public Said run(StageContext context) throws IOException, InterruptedException {
            return body.run(context);
        }
    }

    @Word("keep")
    @Cached
    record Keep(Body body) implements Stage<Said>, Gate<Said> {
        @Override
        public Said run(StageContext context) throws IOException, InterruptedException {
            return body.run(context);
        }

        @Override
        public Verdict judge(Said said, java.time.Instant now) {
            return said.text().startsWith("bad")
                    ? new Verdict.Refused(
                            "it is " + said.text(),
                            List.of(new Finding(
                                    Finding.Level.ERROR,
                                    "B1",
                                    "test",
                                    said.text(),
                                    Finding.Place.of("x"),
                                    Optional.empty())))
                    : new Verdict.Passed(List.of());
        }
    }

    /** Looks, then acts. */
    interface Look {
        Observation<Said> look();
    }

    @Word("push")
    record Push(Look look, Body body) implements Effect<Said> {
        @Override
        public Observation<Said> observe(StageContext context) {
            return look.look();
        }

        @Override
        public Said run(StageContext context) throws IOException, InterruptedException {
            return body.run(context);
        }
    }

    private final Path folder;
    final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    final List<Task> tasks = new ArrayList<>();
    final Map<String, String> environment = new TreeMap<>(System.getenv());
    RunSettings.Limits limits = new RunSettings.Limits(4, 2, 1024, false);
    Caching caching;
    Map<String, StoredResult> finished = Map.of();
    RunSettings.Sweeper sweeper = run -> List.of();
    Runner last;

    Bench(Path folder) {
        this.folder = folder;
        this.caching = caching(Tier.LAPTOP);
    }

    Path root() {
        return folder.resolve("repo");
    }

    Caching caching(Tier tier) {
        return new Caching(
                folder.resolve("cache"),
                folder.resolve("config"),
                tier,
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of());
    }

    Task add(Task task) {
        tasks.add(task);
        return task;
    }

    Task act(String id, Body body, Task.Edge... edges) {
        return add(task(id, Act.class, Map.of("body", body), Controls.NONE, edges));
    }

    Task keep(String id, Body body, Task.Edge... edges) {
        return add(task(id, Keep.class, Map.of("body", body), Controls.NONE, edges));
    }

    static Task task(String id, Class<?> stage, Map<String, Object> values, Controls controls, Task.Edge... edges) {
        var inputs = new TreeMap<>(Map.of("stage", stage.getName(), "subject", id));
        for (var edge : edges)
            if (edge.kind() != Task.Edge.Kind.AFTER) inputs.put(Recipe.UPSTREAM + edge.to(), "recipe of " + edge.to());
        var known = new TreeMap<String, Value>();
        values.forEach((name, value) -> known.put(name, new Value.Known(value)));
        return new Task(
                id,
                StageType.of(stage),
                Task.Role.WHOLE,
                id,
                Optional.empty(),
                known,
                List.of(edges),
                controls,
                Location.of("test"),
                "tested",
                new Recipe(inputs, Optional.empty()));
    }

    static Task with(Task t, Controls controls) {
        return new Task(
                t.id(),
                t.type(),
                t.role(),
                t.subject(),
                t.platform(),
                t.values(),
                t.edges(),
                controls,
                t.location(),
                t.reason(),
                t.recipe());
    }

    static Task with(Task t, Recipe recipe) {
        return new Task(
                t.id(),
                t.type(),
                t.role(),
                t.subject(),
                t.platform(),
                t.values(),
                t.edges(),
                t.controls(),
                t.location(),
                t.reason(),
                recipe);
    }

    /** Controls with some of them set. */
    static Controls controls(boolean always, boolean allowFailure, String... locks) {
        return new Controls(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                always,
                Optional.empty(),
                Optional.empty(),
                allowFailure,
                List.of(locks),
                Map.of(),
                Map.of());
    }

    static Controls secrets(Map<String, String> secrets) {
        return new Controls(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Map.of(),
                secrets);
    }

    static Controls bounded(Duration timeout, int retries) {
        return new Controls(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                timeout.isZero() ? Optional.empty() : Optional.of(timeout),
                Optional.of(new Controls.Retry(retries, Duration.ofMillis(1))),
                false,
                List.of(),
                Map.of(),
                Map.of());
    }

    static Task.Edge data(String to) {
        return new Task.Edge(to, Task.Edge.Kind.DATA);
    }

    static Task.Edge after(String to) {
        return new Task.Edge(to, Task.Edge.Kind.AFTER);
    }

    Runner open(RunObserver... more) throws IOException {
        java.nio.file.Files.createDirectories(root());
        var observers = new ArrayList<RunObserver>(List.of(more));
        observers.add(events::add);
        var settings = new RunSettings(
                "local",
                Clock.systemUTC(),
                new Environment(root(), environment, List.of()),
                new RunSettings.Origin(Event.none(), Optional.empty(), 0),
                limits,
                caching,
                new NoTools(),
                sweeper,
                JsonNodeFactory.instance.objectNode().put("schema", "slipway.request/1"),
                finished);
        last = new Runner(new Plan("test", new TreeMap<>(), List.of(), tasks, List.of()), settings, observers);
        return last;
    }

    int run() throws IOException {
        events.clear();
        return open().run();
    }

    Outcome outcome(String task) {
        return ended(task).outcome();
    }

    RunEvent.TaskEnded ended(String task) {
        return all(RunEvent.TaskEnded.class).stream()
                .filter(e -> e.task().equals(task))
                .findFirst()
                .orElseThrow();
    }

    RunEvent.CacheAnswered cache(String task) {
        return all(RunEvent.CacheAnswered.class).stream()
                .filter(e -> e.task().equals(task))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    List<String> notes() {
        return all(RunEvent.RunNote.class).stream().map(RunEvent.RunNote::text).toList();
    }

    List<String> log(String task) {
        return all(RunEvent.LogLine.class).stream()
                .filter(e -> e.task().equals(task))
                .map(RunEvent.LogLine::line)
                .toList();
    }

    <E extends RunEvent> List<E> all(Class<E> kind) {
        synchronized (events) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    private static final class NoTools implements RunSettings.Tools {
        @Override
        public Optional<Tool> find(String name, String versionRange) {
            return Optional.empty();
        }

        @Override
        public String hint(String name) {
            return "apt-get install " + name;
        }
    }
}
