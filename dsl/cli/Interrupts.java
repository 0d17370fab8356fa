package dsl.cli;

import dsl.host.Processes;
import dsl.report.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the program on SIGINT, SIGTERM and SIGHUP with 130, whichever signal it was: at once while nothing runs yet, with
 * the processes it started; once there is a run by cancelling it, when it is over and told of. An Actions runner kills
 * 10 s after its first signal.
 */
final class Interrupts implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** What may be ended. */
    @FunctionalInterface
    interface Work {
        int toEnd() throws IOException, InterruptedException;
    }

    private final Thread hook = Thread.ofPlatform().unstarted(this::end);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Runnable early;
    private final IntConsumer halt;
    private volatile @Nullable Runnable cancel;

    /**
     * @param early says that it ends before anything ran
     * @param halt ends the process at once; only its entry point may
     */
    Interrupts(Runnable early, IntConsumer halt) {
        this.early = early;
        this.halt = halt;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Does work that is not ended at once.
     *
     * @param how makes the work end soon
     */
    int during(Runnable how, Work work) throws IOException, InterruptedException {
        cancel = how;
        try {
            return work.toEnd();
        } finally {
            over.countDown();
        }
    }

    private void end() {
        var running = cancel;
        if (running == null) {
            early.run();
            Processes.endAll();
        } else {
            running.run();
            await();
        }
        halt.accept(ExitCode.CANCELLED.code());
    }

    private void await() {
        try {
            over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending: the hook does the rest
        }
    }
}
