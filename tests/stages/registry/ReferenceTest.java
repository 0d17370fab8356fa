package stages.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String DIGEST = "@sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "node, docker.io/library/node",
        "node:22, docker.io/library/node:22",
        "acme/x, docker.io/acme/x",
        "docker.io/node, docker.io/library/node",
        "index.docker.io/library/node:1, docker.io/library/node:1",
        "ghcr.io/acme/cortex/mcp-server:1.0.0, ghcr.io/acme/cortex/mcp-server:1.0.0",
        "localhost/x, localhost/x",
        "localhost:5000/x:1, localhost:5000/x:1",
        "127.0.0.1:5000/a__b/c.d-e--f:T_a.g-, 127.0.0.1:5000/a__b/c.d-e--f:T_a.g-",
        "'[::1]:5000/x:1', '[::1]:5000/x:1'",
        "Ghcr.io/acme/x, Ghcr.io/acme/x",
    })
    void printsWhatItParses(String text, String canonical) {
        assertEquals(canonical, Reference.parse(text).toString());
        assertEquals(canonical + DIGEST, Reference.parse(text + DIGEST).toString());
        assertEquals(Reference.parse(text), Reference.parse(canonical));
    }

    @ParameterizedTest
    @CsvSource({
        "ghcr.io/Acme/x, 'Acme/x', write 'acme/x'",
        "Acme/x, 'Acme/x', write 'acme/x'",
        "https://ghcr.io/x, 'https://ghcr.io/x', without 'https://'",
        "ghcr.io/a/:1, 'a/', is not a repository name",
        "ghcr.io/a//b, 'a//b', is not a repository name",
        "ghcr.io/a..b, 'a..b', is not a repository name",
        "ghcr.io/a:-x, '-x', is not a tag",
        "ghcr.io/a:, '', is not a tag",
        "ghcr.io/a@sha256:12, 'sha256:12', digest",
        "ghcr.io:99999/a, 'ghcr.io:99999', is not a registry",
        "-x.io/a, '-x.io', is not a registry",
        "user@host.io/a, 'host.io/a', digest",
        "'a b', 'a b', is not a repository name",
        "'', '', is not a repository name",
    })
    void saysWhatIsWrong(String text, String quoted, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> Reference.parse(text))
                .getMessage();
        assertTrue(message.contains("'" + quoted.replace("'", "") + "'"), message);
        assertTrue(message.contains(reason.replaceAll("^'|'$", "")), message);
    }

    @Test
    void boundsWhatItQuotesAndMatches() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Reference.parse("a".repeat(100_000) + "!\n"))
                .getMessage();
        assertTrue(message.length() < 600, message);
        assertThrows(IllegalArgumentException.class, () -> Reference.parse("x.io/" + "a-".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost/x", "LOCALHOST:1/x", "127.0.0.1:5000/x", "127.1.2.3/x", "[::1]:5000/x"})
    void speaksPlainHttpOnLoopback(String text) {
        assertEquals("http", Reference.parse(text).api("").getScheme());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1.evil.com/x",
                "localhost.evil.com/x",
                "10.0.0.1:5000/x",
                "ghcr.io/x",
                "127.0.0.a/x",
                "x"
            })
    void speaksTlsElsewhere(String text) {
        assertEquals("https", Reference.parse(text).api("").getScheme());
    }

    @Test
    void asksDockerHubAtItsApiHost() {
        assertEquals(
                "https://registry-1.docker.io/v2/library/node/manifests/22",
                Reference.parse("node:22").api("library/node/manifests/22").toString());
    }
}
