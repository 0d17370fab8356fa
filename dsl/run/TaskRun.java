package dsl.run;

import dsl.model.Task;
import dsl.run.Edges.Ended;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import dsl.word.Conditions;
import dsl.word.Controls;
import dsl.word.StageType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/**
 * A task of a run: waits for all that it follows, then for its slots; then comes its condition, then its tries, each
 * bounded by its timeout.
 */
final class TaskRun {
    final Task task;
    /** There when its end was told. */
    final CompletableFuture<Ended> end = new CompletableFuture<>();

    private final Runner run;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile Instant began;

    TaskRun(Runner run, Task task, Instant now) {
        this.run = run;
        this.task = task;
        this.began = now;
    }

    boolean always() {
        return task.controls().always();
    }

    void interrupt() {
        var working = thread;
        if (working != null) working.interrupt();
    }

    void perform() {
        thread = Thread.currentThread();
        Ended how;
        try {
            for (var edge : task.edges()) run.task(edge.to()).end.get();
            how = run.slots.holding(task, this::started);
        } catch (InterruptedException e) {
            how = Ended.without(new Outcome.Cancelled());
        } catch (Exception | Error e) {
            how = Ended.without(run.failure(e));
        }
        thread = null;
        end(how);
    }

    /** Ends it, once: tells its end, then lets those go on that follow it. */
    void end(Ended how) {
        if (told.getAndSet(true)) return;
        var ended = how.allow(task.controls().allowFailure());
        run.voice.tell(at -> new RunEvent.TaskEnded(
                at,
                task.id(),
                ended.outcome(),
                ended.restored(),
                ended.allowed(),
                Duration.between(began, at),
                ended.identity()));
        if (task.type().kind() == StageType.Kind.EFFECT) run.voice.force();
        end.complete(ended);
        if (run.settings.limits().failFast() && ended.bad()) run.stop(false);
    }

    private Ended started() throws InterruptedException {
        began = run.settings.clock().instant();
        if (!run.starts(this)) return Ended.without(new Outcome.Cancelled());
        var blocked = Edges.blocked(task, run::end);
        if (blocked.isPresent()) return Ended.without(new Outcome.Blocked(blocked.get()));
        var when = task.controls().when();
        if (when.isEmpty() || new Conditions(run::output).holds(when.get())) return tried();
        var text = run.masks.mask(when.get().text());
        return Ended.without(new Outcome.Skipped("its condition '" + text + "' does not hold"));
    }

    private Ended tried() throws InterruptedException {
        var retry = task.controls().retry().orElse(new Controls.Retry(0, Duration.ZERO));
        var delay = retry.delay();
        for (int attempt = 1; ; attempt++, delay = delay.multipliedBy(2)) {
            int now = attempt;
            try (var context = new TaskContext(run, task)) {
                run.voice.tell(at -> new RunEvent.TaskStarted(at, task.id(), now));
                var ended = bounded(context);
                var failed = ended.outcome() instanceof Outcome.Failed f && !f.missing();
                if (!failed || attempt > retry.times()) return ended;
                context.log("try " + attempt + " failed, the next comes in " + text(delay));
            }
            Thread.sleep(delay);
        }
    }

    /** The stage has a thread of its own, so that one which does not heed its interrupt holds nobody up for long. */
    private Ended bounded(TaskContext context) throws InterruptedException {
        var done = new CountDownLatch(1);
        var working = run.threads.submit(() -> {
            try {
                return new Work(run, task, context).end();
            } finally {
                done.countDown();
            }
        });
        var timeout = task.controls().timeout();
        try {
            return timeout.isPresent() ? working.get(timeout.get().toMillis(), TimeUnit.MILLISECONDS) : working.get();
        } catch (ExecutionException e) {
            return failed(Objects.requireNonNullElse(e.getCause(), e), context);
        } catch (TimeoutException e) {
            stop(working, done);
            var limit = text(timeout.orElseThrow());
            return failed(new StageFailure("it was ended after its timeout of " + limit), context);
        } catch (InterruptedException e) {
            stop(working, done);
            throw e;
        }
    }

    private static void stop(Future<?> working, CountDownLatch done) throws InterruptedException {
        working.cancel(true);
        done.await(Runner.GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** What no stage foresees is a mistake in it, whose trace is kept for its author. */
    private Ended failed(Throwable why, TaskContext context) {
        if (!(why instanceof StageFailure || why instanceof ToolMissing || why instanceof IOException)) {
            var trace = new StringWriter();
            why.printStackTrace(new PrintWriter(trace));
            context.keep("error.txt", trace.toString().getBytes(StandardCharsets.UTF_8));
        }
        return Ended.without(run.failure(why));
    }
}
