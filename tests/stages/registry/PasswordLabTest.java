package stages.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    @AutoClose
    private @Nullable OwnRegistry registry;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
        registry =
                OwnRegistry.start(folder, "auth: {htpasswd: {realm: test, path: \"%s/htpasswd\"}}\n".formatted(folder));
        host = registry.host();
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
