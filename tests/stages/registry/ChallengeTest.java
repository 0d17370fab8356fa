package stages.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    private static Optional<Challenge> of(String... values) {
        return Challenge.of(HttpHeaders.of(Map.of("WWW-Authenticate", List.of(values)), (name, value) -> true));
    }

    @Test
    void readsQuotedValuesWithCommasAndEscapes() {
        Challenge challenge =
                of("BEARER Realm=\"https://a.io/t?x=1\" , service=reg.io,scope=\"repository:a/b:pull,push\",q=\"a\\\"b\"")
                        .orElseThrow();
        assertEquals("bearer", challenge.scheme());
        assertEquals("https://a.io/t?x=1", challenge.parameter("realm"));
        assertEquals("reg.io", challenge.parameter("service"));
        assertEquals("repository:a/b:pull,push", challenge.parameter("scope"));
        assertEquals("a\"b", challenge.parameter("q"));
        assertEquals("", challenge.withoutScope().parameter("scope"));
    }

    @Test
    void prefersATokenToAPassword() {
        assertEquals(
                "bearer",
                of("Basic realm=\"x\", Bearer realm=\"https://a.io\"")
                        .orElseThrow()
                        .scheme());
        assertEquals(
                "bearer",
                of("Basic realm=\"x\"", "Bearer realm=\"https://a.io\"")
                        .orElseThrow()
                        .scheme());
        assertEquals("basic", of("Basic").orElseThrow().scheme());
    }

    @Test
    void meetsNothingElse() {
        assertTrue(of("Negotiate abc==").isEmpty());
        assertTrue(of("").isEmpty());
        assertTrue(of("=,=\"\"\"").isEmpty());
        assertTrue(of("Bearer realm=\"" + "\\a".repeat(100_000)).isEmpty());
    }
}
