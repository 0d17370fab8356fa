package stages.mcp;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.*;
import stages.api.*;

/** The conversation over streamable HTTP, on a port of this machine's loopback that the engine chooses. */
record OverHttp(
        StageContext context, Image image, Platform platform, Service.Mcp mcp, Service.Mcp.Http http, Duration within) {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int KEPT_LINES = 40;

    Handshake.Answer answer() throws IOException, InterruptedException {
        var options = List.of("--publish", "127.0.0.1::" + http.port());
        var said = new LinkedBlockingDeque<String>();
        var scene = new Scene(context, platform, "HTTP", within, () -> List.copyOf(said));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var container = ServerContainer.create(context, image, platform, mcp, options, http.command())) {
            context.commands().read(container.docker(List.of("start"))).orFail("cannot start '" + image.name() + "'");
            var logs = container.docker(List.of("logs", "--follow"));
            var over = CompletableFuture.supplyAsync(() -> follow(logs, said), threads);
            var base = "http://" + address(container, over, scene);
            awaitAnswer(URI.create(base + http.path()), over, scene);
            var transport = HttpClientStreamableHttpTransport.builder(base)
                    .endpoint(http.path())
                    .jsonMapper(StdioTransport.MAPPER)
                    .customizeClient(client -> client.version(HttpClient.Version.HTTP_1_1))
                    .build();
            var interview = new Interview(transport, over, scene);
            var answer = interview.answer(mcp);
            interview.close();
            return answer;
        }
    }

    /** The log follows the container to its end. */
    private Void follow(Command logs, Deque<String> said) {
        try {
            context.commands().run(logs, line -> {
                said.add(line);
                if (said.size() > KEPT_LINES) said.remove();
            });
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("its log cannot be followed: " + e.getMessage(), e);
        }
        throw new IllegalStateException("it ended");
    }

    /** The engine publishes no port of a container that has ended. */
    private String address(ServerContainer container, Future<?> over, Scene scene)
            throws IOException, InterruptedException {
        var exit = context.commands().read(container.docker(List.of("port"), http.port() + "/tcp"));
        if (exit.code() != 0 && isOver(over)) throw ended(scene);
        return exit.orFail("the engine publishes no port of '" + image.name() + "'")
                .out()
                .lines()
                .findFirst()
                .orElseThrow(() -> ended(scene));
    }

    private static boolean isOver(Future<?> over) throws InterruptedException {
        try {
            over.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private StageFailure ended(Scene scene) {
        return scene.failure("start", "it ended before it answered on port " + http.port(), "");
    }

    /** Whatever it answers to a request without a session: the engine takes connections before the server does. */
    private void awaitAnswer(URI address, Future<?> over, Scene scene) throws InterruptedException {
        scene.at("start");
        long start = System.nanoTime();
        var request = HttpRequest.newBuilder(address)
                .header("Accept", "text/event-stream")
                .timeout(within)
                .build();
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (true) {
                try {
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                            .body()
                            .close();
                    return;
                } catch (IOException e) {
                    if (over.isDone()) throw ended(scene);
                    if (System.nanoTime() - start > within.toNanos()) throw scene.silent("start");
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
