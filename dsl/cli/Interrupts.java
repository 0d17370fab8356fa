package dsl.cli;

import dsl.report.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Ends a run on SIGINT, SIGTERM and SIGHUP: cancels it, waits until it is over and told of, and ends the process with 130
 * whichever signal it was. An Actions runner kills 10 s after its first signal.
 */
final class Interrupts {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** What may be ended. */
    @FunctionalInterface
    interface Work {
        int toEnd() throws IOException, InterruptedException;
    }

    private Interrupts() {}

    /**
     * @param cancel makes the work end soon
     * @param halt ends the process at once; only its entry point may
     */
    static int during(Runnable cancel, IntConsumer halt, Work work) throws IOException, InterruptedException {
        var over = new CountDownLatch(1);
        var hook = Thread.ofPlatform().unstarted(() -> end(cancel, halt, over));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.toEnd();
        } finally {
            over.countDown();
            remove(hook);
        }
    }

    private static void end(Runnable cancel, IntConsumer halt, CountDownLatch over) {
        cancel.run();
        try {
            over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        halt.accept(ExitCode.CANCELLED.code());
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending: the hook does the rest
        }
    }
}
