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
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import stages.api.Digest;

/**
 * Passes requests on to a registry, but for one tag: the digest it states is made up, and the tag is never put, though it
 * says so.
 */
public final class LyingProxy implements AutoCloseable {
    private static final List<String> PASSED =
            List.of("Accept", "Content-Type", "Docker-Content-Digest", "Location", "Range");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final OwnRegistry registry;
    private final String manifest;
    private final Digest stated;
    private final Set<String> lies;

    private LyingProxy(OwnRegistry registry, String tag, Digest stated, Set<String> lies) throws IOException {
        this.registry = registry;
        this.manifest = "/manifests/" + tag;
        this.stated = stated;
        this.lies = lies;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /** @param lies methods whose answer for the tag states the made-up digest */
    public static LyingProxy before(OwnRegistry registry, String tag, Digest stated, Set<String> lies)
            throws IOException {
        return new LyingProxy(registry, tag, stated, lies);
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var method = exchange.getRequestMethod();
            var tagged = exchange.getRequestURI().getPath().endsWith(manifest);
            var body = exchange.getRequestBody().readAllBytes();
            if (tagged && method.equals("PUT")) {
                exchange.sendResponseHeaders(201, -1);
                return;
            }
            var answer = ask(exchange, method, body);
            answer.headers().map().forEach((name, values) -> {
                if (PASSED.stream().anyMatch(name::equalsIgnoreCase))
                    exchange.getResponseHeaders().put(name, values);
            });
            if (tagged && lies.contains(method))
                exchange.getResponseHeaders().set("Docker-Content-Digest", stated.value());
            answer.headers()
                    .firstValue("Content-Length")
                    .filter(length -> method.equals("HEAD"))
                    .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange, String method, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + exchange.getRequestURI()))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED.stream().anyMatch(name::equalsIgnoreCase)) values.forEach(value -> request.header(name, value));
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
