package stages.registry;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Passes requests on to a registry, and does something before those of one kind. */
public final class HookProxy extends PassingProxy {
    private final String method;
    private final String path;
    private final Action action;

    /** What is done, while the client waits. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    private HookProxy(OwnRegistry registry, String method, String path, Action action) throws IOException {
        super(registry);
        this.method = method;
        this.path = path;
        this.action = action;
    }

    /** @param path how the request's path ends */
    public static HookProxy before(OwnRegistry registry, String method, String path, Action action) throws IOException {
        var proxy = new HookProxy(registry, method, path, action);
        proxy.start();
        return proxy;
    }

    @Override
    void serve(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        if (exchange.getRequestMethod().equals(method)
                && exchange.getRequestURI().getPath().endsWith(path)) act();
        var answer = ask(exchange, body);
        copy(answer, exchange);
        send(answer, exchange);
    }

    private void act() throws IOException {
        try {
            action.run();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
