package dsl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptsTest {
    /** SIGTERM ends a JVM with 143 by itself; a run says 130, after it has told its end. */
    @Test
    void aSignalCancelsTellsAndEndsWith130() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Interruptible.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader()) {
            assertEquals("working", out.readLine());
            process.toHandle().destroy(); // Process.destroy would close the stream too
            assertEquals("cancelled", out.readLine());
            assertEquals("told", out.readLine());
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(130, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void withoutASignalTheWorkEndsByItself() throws Exception {
        assertEquals(4, Interrupts.during(() -> {}, code -> {}, () -> 4));
    }
}
