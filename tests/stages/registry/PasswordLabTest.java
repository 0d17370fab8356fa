package stages.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;

/** Against a docker-registry of its own that wants a password. */
@Tag("lab")
@Timeout(60)
class PasswordLabTest {
    /** Of the password {@code s3cret}, by bcrypt. */
    private static final String HTPASSWD = "me:$2b$04$YGdhuKlI4ayPs/62Tw1mfO.SuQarPYGZKWtYCjOBt1G.Y8G7q8Wf2\n";

    @TempDir
    Path folder;

    private String host = "";
    private Optional<Process> registry = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        host = "127.0.0.1:" + port;
        Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
        Path config = Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %1$s/data}}
                http: {addr: "%2$s", secret: none}
                auth: {htpasswd: {realm: test, path: %1$s/htpasswd}}
                """.formatted(folder, host));
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        registry = Optional.of(process);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!answers(port)) {
            assertTrue(System.nanoTime() < end && process.isAlive(), () -> "no registry: " + log());
            Thread.onSpinWait();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (registry.isPresent()) {
            registry.get().destroy();
            assertTrue(registry.get().waitFor(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void pushesWithThePasswordOfDockersConfiguration() throws Exception {
        Fixture.Store store = new Fixture.Store(folder.resolve("store"));
        Descriptor index = store.index("password");
        Reference at = Reference.parse(host + "/acme/x:1");
        String json = "{\"auths\":{\"http://%s/v1/\":{\"auth\":\"bWU6czNjcmV0\"}}}".formatted(host);
        try (RegistryClient client = new RegistryClient(Fixture.config(folder, json), Clock.systemUTC())) {
            assertEquals(5, client.pushImage(at, index, store, Optional.empty()).uploaded());
        }
        assertArrayEquals(
                store.bytes(index.digest()),
                Peer.run("skopeo", "inspect", "--raw", "--tls-verify=false", "--creds=me:s3cret", "docker://" + at));
    }

    @Test
    void isTurnedAwayWithAWrongOneOrNone() throws Exception {
        Reference at = Reference.parse(host + "/acme/x:1");
        String json = "{\"auths\":{\"%s\":{\"username\":\"me\",\"password\":\"wr0ng\"}}}".formatted(host);
        for (DockerConfig config : List.of(Fixture.ANONYMOUS, Fixture.config(folder, json))) {
            try (RegistryClient client = new RegistryClient(config, Clock.systemUTC())) {
                RegistryException e = assertThrows(RegistryException.class, () -> client.get(at));
                assertEquals(List.of("UNAUTHORIZED"), e.codes());
                assertEquals("check the rights, or log in with 'docker login " + host + "'", e.hint());
                assertFalse(e.toString().contains("wr0ng"));
            }
        }
    }
}
