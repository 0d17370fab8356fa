package stages.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import stages.api.*;

/** On the real engine, with the lab's images. */
@Tag("lab")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ComposeTestTest {
    private static final String SERVE = """
            FROM node:22-bookworm-slim
            EXPOSE 8080
            CMD ["node", "-e", "require('http').createServer((q, r) => r.end('%s')).listen(8080)"]
            """;

    @TempDir
    Path folder;

    private final String run = "compose-" + UUID.randomUUID();
    private LocalContext context;

    @BeforeEach
    void repository() throws IOException {
        context = new LocalContext(folder);
        context.labels = Map.of("slipway.run", run, "slipway.task", "composeTest:c.yml");
    }

    /** Whatever a test does, nothing of its run is left, neither by our label nor by compose's. */
    @AfterEach
    void nothingIsLeft() throws Exception {
        context.environment.remove("DOCKER_HOST");
        var left = left();
        Leftovers.remove(context.commands(), run);
        assertEquals("", left);
    }

    private String left() throws Exception {
        var found = new StringBuilder();
        for (var kind : List.of("container ls --all", "network ls", "volume ls"))
            found.append(context.commands()
                    .read(Command.of("docker")
                            .and(kind.split(" "))
                            .and("--quiet", "--filter", "label=slipway.run=" + run))
                    .orFail("list")
                    .out());
        return found.toString();
    }

    private ComposeFile file(String text, List<String> healthy, List<String> reaches, int seconds) throws IOException {
        context.file("c.yml", text);
        return new ComposeFile("c.yml", healthy, reaches, Map.of(), Duration.ofSeconds(seconds));
    }

    private StageFailure fails(String text, int seconds) throws IOException {
        var stage = new ComposeTest(file(text, List.of(), List.of(), seconds), List.of());
        return assertThrows(StageFailure.class, () -> stage.run(context));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void builtAndOtherImagesComeUpAndAreNamedByDigest() throws Exception {
        var built = BuiltImages.build(context, "web", SERVE.formatted(run));
        int port = freePort();
        context.file("infra.yml", "services: {nats: {image: 'nats:2', command: ['-m', '8222']}}");
        var text = """
                include: [infra.yml]
                services:
                  web:
                    build: .
                    image: wrong:tag
                    container_name: fixed-name
                    ports: ["127.0.0.1:%d:8080"]
                    depends_on: {once: {condition: service_completed_successfully}}
                  once:
                    image: debian:bookworm-slim
                    command: [sh, -c, 'echo "$$GREETING"']
                    environment: {GREETING: "a$$b"}
                  db:
                    image: redis:7
                    volumes: ["data:/data"]
                    healthcheck: {test: [CMD, redis-cli, ping], interval: 200ms, retries: 50}
                volumes: {data: {name: fixed-volume-of-somebody}}
                """.formatted(port);
        var url = "http://localhost:" + port + "/";
        var stage = new ComposeTest(file(text, List.of(url), List.of("web", "nats:4222"), 60), List.of(built));
        var late = stage.lateInputs(context);
        assertEquals(
                List.of("image debian:bookworm-slim", "image nats:2", "image redis:7"), List.copyOf(late.keySet()));

        var result = stage.run(context);

        assertEquals(
                List.of(
                        "'db' is healthy",
                        "'" + url + "' answers 200",
                        "'nats' accepts connections on 4222",
                        "'nats' is running",
                        "'once' ended with 0",
                        "'web' accepts connections on 8080",
                        "'web' is running"),
                result.proofs());
        assertEquals(
                Map.of(
                        "web", built.digest().value(),
                        "db", String.valueOf(late.get("image redis:7")),
                        "nats", String.valueOf(late.get("image nats:2")),
                        "once", String.valueOf(late.get("image debian:bookworm-slim"))),
                result.running());
        context.commands()
                .run(Command.of("docker", "image", "rm", "-f", built.reference()))
                .orFail("remove");
    }

    @Test
    void aServiceThatDiesFailsAtOnceWithItsLastLines() throws Exception {
        var failure = fails("""
                services:
                  good: {image: 'nats:2'}
                  bad: {image: 'debian:bookworm-slim', command: [sh, -c, 'echo starting; echo it broke >&2; exit 3']}
                """, 60);
        assertEquals("container of 'bad' ended with exit code 3", failure.getMessage());
        assertEquals(
                List.of("it broke", "starting"),
                failure.details().stream().sorted().toList());
        assertEquals("[bad-1.log, good-1.log]", context.kept.keySet().toString());
        assertTrue(new String(context.kept.get("good-1.log"), StandardCharsets.UTF_8).contains("Server is ready"));
    }

    @Test
    void oneThatIsStartedAgainFailsToo() throws Exception {
        var failure = fails(
                "services: {bad: {image: 'debian:bookworm-slim', restart: always, command: [sh, -c, 'exit 0']}}", 60);
        assertEquals("container of 'bad' restarts, it ended with exit code 0", failure.getMessage());
    }

    @Test
    void oneThatOthersWaitForFailsBeforeComposeGivesUp() throws Exception {
        var failure = fails("""
                services:
                  late: {image: 'nats:2', depends_on: {slow: {condition: service_healthy}}}
                  slow:
                    image: nats:2
                    healthcheck: {test: ["CMD", "/nothing"], interval: 1s, retries: 1000}
                  bad: {image: 'debian:bookworm-slim', command: [sh, -c, 'sleep 1; exit 4']}
                """, 60);
        assertEquals("container of 'bad' ended with exit code 4", failure.getMessage());
    }

    @Test
    void oneThatIsUnhealthyFails() throws Exception {
        var failure = fails("""
                services:
                  bad:
                    image: debian:bookworm-slim
                    command: [sleep, infinity]
                    healthcheck: {test: 'echo no database; exit 1', interval: 100ms, retries: 2}
                """, 60);
        assertEquals("container of 'bad' is unhealthy", failure.getMessage());
        assertEquals(List.of("health check: no database"), failure.details());
    }

    @Test
    void timeIsLimitedAndWhatIsMissingIsSaid() throws Exception {
        var text = "services: {slow: {image: 'debian:bookworm-slim', command: [sleep, infinity], expose: [80]}}";
        var url = "http://localhost:" + freePort() + "/";
        var stage = new ComposeTest(file(text, List.of(url), List.of("slow", "slow:81"), 3), List.of());
        var failure = assertThrows(StageFailure.class, () -> stage.run(context));
        assertEquals("'c.yml' is not ready within 3s", failure.getMessage());
        assertEquals(
                List.of(
                        "'" + url + "' does not answer (connection refused)",
                        "'slow' accepts no connection",
                        "'slow:81' accepts no connection"),
                failure.details());
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var text = "services: {web: {image: 'nats:2', ports: ['127.0.0.1:" + taken.getLocalPort() + ":4222']}}";
            assertEquals(
                    "port " + taken.getLocalPort() + " is in use on this machine, and 'c.yml' publishes it",
                    fails(text, 60).getMessage());
        }
    }

    @Test
    void anInterruptLeavesNothing() throws Exception {
        var text = """
                services:
                  stubborn:
                    image: debian:bookworm-slim
                    command: [sh, -c, 'trap "" TERM; sleep infinity & wait']
                    healthcheck: {test: exit 1, interval: 1s, retries: 1000}
                    volumes: ["data:/data"]
                volumes: {data: {}}
                """;
        var stage = new ComposeTest(file(text, List.of(), List.of(), 100), List.of());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var test = executor.submit(() -> stage.run(context));
            while (left().lines().count() < 3) assertTrue(!test.isDone());
            long start = System.nanoTime();
            executor.shutdownNow();
            var error = assertThrows(ExecutionException.class, test::get);
            assertInstanceOf(InterruptedException.class, error.getCause());
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos(), "took longer than 3 s");
        }
        assertEquals("", left());
    }

    @Test
    void whatAKilledRunLeftIsRemovedAndNothingElse() throws Exception {
        for (var id : List.of(run, run + "-other")) {
            docker("volume", "create", "--label", "slipway.run=" + id, id);
            docker("network", "create", "--label", "slipway.run=" + id, id);
            docker(
                    "run",
                    "-d",
                    "--name",
                    id,
                    "--label",
                    "slipway.run=" + id,
                    "--network",
                    id,
                    "-v",
                    id + ":/d",
                    "nats:2");
        }
        assertEquals(
                List.of("container " + run, "network " + run, "volume " + run),
                List.copyOf(Leftovers.remove(context.commands(), run)));
        assertEquals(List.of(), List.copyOf(Leftovers.remove(context.commands(), run)));
        assertEquals(3, Leftovers.remove(context.commands(), run + "-other").size());
    }

    private void docker(String... arguments) throws Exception {
        context.commands().run(Command.of("docker", arguments)).orFail("docker");
    }

    @Test
    void anImageThatNobodyBuiltIsRefused() throws Exception {
        assertEquals(
                "service 'web' is built by the compose file, not by this pipeline",
                fails("services: {web: {build: .}}", 5).getMessage());
    }

    @Test
    void anImageThatIsNowhereIsNamed() throws Exception {
        assertEquals(
                "image '127.0.0.1:5001/no/such:1' is neither in the engine nor could it be pulled",
                fails("services: {web: {image: '127.0.0.1:5001/no/such:1'}}", 5).getMessage());
    }

    @Test
    void whatIsDeclaredWronglyIsSaidBeforeAnythingStarts() throws Exception {
        var text = "services: {web: {image: 'nats:2'}}";
        for (var reaches : List.of("wbe", "web:x", ":4")) {
            var stage = new ComposeTest(file(text, List.of(), List.of(reaches), 5), List.of());
            assertTrue(assertThrows(StageFailure.class, () -> stage.run(context))
                    .getMessage()
                    .contains(reaches));
        }
        var stage = new ComposeTest(file(text, List.of("localhost:80/x"), List.of(), 5), List.of());
        assertEquals(
                "'localhost:80/x' is no URL to ask",
                assertThrows(StageFailure.class, () -> stage.run(context)).getMessage());
    }

    @Test
    void aMissingVariableIsNamedWithItsPlace() throws Exception {
        var failure = fails("services: {web: {image: 'nats:${TAG:?which}'}}", 5);
        assertEquals(
                "compose refuses 'c.yml': error while interpolating services.web.image: required variable TAG is"
                        + " missing a value: which",
                failure.getMessage());
        assertTrue(
                failure.details().get(0).startsWith("c.yml:1:18: "),
                failure.details().get(0));
    }

    @Test
    void withoutAnEngineThatIsSaid() throws Exception {
        context.environment.put("DOCKER_HOST", "unix:///nowhere.sock");
        var stage = new ComposeTest(file("services: {web: {image: 'nats:2'}}", List.of(), List.of(), 5), List.of());
        var missing = assertThrows(ToolMissing.class, () -> stage.run(context));
        assertTrue(missing.getMessage().startsWith("the docker engine at 'unix:///nowhere.sock' does not answer"));
        assertThrows(ToolMissing.class, () -> stage.lateInputs(context));
    }

    @Test
    void theBuiltImageRunsInThePlaceOfWhatTheFileNames() throws Exception {
        var image = BuiltImages.build(context, "web", SERVE.formatted("x" + run));
        var other = new Image("other", image.digest(), image.platforms(), image.index());
        var stage =
                new ComposeTest(file("services: {other: {image: 'nats:2'}}", List.of(), List.of(), 20), List.of(other));
        assertEquals(image.digest().value(), stage.run(context).running().get("other"));
        docker("image", "rm", "-f", other.reference());
    }
}
