package dsl.cli;

import java.util.concurrent.CountDownLatch;

/**
 * A program that is ended by a signal of its parent: given {@code early}, while a process that it started goes on; else
 * while its work goes on until it is cancelled.
 */
final class Interruptible {
    private Interruptible() {}

    public static void main(String[] arguments) throws Exception {
        var console = Console.system(System.getenv());
        try (var interrupts = new Interrupts(() -> console.line("nothing ran"), Runtime.getRuntime()::halt)) {
            if (arguments.length > 0) planning(console);
            else running(console, interrupts);
        }
    }

    private static void planning(Console console) throws Exception {
        var child = new ProcessBuilder("sleep", "60").start();
        console.line("child " + child.pid());
        child.waitFor();
        new CountDownLatch(1).await();
    }

    private static void running(Console console, Interrupts interrupts) throws Exception {
        var cancelled = new CountDownLatch(1);
        interrupts.during(
                () -> {
                    console.line("cancelled");
                    cancelled.countDown();
                },
                () -> {
                    console.line("working");
                    cancelled.await();
                    console.line("told");
                    return 0;
                });
    }
}
