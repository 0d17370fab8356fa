package dsl.run;

import dsl.host.Masks;
import dsl.model.Plan;
import dsl.model.Task;
import dsl.run.Edges.Ended;
import dsl.store.*;
import dsl.word.Resolution;
import dsl.word.StageType;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

    private static final class Node {
        final Task task;
        final CompletableFuture<Ended> end = new CompletableFuture<>();
        final AtomicBoolean told = new AtomicBoolean();
        volatile @Nullable Thread thread;
        volatile Instant began;

        Node(Task task, Instant now) {
            this.task = task;
            this.began = now;
        }

        boolean always() {
            return task.controls().always();
        }
    }

    final RunSettings settings;
    final Masks masks;
    final RunFolder folder;
    final Voice voice;
    final FolderCache cache;
    final Once once = new Once();
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Instant start;
    private final Closeable lock;
    private final Slots slots;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
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
        this.slots = new Slots(settings.limits());
        plan.tasks().forEach(task -> nodes.put(task.id(), new Node(task, start)));
        this.all =
                CompletableFuture.allOf(nodes.values().stream().map(n -> n.end).toArray(CompletableFuture<?>[]::new));
        this.voice = new Voice(folder.path(), settings, masks, observers);
        var inputs = masks.mask(plan.inputs());
        var ids = List.copyOf(nodes.keySet());
        voice.tell(at -> new RunEvent.RunStarted(at, folder.id(), plan.pipeline(), inputs, ids));
        this.cache = FolderCache.open(settings.caching(), folder.path().resolve("cache"), voice::note);
    }

    /** @return the exit code: 130 cancelled, 3 a tool is missing, 1 failed, 4 refused, 0 passed */
    public int run() throws IOException {
        try (lock;
                voice) {
            Leftovers.sweep(settings.root(), settings.sweeper()).forEach(voice::note);
            nodes.values().forEach(node -> threads.execute(() -> perform(node)));
            all.join();
            tidy();
            int code = exitCode();
            voice.tell(at -> new RunEvent.RunEnded(at, code, Duration.between(start, at)));
            voice.force();
            folder.ended();
            return code;
        }
    }

    /** Ends what its tasks left running; a file that another user's process made may stay. */
    private void tidy() {
        try {
            Leftovers.remove(folder);
        } catch (IOException e) {
            voice.trouble("the run's work folder cannot be removed", e);
        }
    }

    private int exitCode() {
        if (cancelled) return 130;
        var bad = nodes.values().stream()
                .map(n -> n.end.join())
                .filter(Ended::bad)
                .map(Ended::outcome)
                .toList();
        if (bad.stream().anyMatch(o -> o instanceof Outcome.Failed f && f.missing())) return 3;
        if (bad.stream().anyMatch(Outcome.Failed.class::isInstance)) return 1;
        return bad.isEmpty() ? 0 : 4;
    }

    private void perform(Node node) {
        node.thread = Thread.currentThread();
        Ended end;
        try {
            for (var edge : node.task.edges()) node(edge.to()).end.get();
            end = slots.holding(node.task, () -> started(node));
        } catch (InterruptedException e) {
            end = Ended.without(new Outcome.Cancelled());
        } catch (Exception | Error e) {
            end = Ended.without(voice.failure(e));
        }
        node.thread = null;
        end(node, end);
    }

    private Ended started(Node node) throws InterruptedException {
        node.began = settings.clock().instant();
        var now = phase.get();
        if (now == Phase.OVER || now == Phase.STOPPING && !node.always()) return Ended.without(new Outcome.Cancelled());
        var blocked = Edges.blocked(node.task, this::end);
        if (blocked.isPresent()) return Ended.without(new Outcome.Blocked(blocked.get()));
        return new TaskRun(this, node.task).end();
    }

    private void end(Node node, Ended how) {
        if (node.told.getAndSet(true)) return;
        var end = how.allow(node.task.controls().allowFailure());
        var id = node.task.id();
        voice.tell(at -> new RunEvent.TaskEnded(
                at,
                id,
                end.outcome(),
                end.restored(),
                end.allowed(),
                Duration.between(node.began, at),
                end.identity()));
        if (node.task.type().kind() == StageType.Kind.EFFECT) voice.force();
        node.end.complete(end);
        if (settings.limits().failFast() && end.bad()) stop(false);
    }

    /**
     * Ends the run: what runs is interrupted and has three seconds to end, {@code always} tasks have three more, the rest
     * is cancelled. Returns at once; {@link #run} returns when all is over.
     */
    public void cancel() {
        cancelled = true;
        stop(true);
    }

    private void stop(boolean alwaysToo) {
        if (!phase.compareAndSet(Phase.GOING, Phase.STOPPING) && !alwaysToo) return;
        interrupt(false);
        threads.execute(() -> {
            if (allEnd()) return;
            abandon(false);
            if (!alwaysToo || allEnd()) return;
            phase.set(Phase.OVER);
            interrupt(true);
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

    private void interrupt(boolean always) {
        for (var node : nodes.values()) {
            var thread = node.thread;
            if (thread != null && (always || !node.always())) thread.interrupt();
        }
    }

    /** Goes on without tasks that do not end. */
    private void abandon(boolean always) {
        for (var node : nodes.values()) if (always || !node.always()) end(node, Ended.without(new Outcome.Cancelled()));
    }

    private Node node(String task) {
        return Objects.requireNonNull(nodes.get(task), task);
    }

    Task task(String id) {
        return node(id).task;
    }

    /** How a task ended that another follows. */
    Ended end(String task) {
        return node(task).end.join();
    }

    Result result(String task) {
        return end(task).result().orElseThrow();
    }

    /** What a value of the plan stands for. */
    Object output(Value.Output output) {
        return Resolution.follow(result(output.task()), output.path());
    }

    public RunFolder folder() {
        return folder;
    }
}
