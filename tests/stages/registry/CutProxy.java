package stages.registry;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes so many requests on to a registry and refuses all that follow, as a client sees it that is killed in between. The
 * first one refused may still have been done: its answer is lost.
 */
public final class CutProxy extends PassingProxy {
    private final int passed;
    private final boolean lost;
    private final AtomicInteger count = new AtomicInteger();

    private CutProxy(OwnRegistry registry, int passed, boolean lost) throws IOException {
        super(registry);
        this.passed = passed;
        this.lost = lost;
    }

    /** @param lost whether the request after those that pass is done, and its answer lost */
    public static CutProxy after(int passed, boolean lost, OwnRegistry registry) throws IOException {
        var proxy = new CutProxy(registry, passed, lost);
        proxy.start();
        return proxy;
    }

    /** Requests so far. */
    public int count() {
        return count.get();
    }

    @Override
    void serve(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        int before = count.getAndIncrement();
        if (before < passed) {
            var answer = ask(exchange, body);
            copy(answer, exchange);
            send(answer, exchange);
            return;
        }
        if (lost && before == passed) ask(exchange, body);
        exchange.sendResponseHeaders(403, -1);
    }
}
