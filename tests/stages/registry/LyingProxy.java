package stages.registry;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Set;
import stages.api.Digest;

/**
 * Passes requests on to a registry, but for one tag: the digest it states is made up, and the tag is never put, though it
 * says so.
 */
public final class LyingProxy extends PassingProxy {
    private final String manifest;
    private final Digest stated;
    private final Set<String> lies;

    private LyingProxy(OwnRegistry registry, String tag, Digest stated, Set<String> lies) throws IOException {
        super(registry);
        this.manifest = "/manifests/" + tag;
        this.stated = stated;
        this.lies = lies;
    }

    /** @param lies methods whose answer for the tag states the made-up digest */
    public static LyingProxy before(OwnRegistry registry, String tag, Digest stated, Set<String> lies)
            throws IOException {
        var proxy = new LyingProxy(registry, tag, stated, lies);
        proxy.start();
        return proxy;
    }

    @Override
    void serve(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var method = exchange.getRequestMethod();
        var tagged = exchange.getRequestURI().getPath().endsWith(manifest);
        if (tagged && method.equals("PUT")) {
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        var answer = ask(exchange, body);
        copy(answer, exchange);
        if (tagged && lies.contains(method)) exchange.getResponseHeaders().set("Docker-Content-Digest", stated.value());
        send(answer, exchange);
    }
}
