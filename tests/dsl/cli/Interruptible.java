package dsl.cli;

import java.util.concurrent.CountDownLatch;

/** A program whose work goes on until it is cancelled; its parent sends the signal. */
final class Interruptible {
    private Interruptible() {}

    public static void main(String[] arguments) throws Exception {
        var console = Console.system(System.getenv());
        var cancelled = new CountDownLatch(1);
        Interrupts.during(
                () -> {
                    console.line("cancelled");
                    cancelled.countDown();
                },
                Runtime.getRuntime()::halt,
                () -> {
                    console.line("working");
                    cancelled.await();
                    console.line("told");
                    return 0;
                });
    }
}
