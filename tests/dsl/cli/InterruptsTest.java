package dsl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptsTest {
    private static Process started(String... arguments) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(
                List.of(java, "-cp", System.getProperty("java.class.path"), Interruptible.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void ends(Process process) throws InterruptedException {
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(130, process.exitValue());
    }

    /** SIGTERM ends a JVM with 143 by itself; a run says 130, after it has told its end. */
    @Test
    void aSignalCancelsTellsAndEndsWith130() throws Exception {
        var process = started();
        try (var out = process.inputReader()) {
            assertEquals("working", out.readLine());
            process.toHandle().destroy(); // Process.destroy would close the stream too
            assertEquals("cancelled", out.readLine());
            assertEquals("told", out.readLine());
            ends(process);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void beforeARunItEndsAtOnceWithWhatItStarted() throws Exception {
        var process = started("early");
        try (var out = process.inputReader()) {
            var child = ProcessHandle.of(Long.parseLong(out.readLine().replace("child ", "")))
                    .orElseThrow();
            process.toHandle().destroy();
            assertEquals("nothing ran", out.readLine());
            ends(process);
            child.onExit().get(20, TimeUnit.SECONDS);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void withoutASignalTheWorkEndsByItself() throws Exception {
        try (var interrupts = new Interrupts(() -> {}, code -> {})) {
            assertEquals(4, interrupts.during(() -> {}, () -> 4));
        }
    }
}
