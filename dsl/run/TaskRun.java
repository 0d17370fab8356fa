package dsl.run;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dsl.model.Controls;
import dsl.model.Recipe;
import dsl.model.Resolution;
import dsl.model.StageType;
import dsl.model.Task;
import dsl.model.Value;
import dsl.run.Edges.Ended;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stages.api.Digest;
import stages.api.Effect;
import stages.api.Finding;
import stages.api.Gate;
import stages.api.Json;
import stages.api.LateInputs;
import stages.api.Observation;
import stages.api.PerPlatform;
import stages.api.Platform;
import stages.api.Result;
import stages.api.Stage;
import stages.api.StageFailure;
import stages.api.ToolMissing;
import stages.api.Verdict;

/**
 * One task, when all that it follows has ended: its condition, then for each try its final key, the cache, a look at the
 * world, the work, and the verdict. A timeout bounds each try.
 */
final class TaskRun {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private final Runner run;
    private final Task task;
    private @Nullable SortedMap<String, String> late;

    TaskRun(Runner run, Task task) {
        this.run = run;
        this.task = task;
    }

    Ended run() throws InterruptedException {
        var when = task.controls().when();
        if (when.isPresent() && !new Conditions(this::output).holds(when.get())) {
            var text = run.masks().mask(when.get().text());
            return Ended.without(new Outcome.Skipped("its condition '" + text + "' does not hold"));
        }
        var retry = task.controls().retry().orElse(new Controls.Retry(0, Duration.ZERO));
        var delay = retry.delay();
        for (int attempt = 1; ; attempt++, delay = delay.multipliedBy(2)) {
            int now = attempt;
            try (var context = new TaskContext(run, task)) {
                run.tell(at -> new RunEvent.TaskStarted(at, task.id(), now));
                try {
                    return bounded(context);
                } catch (ExecutionException e) {
                    var failure = failure(e.getCause(), context);
                    if (attempt > retry.times() || failure.missing()) return Ended.without(failure);
                    context.log(
                            "try " + attempt + " failed, the next comes in " + text(delay) + ": " + failure.message());
                }
            }
            Thread.sleep(delay);
        }
    }

    /** The stage works on a thread of its own, so that one which does not heed its interrupt holds nobody up for long. */
    private Ended bounded(TaskContext context) throws InterruptedException, ExecutionException {
        var done = new CountDownLatch(1);
        var working = run.threads().submit(() -> {
            try {
                return work(context);
            } finally {
                done.countDown();
            }
        });
        var timeout = task.controls().timeout();
        try {
            return timeout.isPresent() ? working.get(timeout.get().toMillis(), TimeUnit.MILLISECONDS) : working.get();
        } catch (TimeoutException e) {
            stop(working, done);
            throw new ExecutionException(
                    new StageFailure("it was ended after its timeout of " + text(timeout.orElseThrow())));
        } catch (InterruptedException e) {
            stop(working, done);
            throw e;
        }
    }

    private static void stop(Future<?> working, CountDownLatch done) throws InterruptedException {
        working.cancel(true);
        done.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    /** What is no failure that a stage foresees is a mistake in it: its trace is kept for its author. */
    private Outcome.Failed failure(Throwable why, TaskContext context) {
        if (!(why instanceof StageFailure || why instanceof ToolMissing || why instanceof IOException)) {
            var trace = new StringWriter();
            why.printStackTrace(new PrintWriter(trace));
            context.keep("error.txt", trace.toString().getBytes(StandardCharsets.UTF_8));
        }
        return run.failure(why);
    }

    private Ended work(TaskContext context) throws IOException, InterruptedException {
        var values = new LinkedHashMap<String, Object>();
        task.values().forEach((name, value) -> values.put(name, Resolution.resolve(value, this::output)));
        var stage = task.type().make().apply(values);
        var inputs = inputs(stage, context);
        var key = Recipe.key(inputs);
        var shown = run.masked(inputs);
        var earlier = earlier(stage, key, shown);
        if (earlier.isPresent()) return earlier.get();
        if (stage instanceof Effect<?> effect) {
            var seen = observe(effect, context);
            if (seen.isPresent()) return seen.get();
        }
        var result = act(stage, context);
        var json = Json.tree(result);
        var masked = run.masks().mask(json);
        var entry = entry(key, shown, masked, context.findings, context.summaries);
        boolean clean = masked.equals(json);
        if (clean) keep(entry);
        if (kind() == StageType.Kind.CACHED && task.recipe().uncached().isEmpty())
            if (clean) run.cache().put(entry);
            else context.log("its result holds a secret, so it is not kept");
        return ended(stage, result, false);
    }

    private StageType.Kind kind() {
        return task.type().kind();
    }

    private Object output(Value.Output output) {
        var result = run.end(output.task()).join().result();
        return Resolution.follow(result.orElseThrow(), output.path());
    }

    /** The recipe's inputs, with results in place of recipe keys, and what only now can be known. */
    private SortedMap<String, String> inputs(Object stage, TaskContext context)
            throws IOException, InterruptedException {
        var inputs = new TreeMap<>(task.recipe().inputs());
        inputs.replaceAll((name, value) -> {
            if (!name.startsWith(Recipe.UPSTREAM)) return value;
            var identity =
                    run.end(name.substring(Recipe.UPSTREAM.length())).join().identity();
            return identity.isEmpty() ? value : identity;
        });
        if (kind() != StageType.Kind.CACHED || task.role() == Task.Role.JOIN) return inputs;
        if (late == null && stage instanceof LateInputs asked) late = asked.lateInputs(context);
        if (late != null) late.forEach((name, value) -> inputs.put(Recipe.LATE + name, value));
        return inputs;
    }

    /** Its end, where the run that is resumed, or the cache, holds the result. */
    private Optional<Ended> earlier(Object stage, Digest key, SortedMap<String, String> inputs) throws IOException {
        if (kind() == StageType.Kind.EFFECT) return Optional.empty();
        var resumed = Optional.ofNullable(run.settings().finished().get(task.id()))
                .filter(entry -> entry.recipe().equals(task.recipe().key().value()))
                .filter(entry -> run.cache().lost(entry, true).isEmpty());
        if (resumed.isEmpty() && kind() == StageType.Kind.PLAIN) return Optional.empty();
        var found = resumed.isPresent() ? new FolderCache.Found(resumed, "from the run that is resumed") : look(key);
        var result = found.entry().flatMap(this::read);
        var why = found.why().isEmpty() && result.isEmpty() ? run.cache().differences(task, inputs) : found.why();
        run.tell(at -> new RunEvent.CacheAnswered(at, task.id(), result.isPresent(), key.value(), inputs, why));
        if (result.isEmpty()) return Optional.empty();
        var old = found.entry().orElseThrow();
        old.findings().forEach(f -> run.tell(at -> new RunEvent.Found(at, task.id(), f)));
        old.summaries().forEach(s -> run.tell(at -> new RunEvent.Summary(at, task.id(), s)));
        var entry = entry(key, inputs, old.result(), old.findings(), old.summaries());
        keep(entry);
        if (resumed.isEmpty()) run.cache().remember(entry);
        return Optional.of(ended(stage, result.get(), true));
    }

    private FolderCache.Found look(Digest key) {
        var caching = run.settings().caching();
        var forced = Stream.of(task.id(), task.id().replaceFirst("@[^@]*$", "")).anyMatch(caching.forced()::contains);
        if (task.recipe().uncached().isPresent())
            return new FolderCache.Found(
                    Optional.empty(), task.recipe().uncached().get());
        if (caching.off()) return new FolderCache.Found(Optional.empty(), "not looked up: --no-cache");
        if (forced) return new FolderCache.Found(Optional.empty(), "not looked up: --force");
        return run.cache().find(key, true);
    }

    private Optional<Result> read(StoredResult entry) {
        try {
            return entry.type().equals(type().toCanonical())
                    ? Optional.of(Json.from(entry.result(), type()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private JavaType type() {
        var part = task.role() == Task.Role.PART;
        return Json.MAPPER.constructType(
                part ? task.type().part().orElseThrow() : task.type().yields());
    }

    /** Its end, where there is nothing to do. */
    private Optional<Ended> observe(Effect<?> effect, TaskContext context) throws IOException, InterruptedException {
        switch (effect.observe(context)) {
            case Observation.Identical<?> same -> {
                observed("identical", "");
                return Optional.of(ended(effect, same.result(), true));
            }
            case Observation.Conflicting<?> other -> {
                observed("conflicting", other.what());
                return Optional.of(
                        Ended.without(run.failure(new StageFailure("conflict: " + other.what(), other.hint()))));
            }
            case Observation.Begun<?> begun -> {
                observed("begun", begun.what());
                context.log("adopting what was begun elsewhere: " + begun.what());
            }
            case Observation.Absent<?> absent -> observed("absent", "");
        }
        run.force();
        return Optional.empty();
    }

    private void observed(String answer, String what) {
        run.tell(at -> new RunEvent.Observed(at, task.id(), answer, run.masks().mask(what)));
    }

    private Result act(Object stage, TaskContext context) throws IOException, InterruptedException {
        return switch (task.role()) {
            case WHOLE -> ((Stage<?>) stage).run(context);
            case PART -> ((PerPlatform<?, ?>) stage).runOn(task.platform().orElseThrow(), context);
            case JOIN -> join((PerPlatform<?, ?>) stage, context);
        };
    }

    @SuppressWarnings("unchecked") // the planner joins the parts of one stage
    private <P extends Result> Result join(PerPlatform<P, ?> stage, TaskContext context)
            throws IOException, InterruptedException {
        var parts = new TreeMap<Platform, P>();
        for (var edge : task.edges())
            if (edge.kind() == Task.Edge.Kind.PART) {
                var platform = run.task(edge.to()).platform().orElseThrow();
                parts.put(platform, (P) run.end(edge.to()).join().result().orElseThrow());
            }
        return stage.join(parts, context);
    }

    private StoredResult entry(
            Digest key,
            SortedMap<String, String> inputs,
            JsonNode result,
            List<Finding> findings,
            List<String> summaries) {
        return new StoredResult(
                StoredResult.SCHEMA,
                task.id(),
                key.value(),
                task.recipe().key().value(),
                type().toCanonical(),
                result,
                List.copyOf(findings),
                List.copyOf(summaries),
                inputs);
    }

    private void keep(StoredResult entry) {
        try {
            var folder = Files.createDirectories(run.folder().task(task.id()));
            Files.writeString(folder.resolve("result.json"), Json.line(entry));
        } catch (IOException e) {
            run.trouble("the result of '" + task.id() + "' cannot be written", e);
        }
    }

    private Ended ended(Object stage, Result result, boolean restored) {
        var identity = Results.identity(result).value();
        return new Ended(verdict(stage, result), Optional.of(result), identity, restored, false);
    }

    @SuppressWarnings("unchecked") // a gate judges what it yields
    private Outcome verdict(Object stage, Result result) {
        if (!(stage instanceof Gate<?> gate) || task.role() == Task.Role.PART) return new Outcome.Passed();
        var verdict = ((Gate<Result>) gate).judge(result, run.settings().clock().instant());
        verdict.findings().forEach(f -> run.tell(at -> new RunEvent.Found(at, task.id(), run.masked(f))));
        return switch (verdict) {
            case Verdict.Passed p -> new Outcome.Passed();
            case Verdict.Refused r -> new Outcome.Refused(run.masks().mask(r.reason()));
        };
    }
}
