package stages.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes requests on to a registry, and what comes back; a test decides what is done otherwise. */
abstract class PassingProxy implements AutoCloseable {
    private static final List<String> PASSED =
            List.of("Accept", "Content-Type", "Docker-Content-Digest", "Location", "Range", "Link");

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final OwnRegistry registry;

    PassingProxy(OwnRegistry registry) throws IOException {
        this.registry = registry;
    }

    final void start() {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange, exchange.getRequestBody().readAllBytes());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    abstract void serve(HttpExchange exchange, byte[] body) throws IOException, InterruptedException;

    public final String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    final HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED.stream().anyMatch(name::equalsIgnoreCase)) values.forEach(value -> request.header(name, value));
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Addresses that the registry names are its own: they lead to the proxy here, so that no request goes past it. */
    final void copy(HttpResponse<byte[]> answer, HttpExchange exchange) {
        answer.headers().map().forEach((name, values) -> {
            if (PASSED.stream().anyMatch(name::equalsIgnoreCase))
                exchange.getResponseHeaders()
                        .put(
                                name,
                                values.stream()
                                        .map(value -> value.replace(registry.host(), host()))
                                        .toList());
        });
        answer.headers()
                .firstValue("Content-Length")
                .filter(length -> exchange.getRequestMethod().equals("HEAD"))
                .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
    }

    static void send(HttpResponse<byte[]> answer, HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public final void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
