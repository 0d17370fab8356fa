package stages.compose;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.StageFailure;

/** Asks from outside whether something answers; nothing is an error, the answer says why not. */
final class Reach implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** @param said what was seen, as a sentence, or why it is not so yet */
    record Answer(boolean yes, String said) {}

    static URI url(String text) {
        try {
            var url = URI.create(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null)
                return url;
        } catch (IllegalArgumentException e) {
            throw new StageFailure("'" + text + "' is no URL: " + e.getMessage());
        }
        throw new StageFailure("'" + text + "' is no URL to ask", "write it as 'http://localhost:8222/healthz'");
    }

    Answer get(String text) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(url(text)).timeout(PATIENCE).build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return new Answer(status < 400, "'" + text + "' answers " + status);
        } catch (IOException e) {
            return new Answer(false, "'" + text + "' does not answer (" + reason(e) + ")");
        }
    }

    /**
     * Whether one of the ports of a container accepts connections: at the container's own address where that can be
     * reached, else at the port it is published as.
     */
    static Optional<Integer> accepting(Engine.Container container, List<Integer> ports, boolean direct) {
        for (int port : ports) {
            var addresses = new ArrayList<String>(direct ? container.addresses() : List.of());
            if (direct && addresses.isEmpty()) addresses.add("127.0.0.1");
            for (var address : addresses) if (connects(address, port, false)) return Optional.of(port);
            int published = container.ports().getOrDefault(port, 0);
            if (!direct && published > 0 && connects("127.0.0.1", published, true)) return Optional.of(port);
        }
        return Optional.empty();
    }

    /**
     * @param relayed whether a relay of the engine may accept for a port that nobody listens on: it then closes at once,
     *     so that only a connection that stays, or speaks, counts
     */
    static boolean connects(String host, int port, boolean relayed) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
            if (!relayed) return true;
            socket.setSoTimeout(300);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return relayed && !String.valueOf(e.getMessage()).contains("onnect");
        } catch (IOException e) {
            return false;
        }
    }

    private static String reason(IOException error) {
        return error.getMessage() == null ? "connection refused" : error.getMessage();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
