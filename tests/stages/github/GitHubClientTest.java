package stages.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.*;
import java.util.*;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stages.api.StageFailure;

/** Waiting, refusals and addresses, against answers that a test writes. */
class GitHubClientTest {
    private record Reply(int status, String body, Map<String, String> headers) {}

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Deque<Reply> replies = new ConcurrentLinkedDeque<>();
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    @AutoClose
    private final GitHubClient client;

    GitHubClientTest() throws IOException {
        server.createContext("/", exchange -> {
            try (exchange) {
                authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.getRequestBody().readAllBytes();
                var reply = replies.removeFirst();
                reply.headers().forEach(exchange.getResponseHeaders()::set);
                var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
                // The server dates its answers itself; a test that needs another time says it in Retry-After.
                exchange.sendResponseHeaders(reply.status(), bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        var patience = new Patience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                3,
                Duration.ofMillis(1),
                Duration.ofMinutes(15),
                Clock.fixed(NOW, ZoneOffset.UTC),
                waits::add);
        var site = new Site(Site.api(address() + "/"), "acme/shop");
        client = new GitHubClient(site, "ghp_secret\n", patience, line -> {});
    }

    @AutoClose("stop")
    private final Stopped stopped = new Stopped();

    private final class Stopped {
        void stop() {
            server.stop(0);
        }
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void reply(int status, String body, String... headers) {
        var named = new TreeMap<String, String>();
        for (int i = 0; i < headers.length; i += 2) named.put(headers[i], headers[i + 1]);
        replies.add(new Reply(status, body, named));
    }

    private GitHubException refused() {
        return assertThrows(GitHubException.class, () -> client.get("/x"));
    }

    @Test
    void retryAfterIsWaitedForAlsoByWhatCreates() throws Exception {
        reply(429, "{}", "Retry-After", "42");
        reply(200, "{\"id\":1}");
        assertEquals(1, client.post("/x", Map.of()).path("id").asInt());
        assertEquals(List.of(Duration.ofSeconds(42)), waits);
    }

    @Test
    void aSpentLimitIsWaitedForByTheirClock() throws Exception {
        reply(
                403,
                "{\"message\":\"API rate limit exceeded\"}",
                "X-RateLimit-Remaining",
                "0",
                "X-RateLimit-Reset",
                Long.toString(Instant.now().getEpochSecond() + 100));
        reply(200, "{}");
        client.get("/x");
        assertTrue(Math.abs(waits.get(0).toSeconds() - 100) < 5, waits.toString());
    }

    @Test
    void aSecondaryLimitWithoutATimeIsAMinute() throws Exception {
        reply(403, "{\"message\":\"You have exceeded a secondary rate limit.\"}");
        reply(200, "{}");
        client.get("/x");
        assertEquals(List.of(Duration.ofMinutes(1)), waits);
    }

    @Test
    void aLimitThatLastsTooLongFailsWithTheTime() {
        reply(429, "{\"message\":\"slow down\"}", "Retry-After", "3600");
        var e = refused();
        assertEquals("GitHub answered 429 to 'GET /repos/acme/shop/x': slow down", e.getMessage());
        assertTrue(e.toFailure().hint().contains("3600 s"), e.toFailure().hint());
    }

    @Test
    void aMissingRightIsNoLimit() {
        reply(403, "{\"message\":\"Resource not accessible by integration\"}");
        assertTrue(refused().toFailure().hint().startsWith("the token lacks a right"));
        assertEquals(List.of(), waits);
    }

    @Test
    void whatCreatesIsNotRepeated() {
        reply(500, "oops");
        assertThrows(GitHubException.class, () -> client.post("/x", Map.of()));
        assertEquals(1, authorizations.size());
    }

    @Test
    void whatReadsIsRepeatedAFewTimes() {
        for (int i = 0; i < 3; i++) reply(502, "<html><b>Bad\u0007 gateway</b></html>");
        assertEquals(
                "GitHub answered 502 to 'GET /repos/acme/shop/x': Bad gateway (tried 3 times)",
                refused().getMessage());
    }

    @Test
    void theTokenIsSaidNowhereEvenWhereTheServerEchoesIt() {
        reply(422, "{\"message\":\"bad ghp_secret\",\"errors\":[{\"resource\":\"R\",\"code\":\"invalid\"},\"more\"]}");
        assertEquals(
                "GitHub answered 422 to 'GET /repos/acme/shop/x': bad ***, R invalid, more",
                refused().getMessage());
        assertEquals(List.of("Bearer ghp_secret"), authorizations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.2:9/x", "https://evil.example/x", "::"})
    void noAnswerLeadsToAnotherHost(String place) {
        reply(307, "{}", "Location", place);
        assertTrue(refused().getMessage().endsWith("to another host"));
        reply(200, "[]", "Link", "<" + place + ">; rel=\"next\"");
        assertThrows(GitHubException.class, () -> client.all("/x"));
        assertEquals(2, authorizations.size());
    }

    @Test
    void aRenamedRepositoryIsFollowed() throws Exception {
        reply(307, "{}", "Location", "/repositories/7/x");
        reply(201, "{\"id\":7}");
        assertEquals(7, client.post("/x", Map.of()).path("id").asInt());
    }

    @Test
    void whatIsNoJsonIsSaid() {
        reply(200, "<html>Sign in to the hotel's network</html>");
        assertEquals("GitHub answered no JSON", refused().getMessage());
    }

    @Test
    void uploadsGoToTheSameSiteAlone() throws Exception {
        var hub = new Site(Site.PUBLIC, "acme/shop");
        var path = "/repos/acme/shop/releases/1/assets";
        assertEquals(
                URI.create("https://uploads.github.com" + path),
                hub.upload("https://uploads.github.com" + path + "{?name,label}"));
        for (var bad : List.of(
                "https://uploads.github.com.evil.example",
                "http://uploads.github.com",
                "https://a@uploads.github.com",
                "https://uploads.github.com:8443",
                "https://github.com"))
            assertThrows(GitHubException.class, () -> hub.upload(bad + path + "{?name,label}"), bad);
        var own = new Site(Site.api("https://git.acme.example/api/v3"), "acme/shop");
        assertEquals(
                "git.acme.example",
                own.upload("https://git.acme.example/api/uploads" + path).getHost());
        assertThrows(GitHubException.class, () -> own.upload("https://uploads.git.acme.example" + path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://git.acme.example",
                "ftp://x",
                "https://u:p@host",
                "https://host/?a=b",
                "host",
                "http://127.0.0.1.evil"
            })
    void aTokenGoesToNoSuchAddress(String address) {
        var failure = assertThrows(StageFailure.class, () -> Site.api(address));
        assertFalse(failure.getMessage().contains(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "acme/..", "acme/a/b", "acme/a?b", "../x", "acme/ a"})
    void whatIsNoRepositoryIsRefused(String repository) {
        assertThrows(StageFailure.class, () -> new Site(Site.PUBLIC, repository));
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/shop.git,github.com acme/shop",
        "https://x-access-token:abc@github.com/acme/shop,github.com acme/shop",
        "git@github.com:acme/shop.git,github.com acme/shop",
        "ssh://git@ssh.acme.ghe.com:22/acme/shop.git/,ssh.acme.ghe.com acme/shop",
        "/srv/git/shop.git,",
        "../shop.git,"
    })
    void aRemoteTellsTheRepository(String url, String expected) {
        var told = GitRemote.address(url).map(a -> a.host() + " " + a.repository());
        assertEquals(Optional.ofNullable(expected), told);
    }
}
