package dsl.run;

import dsl.host.MachineLocks;
import dsl.host.Masks;
import dsl.model.Plan;
import dsl.model.Task;
import dsl.run.Edges.Ended;
import dsl.store.*;
import dsl.word.Resolution;
import dsl.word.Value;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stages.api.Json;
import stages.api.Result;

/**
 * Runs a plan, once. Every task has a virtual thread, which waits for the tasks that it follows, then for its slots, and
 * then works; {@link Edges} says whether it may.
 */
public final class Runner {
    /** For processes to end, and again for {@code always} tasks: an Actions runner grants no more. */
    static final Duration GRACE = Duration.ofSeconds(3);

    private enum Phase {
        GOING,
        /** Only {@code always} tasks start. */
        STOPPING,
        OVER
    }

    final RunSettings settings;
    final Masks masks;
    final RunFolder folder;
    final Voice voice;
    final FolderCache cache;
    final Slots slots;
    final Once once = new Once();
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Instant start;
    private final Closeable lock;
    private final Map<String, TaskRun> tasks = new LinkedHashMap<>();
    private final CompletableFuture<@Nullable Void> all;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.GOING);
    private volatile boolean cancelled;

    /** Opens the run: its folder, its lock, its journal. */
    public Runner(Plan plan, RunSettings settings, List<RunObserver> observers) throws IOException {
        this.settings = settings;
        this.start = settings.clock().instant();
        var controls = plan.tasks().stream().map(Task::controls);
        this.masks = settings.environment().masks(controls, settings.caching().key());
        this.folder = RunFolder.create(settings.root(), settings.clock());
        this.lock = folder.lock();
        Files.writeString(folder.path().resolve("request.json"), Json.pretty(settings.request()));
        plan.tasks().forEach(task -> tasks.put(task.id(), new TaskRun(this, task, start)));
        this.all =
                CompletableFuture.allOf(tasks.values().stream().map(t -> t.end).toArray(CompletableFuture<?>[]::new));
        this.voice = new Voice(folder, settings.clock(), settings.runner(), masks::mask, observers);
        var locks = new MachineLocks(settings.caching().config().resolve("locks"));
        this.slots = new Slots(settings.limits(), locks, voice::note);
        var inputs = masks.mask(plan.inputs());
        var ids = List.copyOf(tasks.keySet());
        voice.tell(at -> new RunEvent.RunStarted(at, folder.id(), plan.pipeline(), inputs, ids));
        this.cache = FolderCache.open(settings.caching(), folder.path().resolve("cache"), voice::note);
    }

    /** @return the exit code: 130 cancelled, 3 a tool is missing, 1 failed, 4 refused, 0 passed */
    public int run() throws IOException {
        try (lock;
                voice) {
            Leftovers.sweep(settings.root(), settings.sweeper()).forEach(voice::note);
            tasks.values().forEach(task -> threads.execute(task::perform));
            all.join();
            // a file that another user's process made may stay
            voice.attempt("the run's work folder cannot be removed", () -> Leftovers.remove(folder));
            int code = exitCode();
            voice.tell(at -> new RunEvent.RunEnded(at, code, Duration.between(start, at)));
            voice.force();
            folder.ended();
            return code;
        }
    }

    private int exitCode() {
        if (cancelled) return 130;
        var bad = tasks.values().stream()
                .map(t -> t.end.join())
                .filter(Ended::bad)
                .map(Ended::outcome)
                .toList();
        if (bad.stream().anyMatch(o -> o instanceof Outcome.Failed f && f.missing())) return 3;
        if (bad.stream().anyMatch(Outcome.Failed.class::isInstance)) return 1;
        return bad.isEmpty() ? 0 : 4;
    }

    /** Whether a task may still start. */
    boolean starts(TaskRun task) {
        return switch (phase.get()) {
            case GOING -> true;
            case STOPPING -> task.always();
            case OVER -> false;
        };
    }

    /**
     * Ends the run: what runs is interrupted and has three seconds to end, {@code always} tasks have three more, the rest
     * is cancelled. Returns at once; {@link #run} returns when all is over.
     */
    public void cancel() {
        cancelled = true;
        stop(true);
    }

    void stop(boolean alwaysToo) {
        if (!phase.compareAndSet(Phase.GOING, Phase.STOPPING) && !alwaysToo) return;
        tasks(false).forEach(TaskRun::interrupt);
        threads.execute(() -> {
            if (allEnd()) return;
            abandon(false);
            if (!alwaysToo || allEnd()) return;
            phase.set(Phase.OVER);
            tasks(true).forEach(TaskRun::interrupt);
            abandon(true);
        });
    }

    private boolean allEnd() {
        try {
            all.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            return false;
        }
    }

    /** Goes on without tasks that do not end. */
    private void abandon(boolean alwaysToo) {
        tasks(alwaysToo).forEach(task -> task.end(Ended.without(new Outcome.Cancelled())));
    }

    private Stream<TaskRun> tasks(boolean alwaysToo) {
        return tasks.values().stream().filter(task -> alwaysToo || !task.always());
    }

    TaskRun task(String id) {
        return Objects.requireNonNull(tasks.get(id), id);
    }

    /** How a task ended that another follows. */
    Ended end(String task) {
        return task(task).end.join();
    }

    Result result(String task) {
        return end(task).result().orElseThrow();
    }

    /** What a value of the plan stands for. */
    Object output(Value.Output output) {
        return Resolution.follow(result(output.task()), output.path());
    }

    /** How a task failed, masked. */
    Outcome.Failed failure(Throwable why) {
        var space = "free space where the runs, '" + folder.path().getParent() + "', and the cache, '"
                + settings.caching().root() + "', lie";
        return Outcome.Failed.of(why, space).masked(masks::mask);
    }

    public RunFolder folder() {
        return folder;
    }
}
