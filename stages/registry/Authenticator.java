package stages.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import stages.registry.Transport.Answer;

/**
 * Proves who asks: by password, or by a token from the server that the registry names (the token flow of {@code
 * distribution}), anonymous where no credentials are known. A call that is turned away is repeated once with a new proof.
 */
final class Authenticator {
    private static final int LONGEST_TOKEN_ANSWER = 1024 * 1024;
    private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Transport transport;
    private final DockerConfig config;
    private final Patience patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Challenge> challenges = new ConcurrentHashMap<>();
    private final Map<List<String>, Grant> grants = new ConcurrentHashMap<>();

    Authenticator(Transport transport, DockerConfig config, Patience patience) {
        this.transport = transport;
        this.config = config;
        this.patience = patience;
    }

    /** @param header value of {@code Authorization}, empty for none */
    private record Grant(String header, Instant expires) {}

    /**
     * Sends a call as somebody who may make it.
     *
     * @throws RegistryException there was no answer, or it is a refusal: a status that {@code expected} lacks
     */
    Answer send(Call call, Sink sink, Set<Integer> expected) throws IOException, InterruptedException {
        String registry = call.at().registry();
        Origin home = Origin.of(call.at().api(""));
        Challenge known = challenges.get(registry);
        String header = known == null ? "" : prove(call, known, "");
        Answer answer = transport.send(call, home, header, sink);
        if (answer.status() == 401 && home.equals(Origin.of(answer.uri()))) {
            Optional<Challenge> challenge = Challenge.of(answer.headers());
            String other = challenge.isEmpty() ? "" : prove(call, challenge.get(), header);
            if (!other.isEmpty()) {
                challenges.put(registry, challenge.get().withoutScope());
                header = other;
                answer = transport.send(call, home, header, sink);
            }
        }
        if (!expected.contains(answer.status())) {
            throw transport.refusal(call, answer, header);
        }
        return answer;
    }

    /** Returns a valid proof other than the one that was turned away, empty if there is none. */
    private String prove(Call call, Challenge challenge, String rejected) throws IOException, InterruptedException {
        List<String> key = new ArrayList<>(call.scopes());
        key.add(call.at().registry());
        lock.lockInterruptibly();
        try {
            Grant held = grants.get(key);
            if (held != null
                    && !held.header().equals(rejected)
                    && patience.clock().instant().isBefore(held.expires())) {
                return held.header();
            }
            Optional<Credentials> credentials = config.find(call.at());
            Grant fresh = challenge.scheme().equals("basic")
                    ? new Grant(credentials.map(Credentials::basic).orElse(""), Instant.MAX)
                    : token(call, challenge, credentials);
            grants.put(key, fresh);
            return fresh.header().equals(rejected) ? "" : fresh.header();
        } finally {
            lock.unlock();
        }
    }

    private Grant token(Call call, Challenge challenge, Optional<Credentials> credentials)
            throws IOException, InterruptedException {
        Instant asked = patience.clock().instant();
        URI realm = realm(call, challenge);
        Set<String> scopes = new LinkedHashSet<>(call.scopes());
        scopes.addAll(List.of(challenge.parameter("scope").split(" ")));
        scopes.remove("");
        boolean refresh = credentials.isPresent() && credentials.get().isIdentityToken();
        Call request = refresh
                ? refreshing(call, realm, challenge, scopes, credentials.get())
                : asking(call, realm, challenge, scopes);
        String header = refresh ? "" : credentials.map(Credentials::basic).orElse("");
        Sink.Memory body = new Sink.Memory(request, LONGEST_TOKEN_ANSWER);
        Answer answer = transport.send(request, Origin.of(realm), header, body);
        if (answer.status() != 200) {
            throw transport.refusal(
                    request, answer, refresh ? "Bearer " + credentials.get().secret() : header);
        }
        return read(request, body.bytes(), asked);
    }

    private static Call asking(Call call, URI realm, Challenge challenge, Set<String> scopes) {
        StringBuilder uri = new StringBuilder(realm.toString()).append(realm.getRawQuery() == null ? "?" : "&");
        uri.append("service=").append(Untrusted.encode(challenge.parameter("service")));
        scopes.forEach(scope -> uri.append("&scope=").append(Untrusted.encode(scope)));
        URI full = URI.create(uri.toString());
        return new Call(call.at(), "get token for", "GET", full, Map.of(), BodyPublishers.noBody(), List.of());
    }

    private static Call refreshing(Call call, URI realm, Challenge challenge, Set<String> scopes, Credentials token) {
        String form = "grant_type=refresh_token&client_id=slipway&service="
                + Untrusted.encode(challenge.parameter("service")) + "&scope="
                + Untrusted.encode(String.join(" ", scopes)) + "&refresh_token=" + Untrusted.encode(token.secret());
        Call post =
                new Call(call.at(), "get token for", "POST", realm, Map.of(), BodyPublishers.ofString(form), List.of());
        return post.header("Content-Type", "application/x-www-form-urlencoded");
    }

    /** Where tokens are to be had: credentials go there, so never by plain HTTP to another machine. */
    private static URI realm(Call call, Challenge challenge) {
        URI realm = Transport.resolve(call, challenge.parameter("realm"));
        Origin origin = Origin.of(realm);
        boolean exposed = origin.isPlain() && !Origin.isLoopback(origin.host());
        if (exposed || challenge.parameter("realm").isEmpty() || realm.getRawFragment() != null) {
            throw call.corrupt("the registry names no token server that is safe to ask");
        }
        return realm;
    }

    private static Grant read(Call request, byte[] body, Instant asked) {
        JsonNode answer;
        try {
            answer = Untrusted.object(body);
        } catch (IllegalArgumentException e) {
            throw request.corrupt("the token server's answer is " + e.getMessage());
        }
        String token = answer.path("token").asText(answer.path("access_token").asText(""));
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw request.corrupt("the token server's answer holds no token");
        }
        return new Grant("Bearer " + token, expiry(answer, asked));
    }

    /** By our own clock: the issuer's may differ. */
    private static Instant expiry(JsonNode answer, Instant asked) {
        long stated = answer.path("expires_in").asLong(0);
        Duration life = stated <= 0 ? DEFAULT_LIFE : Duration.ofSeconds(stated);
        try {
            return asked.plus(life).minus(life.compareTo(MARGIN.multipliedBy(2)) > 0 ? MARGIN : Duration.ZERO);
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX;
        }
    }
}
