package stages.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;
import stages.api.Service.Mcp;
import stages.compose.BuiltImages;

/** Handshakes with a server of a few lines, whose variable MODE says how it misbehaves. */
@Tag("lab")
@Timeout(60)
class McpHandshakeTest {
    private static final Platform AMD64 = new Platform("linux/amd64");
    private static final Platform ARM64 = new Platform("linux/arm64");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String DOCKERFILE = """
            FROM debian:bookworm-slim
            COPY <<'EOF' /server.sh
            case $MODE in
                noise) echo 'listening on 8080' ;;
                silent) while read -r line; do :; done ;;
                not-on-arm) [ "$(uname -m)" = x86_64 ] || { echo 'no such library: libx' >&2; exit 3; } ;;
            esac
            answer() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$1"; }
            while read -r line; do
                [[ $line =~ \\"id\\":(\\"[^\\"]*\\"|[0-9]+) ]] && id=${BASH_REMATCH[1]}
                case $line in
                    *'"method":"initialize"'*)
                        answer '{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"sum","version":"1.2.3"}}' ;;
                    *'"method":"tools/list"'*)
                        answer '{"tools":[{"name":"sub","inputSchema":{"type":"object"}},{"name":"add","inputSchema":{"type":"object"}}]}' ;;
                    *'"name":"sub"'*) answer '{"content":[{"type":"text","text":"cannot"}],"isError":true}' ;;
                    *'"a":2'*) answer '{"content":[{"type":"text","text":"it is 5"}]}' ;;
                esac
            done
            case $MODE in
                lingers) sleep 60 ;;
                late-noise) echo bye ;;
                ends-badly) exit 7 ;;
            esac
            EOF
            CMD ["bash", "/server.sh"]
            """;

    @TempDir
    static Path temporary;

    private static TestContext run;
    private static Image image;

    private final TestContext context = run.task();

    @BeforeAll
    static void build() throws Exception {
        run = TestContext.of(temporary, temporary.resolve("run"));
        image = BuiltImages.build(run, "mcp-test-" + Long.toHexString(System.nanoTime()), DOCKERFILE);
    }

    @AfterAll
    static void remove() throws Exception {
        var tag = "slipway/" + image.name() + ":" + image.digest().brief();
        run.commands().run(Command.of("docker", "image", "rm", "--force", tag));
    }

    @AfterEach
    void noContainerIsLeft() throws Exception {
        assertEquals("", containers());
    }

    private String containers() throws Exception {
        var label = "label=dev.slipway.run=" + context.labels().get("dev.slipway.run");
        return context.commands()
                .read(Command.of("docker", "ps", "--all", "--quiet", "--filter", label))
                .orFail("ps")
                .out();
    }

    @Test
    void itSpeaksOnEachPlatform() throws Exception {
        var stage = stage(mcp(
                "good",
                List.of("add", "sub"),
                new Mcp.Call("add", "{\"a\":2,\"b\":3}", Optional.of("5"), false),
                new Mcp.Call("sub", "{}", Optional.of("cannot"), true)));
        var parts = new TreeMap<Platform, Handshake>();
        for (var platform : List.of(AMD64, ARM64)) parts.put(platform, stage.runOn(platform, context.task()));
        var handshake = stage.join(parts, context);
        var answer = new Handshake.Answer("sum", "1.2.3", "2025-06-18", List.of("add", "sub"));
        assertEquals(
                new Handshake(image.digest(), true, new TreeMap<>(Map.of(AMD64, answer, ARM64, answer))), handshake);
        assertEquals(handshake, Json.from(Json.tree(handshake), Handshake.class));
    }

    @Test
    void aServiceWithoutMcpIsEvidenceToo() throws Exception {
        var stage = new McpHandshake(image, service(Optional.empty()), LONG);
        var part = stage.runOn(ARM64, context);
        assertEquals(new Handshake(image.digest(), false, new TreeMap<>()), part);
        assertEquals(part, stage.join(new TreeMap<>(Map.of(ARM64, part)), context));
        assertEquals(List.of(), context.ran());
    }

    @Test
    void standardOutputIsTheProtocolsAlone() {
        assertFails(
                "linux/amd64, stdio, initialize: standard output holds 'listening on 8080', which is no protocol;"
                        + " a log belongs on standard error",
                AMD64,
                mcp("noise", List.of()),
                LONG);
        assertFails(
                "linux/amd64, stdio, the end: standard output holds 'bye', which is no protocol;"
                        + " a log belongs on standard error",
                AMD64,
                mcp("late-noise", List.of()),
                LONG);
    }

    @Test
    void aSilentServerHasATimeLimit() {
        assertFails(
                "linux/amd64, stdio, initialize: no answer within 2s",
                AMD64,
                mcp("silent", List.of()),
                Duration.ofSeconds(2));
    }

    @Test
    void itEndsWhenItsInputDoes() {
        assertFails(
                "linux/amd64, stdio, the end: it still runs, though its standard input is closed",
                AMD64,
                mcp("lingers", List.of()),
                Duration.ofSeconds(3));
        assertFails("linux/amd64, stdio, the end: exit code 7", AMD64, mcp("ends-badly", List.of()), LONG);
    }

    @Test
    void otherToolsAndOtherAnswersFail() {
        assertFails(
                "linux/amd64, stdio, tools/list: it offers [add, sub], and declared is [add, div]",
                AMD64,
                mcp("good", List.of("add", "div")),
                LONG);
        assertFails(
                "linux/amd64, stdio, tools/call 'add': it answered 'it is 5', which lacks '6'",
                AMD64,
                mcp("good", List.of(), new Mcp.Call("add", "{\"a\":2}", Optional.of("6"), false)),
                LONG);
        assertFails(
                "linux/amd64, stdio, tools/call 'sub': an error: 'cannot'",
                AMD64,
                mcp("good", List.of(), new Mcp.Call("sub", "{}", Optional.empty(), false)),
                LONG);
    }

    @Test
    void whatFailsOnOnePlatformAloneFails() throws Exception {
        var mcp = mcp("not-on-arm", List.of());
        assertEquals(
                "sum",
                stage(mcp).runOn(AMD64, context.task()).answers().get(AMD64).name());
        var failure = assertFails(
                "linux/arm64, stdio, initialize: its standard output ended, and it with exit code 3", ARM64, mcp, LONG);
        assertEquals(List.of("no such library: libx"), failure.details());
    }

    @Test
    void aPortOnWhichNothingAnswersFails() {
        var good = mcp("good", List.of());
        assertFails(
                "linux/amd64, HTTP, start: no answer within 3s",
                AMD64,
                over(good, "sleep", "60"),
                Duration.ofSeconds(3));
        var failure = assertFails(
                "linux/amd64, HTTP, start: it ended before it answered on port 8080",
                AMD64,
                over(good, "bash", "-c", "echo no such module >&2; exit 1"),
                LONG);
        assertEquals(List.of("no such module"), failure.details());
    }

    @Test
    void platformsAreOneServer() {
        var parts = new TreeMap<>(Map.of(AMD64, answering("1.0"), ARM64, answering("1.1")));
        var failure = assertThrows(
                StageFailure.class, () -> stage(mcp("good", List.of())).join(parts, context));
        assertEquals("'" + image.name() + "' is another server on linux/arm64", failure.getMessage());
    }

    @Test
    void anInterruptLeavesNoContainer() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = threads.submit(() -> stage(mcp("silent", List.of())).runOn(AMD64, context));
            var asked = "linux/amd64, stdio: initialize";
            for (long start = System.nanoTime(); !context.progress().contains(asked); LockSupport.parkNanos(10_000_000))
                assertTrue(System.nanoTime() - start < LONG.toNanos() && !working.isDone(), context.lines()::toString);
            assertTrue(context.ran().stream().anyMatch(command -> command.argv().contains("create")));
            threads.shutdownNow();
            var end = assertThrows(ExecutionException.class, () -> working.get(20, TimeUnit.SECONDS));
            assertInstanceOf(InterruptedException.class, end.getCause());
        }
    }

    private StageFailure assertFails(String message, Platform platform, Mcp mcp, Duration within) {
        var stage = new McpHandshake(image, service(Optional.of(mcp)), within);
        var failure = assertThrows(StageFailure.class, () -> stage.runOn(platform, context.task()));
        assertEquals(message, failure.getMessage());
        return failure;
    }

    private static Handshake answering(String version) {
        var answer = new Handshake.Answer("sum", version, "2025-06-18", List.of());
        return new Handshake(
                image.digest(), true, new TreeMap<>(Map.of(version.equals("1.0") ? AMD64 : ARM64, answer)));
    }

    private static McpHandshake stage(Mcp mcp) {
        return new McpHandshake(image, service(Optional.of(mcp)), LONG);
    }

    private static Mcp mcp(String mode, List<String> tools, Mcp.Call... calls) {
        return new Mcp(List.of(), Optional.empty(), Map.of("MODE", mode), tools, List.of(calls));
    }

    private static Mcp over(Mcp mcp, String... command) {
        var http = new Mcp.Http(8080, "/mcp", List.of(command));
        return new Mcp(mcp.command(), Optional.of(http), mcp.environment(), mcp.tools(), mcp.calls());
    }

    private static Service service(Optional<Mcp> mcp) {
        return new Service("sum", "Dockerfile", ".", Optional.empty(), Map.of(), List.of(), List.of(), List.of(), mcp);
    }
}
