package stages.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stages.TestContext;
import stages.api.*;

/** Channels are a server of the test's; an address's path stands for the secret that it is. */
class AnnounceTest {
    private static final Digest IMAGE = Digest.of("x");
    private static final Released RELEASED = new Released(
            IMAGE, "web", "1.0.0", "web-v1.0.0", Optional.of("https://github.com/acme/shop/releases/tag/web-v1.0.0"));

    @TempDir
    Path folder;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    /** Status of each answer to come, 0 for a connection that breaks, -1 for none at all; 200 when there are no more. */
    private final Deque<Integer> statuses = new ConcurrentLinkedDeque<>();

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private TestContext context;

    AnnounceTest() throws IOException {
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int status = Optional.ofNullable(statuses.poll()).orElse(200);
            if (status < 0) end.await();
            if (status <= 0) return;
            if (status == 429) exchange.getResponseHeaders().set("Retry-After", "1");
            var bytes = "{\"id\":\"77\",\"secret\":\"hook-secret\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void context() {
        context = TestContext.of(folder, folder).secret("HOOK", address() + "/hook-secret");
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Announce stage(Optional<String> message, Channel channel) {
        var hook = List.of("HOOK");
        return new Announce(
                Optional.of(RELEASED),
                Optional.empty(),
                message,
                channel == Channel.SLACK ? hook : List.of(),
                channel == Channel.DISCORD ? hook : List.of(),
                channel == Channel.WEBHOOK ? hook : List.of());
    }

    private static Announce quiet(Optional<Published> published, Optional<String> message) {
        return new Announce(Optional.empty(), published, message, List.of(), List.of(), List.of());
    }

    private TestContext tell(Announce stage) throws Exception {
        var task = context.task();
        try (var webhook = new Webhook(Duration.ofSeconds(1))) {
            stage.run(task, webhook);
        }
        var said = task.lines() + task.summary() + task.findings();
        assertFalse(said.contains("hook-secret"), said);
        return task;
    }

    @Test
    void whatWasPublishedIsSaidInLogAndSummary() throws Exception {
        var published = new Published(IMAGE, "ghcr.io/acme/web", List.of("1.0.0", "a_b"));
        var stage = quiet(Optional.of(published), Optional.empty());
        assertInstanceOf(Observation.Absent.class, stage.observe(context));
        var text = "published ghcr.io/acme/web (1.0.0, a_b) " + IMAGE;
        assertEquals(new Announced(text), stage.run(context));
        assertEquals(List.of(text), context.lines());
        assertEquals("published ghcr.io/acme/web \\(1.0.0, a\\_b\\) " + IMAGE, context.summary());
    }

    @Test
    void aMessageIsOneLineAndNoMarkup() throws Exception {
        var stage = quiet(Optional.empty(), Optional.of("**bold**\n <b>"));
        assertEquals("**bold** <b>", stage.run(context).text());
        assertEquals("\\*\\*bold\\*\\* \\<b\\>", context.summary());
    }

    @Test
    void nothingToSayIsAnError() {
        assertThrows(
                StageFailure.class,
                () -> quiet(Optional.empty(), Optional.empty()).run(context));
    }

    @Test
    void slackIsToldOnceAndThatItCannotBeToldAnew() throws Exception {
        tell(stage(Optional.of("a <b> & c"), Channel.SLACK));
        assertEquals(List.of("{\"text\":\"a &lt;b&gt; &amp; c\"}"), bodies);
        var again = tell(stage(Optional.of("a <b> & c"), Channel.SLACK));
        assertTrue(again.lines().get(1).endsWith("already"), again.lines().toString());
        var other = tell(stage(Optional.of("d"), Channel.SLACK));
        assertEquals(Finding.Level.NOTE, other.findings().get(0).level());
        assertTrue(other.findings().get(0).message().contains("cannot change"));
        assertEquals(List.of("POST /hook-secret"), calls);
    }

    @Test
    void discordsMessageIsChanged() throws Exception {
        tell(stage(Optional.empty(), Channel.DISCORD));
        tell(stage(Optional.empty(), Channel.DISCORD));
        tell(stage(Optional.of("@everyone *new*"), Channel.DISCORD));
        assertEquals(List.of("POST /hook-secret?wait=true", "PATCH /hook-secret/messages/77"), calls);
        assertEquals(
                "{\"allowed_mentions\":{\"parse\":[]},\"content\":\"released web 1.0.0 " + IMAGE + " "
                        + RELEASED.page().orElseThrow() + "\"}",
                bodies.get(0));
        assertTrue(bodies.get(1).contains("@everyone \\\\*new\\\\*"), bodies.get(1));
    }

    @Test
    void aMessageThatSomebodyDeletedIsSaidAnew() throws Exception {
        tell(stage(Optional.empty(), Channel.DISCORD));
        statuses.add(404);
        tell(stage(Optional.of("new"), Channel.DISCORD));
        assertEquals(3, calls.size());
        assertEquals("POST /hook-secret?wait=true", calls.get(2));
    }

    @Test
    void aThreadOfDiscordStaysInTheAddress() throws Exception {
        context.secret("HOOK", address() + "/hook-secret?thread_id=5");
        tell(stage(Optional.empty(), Channel.DISCORD));
        tell(stage(Optional.of("new"), Channel.DISCORD));
        assertEquals(
                List.of("POST /hook-secret?thread_id=5&wait=true", "PATCH /hook-secret/messages/77?thread_id=5"),
                calls);
    }

    @Test
    void aPlainWebhookGetsTheRelease() throws Exception {
        tell(stage(Optional.of("hello"), Channel.WEBHOOK));
        assertEquals(
                "{\"release\":" + Json.line(RELEASED) + ",\"schema\":\"slipway.announcement/1\",\"text\":\"hello\"}",
                bodies.get(0));
    }

    /** The next run tries again. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, 302, 404, 500})
    void aChannelThatFailsFailsNothing(int status) throws Exception {
        statuses.add(status);
        var task = tell(stage(Optional.empty(), Channel.SLACK));
        var finding = task.findings().get(0);
        assertEquals(Finding.Level.WARNING, finding.level());
        assertTrue(finding.message().startsWith("'HOOK' at '127.0.0.1' was not told: "), finding.message());
        tell(stage(Optional.empty(), Channel.SLACK));
        assertEquals(2, calls.size());
    }

    @Test
    void aShortLimitIsWaitedFor() throws Exception {
        statuses.add(429);
        assertEquals(List.of(), tell(stage(Optional.empty(), Channel.SLACK)).findings());
        assertEquals(2, calls.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://hooks.example/hook-secret", "ftp://x/hook-secret", "hook secret hook-secret"})
    void whatIsNoAddressIsAFindingToo(String address) throws Exception {
        context.secret("HOOK", address);
        assertEquals(
                "'HOOK' was not told: it is no address of HTTPS",
                tell(stage(Optional.empty(), Channel.SLACK)).findings().get(0).message());
    }

    @Test
    void aSecretThatIsNotDeclaredFailsNoRelease() throws Exception {
        var task = TestContext.of(folder, folder);
        stage(Optional.empty(), Channel.SLACK).run(task);
        assertTrue(task.findings().get(0).message().startsWith("'HOOK' was not told: "));
    }
}
