package stages.registry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The lab's docker-registry, started for a test alone: on loopback, over a folder that goes with the test. */
public final class OwnRegistry implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final Process process;

    private OwnRegistry(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    public static OwnRegistry start(Path folder) throws Exception {
        return start(folder, "");
    }

    /** @param settings further lines of its configuration */
    static OwnRegistry start(Path folder, String settings) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                log: {level: warn, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: "%s/registry"}}
                http: {addr: "127.0.0.1:%d", secret: none}
                """.formatted(folder, port) + settings);
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        OwnRegistry registry = new OwnRegistry(folder, port, process);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!registry.answers()) {
            assertTrue(System.nanoTime() < end && process.isAlive(), () -> "no registry: " + registry.log());
            Thread.onSpinWait();
        }
        return registry;
    }

    /** Address and port. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    private boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("registry.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
}
