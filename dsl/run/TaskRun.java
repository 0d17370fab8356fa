package dsl.run;

import dsl.model.Task;
import dsl.run.Edges.Ended;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import dsl.word.Conditions;
import dsl.word.Controls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.*;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/** A task, when all that it follows has ended: its condition, then its tries, each bounded by its timeout. */
record TaskRun(Runner run, Task task) {
    Ended end() throws InterruptedException {
        var when = task.controls().when();
        if (when.isPresent() && !new Conditions(run::output).holds(when.get())) {
            var text = run.masks.mask(when.get().text());
            return Ended.without(new Outcome.Skipped("its condition '" + text + "' does not hold"));
        }
        var retry = task.controls().retry().orElse(new Controls.Retry(0, Duration.ZERO));
        var delay = retry.delay();
        for (int attempt = 1; ; attempt++, delay = delay.multipliedBy(2)) {
            int now = attempt;
            try (var context = new TaskContext(run, task)) {
                run.voice.tell(at -> new RunEvent.TaskStarted(at, task.id(), now));
                var end = bounded(context);
                var failed = end.outcome() instanceof Outcome.Failed f && !f.missing();
                if (!failed || attempt > retry.times()) return end;
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
        return Ended.without(run.voice.failure(why));
    }
}
