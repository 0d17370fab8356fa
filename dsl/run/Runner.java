package dsl.run;

import dsl.model.Plan;
import dsl.model.Task;
import dsl.run.Edges.Ended;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import stages.api.Finding;
import stages.api.Json;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/**
 * Runs a plan, once. Every task has a virtual thread that waits for the tasks it follows, then for its slots, and then
 * works; {@link Edges} says whether it may.
 */
public final class Runner {
    /** For trees of processes to end, and again for {@code always} tasks: an Actions runner grants no more. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private enum Phase {
        GOING,
        /** Only {@code always} tasks start. */
        STOPPING,
        OVER
    }

    private final Plan plan;
    private final RunSettings settings;
    private final List<RunObserver> observers;
    private final Clock clock;
    private final Instant start;
    private final RunFolder folder;
    private final Closeable lock;
    private final Journal journal;
    private final Masks masks;
    private final FolderCache cache;
    private final ReentrantLock telling = new ReentrantLock();
    private final Set<String> troubles = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Ended>> ends = new LinkedHashMap<>();
    private final CompletableFuture<Void> all;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Map<String, Thread> working = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> locks = new ConcurrentHashMap<>();
    private final Semaphore engine;
    private final Semaphore memory;
    private final Semaphore jobs;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.GOING);
    private volatile boolean cancelled;
    private volatile boolean closed;

    /** Opens the run: its folder, its lock, its journal. */
    public Runner(Plan plan, RunSettings given, List<RunObserver> observers) throws IOException {
        this.plan = plan;
        this.observers = List.copyOf(observers);
        this.clock = given.clock();
        this.start = clock.instant();
        this.folder = RunFolder.create(given.root(), given.clock());
        this.lock = folder.lock();
        this.journal = new Journal(folder.path().resolve("journal.jsonl"), given.runner());
        Files.writeString(folder.path().resolve("request.json"), Json.pretty(given.request()));
        this.masks = Secrets.masks(plan, given);
        var limits = given.limits();
        this.engine = new Semaphore(Math.max(1, limits.engine()), true);
        this.memory = new Semaphore(Math.max(1, limits.memory()), true);
        this.jobs = new Semaphore(Math.max(1, limits.jobs()), true);
        plan.tasks().forEach(t -> tasks.put(t.id(), t));
        plan.tasks().forEach(t -> ends.put(t.id(), new CompletableFuture<>()));
        this.all = CompletableFuture.allOf(ends.values().toArray(CompletableFuture<?>[]::new));
        tell(at -> new RunEvent.RunStarted(at, folder.id(), plan.pipeline(), masked(plan.inputs()), ids()));
        this.settings = writable(given);
        this.cache = new FolderCache(settings.caching(), this::note);
    }

    /** A cache that cannot be written gives way to one inside the run's folder: its stages need a place for bytes. */
    private RunSettings writable(RunSettings given) {
        try {
            var root = Files.createDirectories(given.caching().root());
            Files.delete(Files.createTempFile(root, "probe", ".tmp"));
            return given;
        } catch (IOException e) {
            trouble("the cache in '" + given.caching().root() + "' cannot be written, so this run does without", e);
            return given.withCache(folder.path().resolve("cache"));
        }
    }

    private List<String> ids() {
        return List.copyOf(ends.keySet());
    }

    /** @return the exit code: 130 cancelled, 3 a tool is missing, 1 failed, 4 refused, 0 passed */
    public int run() throws IOException {
        try (lock;
                journal) {
            Leftovers.sweep(settings.root(), settings.sweeper()).forEach(this::note);
            plan.tasks().forEach(task -> threads.execute(() -> perform(task)));
            all.join();
            Leftovers.remove(folder);
            int code = exitCode();
            tell(at -> new RunEvent.RunEnded(at, code, Duration.between(start, at)));
            closed = true;
            force();
            folder.ended();
            return code;
        }
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
        phase.compareAndSet(Phase.GOING, Phase.STOPPING);
        interrupt(false);
        threads.execute(() -> {
            if (endedInTime()) return;
            abandon(false);
            if (!alwaysToo || endedInTime()) return;
            phase.set(Phase.OVER);
            interrupt(true);
            abandon(true);
        });
    }

    private boolean endedInTime() {
        try {
            all.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            return false;
        }
    }

    private void interrupt(boolean always) {
        for (var task : plan.tasks()) {
            var thread = working.get(task.id());
            if (thread != null && (always || !task.controls().always())) thread.interrupt();
        }
    }

    /** Goes on without tasks that do not end. */
    private void abandon(boolean always) {
        plan.tasks().stream()
                .filter(t -> always || !t.controls().always())
                .forEach(t -> end(t, Ended.without(new Outcome.Cancelled()), Duration.ZERO));
    }

    private void perform(Task task) {
        working.put(task.id(), Thread.currentThread());
        var began = new AtomicReference<>(clock.instant());
        Ended end;
        try {
            for (var edge : task.edges()) end(edge.to()).get();
            end = holding(task, () -> {
                began.set(clock.instant());
                return started(task);
            });
        } catch (InterruptedException e) {
            end = Ended.without(new Outcome.Cancelled());
        } catch (Exception | Error e) {
            end = Ended.without(failure(e));
        }
        working.remove(task.id());
        end(task, end, Duration.between(began.get(), clock.instant()));
    }

    private Ended started(Task task) throws InterruptedException {
        boolean may = phase.get() == Phase.GOING
                || phase.get() == Phase.STOPPING && task.controls().always();
        if (!may) return Ended.without(new Outcome.Cancelled());
        var blocked = Edges.blocked(task, id -> end(id).join());
        return blocked.isPresent() ? Ended.without(new Outcome.Blocked(blocked.get())) : new TaskRun(this, task).run();
    }

    /** Takes locks in the order of their names, then slots, in one order for all, so that no two wait for each other. */
    private Ended holding(Task task, Callable<Ended> work) throws Exception {
        var held = new ArrayDeque<Runnable>();
        try {
            for (var name : new TreeSet<>(task.controls().lock()))
                hold(locks.computeIfAbsent(name, n -> new Semaphore(1, true)), 1, held);
            hold(
                    engine,
                    Math.min(
                            task.type().engineSlots(),
                            Math.max(1, settings.limits().engine())),
                    held);
            hold(
                    memory,
                    Math.min(task.type().memory(), Math.max(1, settings.limits().memory())),
                    held);
            hold(jobs, 1, held);
            return work.call();
        } finally {
            held.forEach(Runnable::run);
        }
    }

    private static void hold(Semaphore slots, int some, Deque<Runnable> held) throws InterruptedException {
        slots.acquire(some);
        held.push(() -> slots.release(some));
    }

    private void end(Task task, Ended how, Duration took) {
        if (!ended.add(task.id())) return;
        var end = how.allow(task.controls().allowFailure());
        tell(at -> new RunEvent.TaskEnded(
                at, task.id(), end.outcome(), end.restored(), end.allowed(), took, end.identity()));
        end(task.id()).complete(end);
        if (settings.limits().failFast() && end.bad()) stop(false);
    }

    private int exitCode() {
        if (cancelled) return 130;
        var bad = ends.values().stream()
                .map(CompletableFuture::join)
                .filter(Ended::bad)
                .map(Ended::outcome)
                .toList();
        if (bad.stream().anyMatch(o -> o instanceof Outcome.Failed f && f.missing())) return 3;
        if (bad.stream().anyMatch(Outcome.Failed.class::isInstance)) return 1;
        return bad.isEmpty() ? 0 : 4;
    }

    /** The task of this id. */
    Task task(String id) {
        return Objects.requireNonNull(tasks.get(id), id);
    }

    CompletableFuture<Ended> end(String task) {
        return Objects.requireNonNull(ends.get(task), task);
    }

    void note(String text) {
        tell(at -> new RunEvent.RunNote(at, masks.mask(text)));
    }

    /** Something that keeps a run from telling or keeping what it should; said once. */
    void trouble(String what, Exception why) {
        if (troubles.add(what)) note(what + ": " + why.getMessage());
    }

    /** Tells everybody, one event at a time. */
    void tell(Function<Instant, RunEvent> what) {
        telling.lock();
        try {
            if (closed) return;
            var event = what.apply(clock.instant());
            try {
                journal.write(event);
            } catch (IOException e) {
                trouble("the journal cannot be written", e);
            }
            observers.forEach(o -> o.on(event));
        } finally {
            telling.unlock();
        }
    }

    /** Returns when all that was told is on the disk. */
    void force() throws IOException {
        journal.force();
    }

    Outcome.Failed failure(Throwable why) {
        return switch (why) {
            case StageFailure f -> failed(f.getMessage(), f.hint(), f.details(), false);
            case ToolMissing m -> failed(m.getMessage(), m.hint(), List.of(), true);
            default -> failed(why.getClass().getSimpleName() + ": " + why.getMessage(), "", List.of(), false);
        };
    }

    private Outcome.Failed failed(String message, String hint, List<String> details, boolean missing) {
        return new Outcome.Failed(
                masks.mask(message),
                masks.mask(hint),
                details.stream().map(masks::mask).toList(),
                missing);
    }

    SortedMap<String, String> masked(SortedMap<String, String> values) {
        var masked = new TreeMap<>(values);
        masked.replaceAll((name, value) -> masks.mask(value));
        return masked;
    }

    Finding masked(Finding f) {
        var place = new Finding.Place(
                masks.mask(f.place().subject()), f.place().line(), f.place().column());
        return new Finding(
                f.level(),
                f.rule(),
                f.tool(),
                masks.mask(f.message()),
                place,
                f.waiver().map(masks::mask));
    }

    RunSettings settings() {
        return settings;
    }

    Masks masks() {
        return masks;
    }

    FolderCache cache() {
        return cache;
    }

    ExecutorService threads() {
        return threads;
    }

    public RunFolder folder() {
        return folder;
    }
}
