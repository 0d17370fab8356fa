package toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import toolchain.Checkout.Running;
import toolchain.Checkout.Start;

class LauncherTest {
    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Checkout.in(folder.resolve("a check out"));
    }

    @Test
    void startsAtOnceInAFreshCheckoutBuildOnce() throws Exception {
        var command = Checkout.command(checkout.root().resolve("pipeline"), "a");
        var running =
                Stream.of(1, 2, 3).map(i -> begin(checkout.root(), command)).toList();
        int builds = 0;
        for (Running one : running) {
            Start start = one.end();
            assertEquals(1, start.code(), start.err());
            assertEquals(start.pid() + "\n" + checkout.root().toRealPath() + "\n<a>\n", start.out());
            builds += start.err().contains("building") ? 1 : 0;
        }
        assertEquals(1, builds);
        assertEquals(List.of("classpath", "slipway.jar"), checkout.kept());
    }

    @Test
    void runsInTheCallersFolderThroughLinksWithArgumentsAsTheyAre() throws Exception {
        checkout.resolved();
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("first"), Path.of("../a check out/pipeline"));
        Files.createSymbolicLink(elsewhere.resolve("second"), link);
        var start = begin(elsewhere, List.of("./second", "-C", "b c", "", "*", "$HOME"))
                .end();
        assertEquals(5, start.code(), start.err());
        assertEquals(elsewhere.toRealPath() + "\n<-C>\n<b c>\n<>\n<*>\n<$HOME>\n", afterFirstLine(start.out()));
        assertTrue(start.out().startsWith(start.pid() + "\n"), "the program is not the process that was started");
    }

    @Test
    void buildsAgainWhenASourceChanged() throws Exception {
        checkout.resolved().start();
        assertEquals("", checkout.start().err());

        checkout.answer("7");
        assertEquals(7, checkout.start().code());

        Path old = folder.resolve("old");
        Files.writeString(
                old,
                Files.readString(checkout.root().resolve("dsl/cli/Answer.java")).replace("7", "8"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        Files.move(old, checkout.root().resolve("dsl/cli/Answer.java"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(8, checkout.start().code());
    }

    @Test
    void aBuildThatFailsRunsNothingAndLeavesNothing() throws Exception {
        checkout.resolved().start();
        Files.delete(checkout.root().resolve("dsl/cli/Answer.java"));
        for (int i = 0; i < 2; i++) {
            var start = checkout.start();
            assertEquals(3, start.code());
            assertEquals("", start.out());
            assertTrue(start.err().contains("cannot find symbol"), start.err());
            assertTrue(start.err().endsWith("do not compile; the reason stands above\n"), start.err());
            assertEquals(List.of("classpath", "slipway.jar"), checkout.kept());
        }
    }

    @Test
    void takesOverALockWhoseHolderIsGone() throws Exception {
        checkout.resolved();
        long gone = new ProcessBuilder("true").start().onExit().get().pid();
        Files.createSymbolicLink(checkout.state().resolve("lock"), Path.of(Long.toString(gone)));
        Files.createDirectories(checkout.state().resolve("work." + gone));
        assertEquals(0, checkout.start().code());
        assertEquals(List.of("classpath", "slipway.jar"), checkout.kept());
    }

    @Test
    void aSignalWhileBuildingEndsTheBuild() throws Exception {
        Path bin = tools();
        Path reached = folder.resolve("reached");
        executable(bin.resolve("mvn"), "echo $$ >'" + reached + "'; exec /bin/sleep 100");
        var running = checkout.begin(
                checkout.root(),
                Map.of("PATH", bin.toString()),
                Checkout.command(checkout.root().resolve("pipeline")));
        long builder = Long.parseLong(
                Poll.until(() -> read(reached), text -> text.endsWith("\n")).strip());
        running.process().destroy();
        assertEquals(143, running.end().code());
        Poll.until(() -> ProcessHandle.of(builder).isPresent(), alive -> !alive);
        assertEquals(List.of(), checkout.kept());
    }

    @Test
    void anArchiveIsMadeOnRequestAndNeverHeardOf() throws Exception {
        var now = Map.of("SLIPWAY_ARCHIVE", "now");
        var command = Checkout.command(checkout.resolved().root().resolve("pipeline"), "a");
        String expected = checkout.root().toRealPath() + "\n<a>\n";
        checkout.start();
        for (int i = 0; i < 2; i++) {
            var start = checkout.begin(checkout.root(), now, command).end();
            assertEquals(expected, afterFirstLine(start.out()));
            assertEquals("", start.err());
        }
        Path archive = archive();
        assertTrue(Files.size(archive) > 1_000_000, "size of the archive: " + Files.size(archive));

        Files.write(archive, new byte[] {1, 2, 3});
        var start = checkout.begin(checkout.root(), now, command).end();
        assertEquals(expected, afterFirstLine(start.out()));
        assertEquals("", start.err());
        assertEquals(List.of("classpath", "slipway.jar"), checkout.kept());
    }

    @Test
    void withoutABuilderItSaysWhatToInstall() throws Exception {
        var start = checkout.begin(
                        checkout.root(),
                        Map.of("PATH", tools().toString(), "HOME", folder.toString()),
                        Checkout.command(checkout.root().resolve("pipeline")))
                .end();
        assertEquals(3, start.code());
        assertEquals("", start.out());
        assertTrue(start.err().contains("neither Maven nor JBang"), start.err());
        assertTrue(start.err().contains("apt-get install maven"), start.err());
        assertFalse(checkout.isLocked());
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        var start = begin(checkout.root(), List.of("bash", "-c", ". ./pipeline; is_jdk() { return 1; }; find_jdk"))
                .end();
        assertEquals(3, start.code());
        assertTrue(start.err().startsWith("bash: no JDK of 21 or newer"), start.err());
        assertTrue(start.err().contains("apt-get install openjdk-21-jdk"), start.err());
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, 1, 17", "21, 0, 21", "21.0.4, 0, 21", "25-ea, 0, 25", "1.8.0_402, 1, 1", "'', 1, 0"})
    void aJdkIsKnownByItsReleaseFile(String version, int code, int found) throws Exception {
        Path jdk = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
        for (String tool : List.of("java", "javac")) {
            executable(jdk.resolve("bin/" + tool), "exit 0");
        }
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\nX=\"9\"\n");
        String script = ". ./pipeline; is_jdk \"$1\"; code=$?; echo $found; exit $code";
        var start = begin(checkout.root(), List.of("bash", "-c", script, "bash", jdk.toString()))
                .end();
        assertEquals(code, start.code());
        assertEquals(found + "\n", start.out());
    }

    /** A PATH without builders. */
    private Path tools() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("bash", "env", "find", "ln", "mkdir", "mv", "readlink", "rm", "touch")) {
            executable(bin.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
        }
        return bin;
    }

    private static void executable(Path file, String command) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path archive() throws IOException {
        try (var files = Files.newDirectoryStream(checkout.state(), "*.archive")) {
            return files.iterator().next();
        }
    }

    private Running begin(Path in, List<String> command) {
        try {
            return checkout.begin(in, Map.of(), command);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static String afterFirstLine(String text) {
        return text.substring(text.indexOf('\n') + 1);
    }
}
