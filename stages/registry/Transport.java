package stages.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import stages.registry.RegistryException.Failure;

/**
 * Carries calls over HTTP. A proof of identity goes to the registry's own origin alone: a redirect elsewhere is followed
 * without it, and one from TLS to plain HTTP is refused.
 */
final class Transport implements AutoCloseable {
    private static final int REDIRECTS = 5;
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private final Patience patience;

    Transport(Patience patience) {
        this.patience = patience;
        // HTTP/1.1: a push is a few long streams, which gain nothing from sharing one connection.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.connect())
                .executor(threads)
                .build();
    }

    /** @param uri where the answer came from, at the end of all redirects */
    record Answer(int status, HttpHeaders headers, String body, URI uri) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        private Optional<String> redirect() {
            boolean moved = Set.of(301, 302, 303, 307, 308).contains(status);
            return moved ? headers.firstValue("Location") : Optional.empty();
        }
    }

    /**
     * Sends a call, following the redirects of one that only reads.
     *
     * @param home the origin that may see the authorization
     * @param authorization value of that header, empty to send none
     * @throws RegistryException there was no answer; any answer at all is returned
     */
    Answer send(Call call, Origin home, String authorization, Sink sink) throws IOException, InterruptedException {
        Call next = call;
        boolean atHome = true;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            atHome = atHome && home.equals(Origin.of(next.uri()));
            Answer answer = once(next, atHome ? authorization : "", sink);
            Optional<String> location = answer.redirect();
            if (location.isEmpty() || !call.isRead()) {
                return answer;
            }
            next = next.to(resolve(next, location.get()));
        }
        throw call.corrupt("redirected more than " + REDIRECTS + " times");
    }

    /** Resolves where the registry points to. The text stays out of messages: it may carry a signature. */
    static URI resolve(Call call, String location) {
        try {
            URI target = call.uri().resolve(location);
            if (Origin.of(target).isPlain() && !Origin.of(call.uri()).isPlain()) {
                throw call.failed(Failure.lasting(
                        "it points from HTTPS to plain HTTP at '" + Origin.of(target) + "'",
                        "a registry behind a proxy must know its public address"));
            }
            return target;
        } catch (IllegalArgumentException e) {
            throw call.corrupt("the registry points to an address that is not valid");
        }
    }

    /** Describes an answer that is not the one hoped for. */
    RegistryException refusal(Call call, Answer answer, String authorization) {
        List<String> codes = new ArrayList<>();
        String safe = Untrusted.clean(said(scrubbed(answer.body(), authorization), codes), 300);
        Optional<Duration> wait = retryAfter(answer);
        return call.failed(new Failure(
                answer.status(),
                codes,
                "it answered " + answer.status() + (safe.isEmpty() ? "" : ": " + safe),
                hint(call, answer.status(), wait),
                PASSING.contains(answer.status()),
                wait));
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    private Answer once(Call call, String authorization, Sink sink) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).header("User-Agent", "slipway");
        call.headers().forEach(request::header);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        Sink.Beginning other = new Sink.Beginning();
        try {
            HttpResponse<Boolean> response =
                    new Exchange(http, patience.stall()).run(request, call.method(), call.body(), sink, other);
            return new Answer(response.statusCode(), response.headers(), other.text(), call.uri());
        } catch (TimeoutException e) {
            throw call.failed(Failure.passing(
                    "no answer from '" + Origin.of(call.uri()) + "' for " + seconds(patience.stall()),
                    "check that the registry is up and reachable from here"));
        } catch (ExecutionException e) {
            throw call.failed(broken(Origin.of(call.uri()), e.getCause()), e);
        }
    }

    private static Failure broken(Origin origin, @Nullable Throwable cause) {
        String what = cause == null || cause.getMessage() == null ? "closed" : Untrusted.clean(cause.getMessage(), 200);
        if (cause instanceof ConnectException) {
            String detail = "cannot connect to '" + origin + "'";
            String hint = "check that the registry is up and its name is right";
            return Origin.isLoopback(origin.host()) ? Failure.lasting(detail, hint) : Failure.passing(detail, hint);
        }
        if (cause instanceof SSLException) {
            return Failure.lasting(
                    "no TLS with '" + origin + "' (" + what + ")",
                    "check its certificate; only a registry on this machine is spoken to in plain HTTP");
        }
        return Failure.passing("the connection to '" + origin + "' broke (" + what + ")", "");
    }

    private static String hint(Call call, int status, Optional<Duration> wait) {
        return switch (status) {
            case 401, 403 ->
                "check the rights, or log in with 'docker login"
                        + (call.at().isHub() ? "'" : " " + call.at().registry() + "'");
            case 429 ->
                "the registry limits requests: try again "
                        + wait.map(w -> "in " + seconds(w)).orElse("later");
            default -> "";
        };
    }

    /** A registry may echo what it was sent. */
    private static String scrubbed(String text, String authorization) {
        String proof = authorization.substring(authorization.indexOf(' ') + 1);
        if (proof.isEmpty()) {
            return text;
        }
        String clean = text.replace(proof, "***");
        if (!authorization.startsWith("Basic ")) {
            return clean;
        }
        String pair = new String(Base64.getDecoder().decode(proof), StandardCharsets.UTF_8);
        String password = pair.substring(pair.indexOf(':') + 1);
        return password.isEmpty() ? clean : clean.replace(password, "***");
    }

    private static String said(String body, List<String> codes) {
        List<String> lines = new ArrayList<>();
        try {
            JsonNode errors =
                    Untrusted.object(body.getBytes(StandardCharsets.UTF_8)).path("errors");
            for (int i = 0; i < Math.min(errors.size(), 5); i++) {
                String code = Untrusted.clean(errors.path(i).path("code").asText(""), 60);
                codes.add(code);
                lines.add((code + " " + errors.path(i).path("message").asText("")).strip());
            }
        } catch (IllegalArgumentException e) {
            // Not the form of the specification: a proxy's page or plain text, of which the beginning must do.
            lines.add(body.replaceAll("<[^>]*>", " "));
        }
        return String.join(", ", lines);
    }

    private Optional<Duration> retryAfter(Answer answer) {
        String value = answer.header("Retry-After").strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(patience.clock().instant(), date);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
