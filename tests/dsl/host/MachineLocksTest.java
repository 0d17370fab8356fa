package dsl.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MachineLocksTest {
    private static final String PORT = "port:53/udp";

    @TempDir
    Path folder;

    private Process holder() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        folder.toString(),
                        PORT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertTrue(process.inputReader().readLine().startsWith("holds"));
        return process;
    }

    @Test
    void itIsHadOnceTheProcessThatHoldsItIsKilled() throws Exception {
        var holder = holder();
        var waits = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var other = new MachineLocks(folder).take("port:54", waits::countDown);
            assertEquals(1, waits.getCount(), "another lock is free");
            other.close();
            var taking = threads.submit(() -> new MachineLocks(folder).take(PORT, waits::countDown));
            waits.await();
            assertFalse(taking.isDone());
            holder.destroyForcibly();
            taking.get(20, TimeUnit.SECONDS).close();
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        var holder = holder();
        var waits = new CountDownLatch(1);
        var failure = new java.util.concurrent.CompletableFuture<Throwable>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taking = threads.submit(() -> {
                try {
                    return new MachineLocks(folder).take(PORT, waits::countDown);
                } catch (InterruptedException e) {
                    failure.complete(e);
                    throw e;
                }
            });
            waits.await();
            taking.cancel(true);
            assertInstanceOf(InterruptedException.class, failure.get(20, TimeUnit.SECONDS));
            assertThrows(java.util.concurrent.CancellationException.class, taking::get);
        } finally {
            holder.destroyForcibly();
        }
    }
}
