package stages.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.*;
import java.util.regex.Pattern;
import stages.api.Json;

/**
 * Speaks to webhooks. Their addresses are secrets: of an address only the host is ever said. A call is sent once more where
 * the channel limits requests for a short time; else never, as the message may have been shown.
 */
final class Webhook implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST = 1 << 20;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(?:\\.[0-9]{1,3}){3}");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT)
            .executor(threads)
            .build();
    private final Duration limit;

    Webhook() {
        this(LIMIT);
    }

    /** @param limit longest time of one call, and longest time to wait where a channel limits requests */
    Webhook(Duration limit) {
        this.limit = limit;
    }

    /** @param pause seconds that the channel asks for, 0 where it asks for nothing */
    record Answer(int status, String body, long pause) {
        boolean good() {
            return status / 100 == 2;
        }
    }

    /** @throws IOException where it is none, without a word of it */
    static URI address(String secret) throws IOException {
        try {
            var uri = URI.create(secret.strip());
            var host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
            var plain = "http".equalsIgnoreCase(uri.getScheme())
                    && LOOPBACK.matcher(host).matches();
            if (!host.isEmpty() && (plain || "https".equalsIgnoreCase(uri.getScheme()))) return uri;
        } catch (IllegalArgumentException e) {
            // Said below: the message would quote the address.
        }
        throw new IOException("it is no address of HTTPS");
    }

    /** @throws IOException where there was no answer; any answer at all is returned */
    Answer send(String method, URI to, Object body) throws IOException, InterruptedException {
        var answer = once(method, to, body);
        if (answer.status() != 429 || answer.pause() == 0 || answer.pause() > limit.toSeconds()) return answer;
        TimeUnit.SECONDS.sleep(answer.pause());
        return once(method, to, body);
    }

    private Answer once(String method, URI to, Object body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(to)
                .method(method, BodyPublishers.ofString(Json.line(body)))
                .header("Content-Type", "application/json")
                .header("User-Agent", "slipway")
                .build();
        var exchange = threads.submit(() -> exchange(request));
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw new IOException("the connection broke"
                    + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")"));
        } finally {
            exchange.cancel(true);
        }
    }

    private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            var text = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
            var wait = response.headers().firstValue("retry-after").orElse("");
            return new Answer(response.statusCode(), text, wait.matches("[0-9]{1,6}") ? Long.parseLong(wait) : 0);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
