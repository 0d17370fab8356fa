package stages.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stages.api.Json;

/**
 * GitHub's REST API for one repository. Paths begin after {@code /repos/OWNER/NAME}. What reads, replaces or deletes is
 * repeated while its failure may pass; what creates is not, as it may have been done: look, then decide.
 */
final class GitHubClient implements AutoCloseable {
    private static final int MOST = 32 << 20;
    private static final int REDIRECTS = 3;
    private static final int PAGES = 100;
    private static final Pattern NEXT = Pattern.compile("<([^<>]+)>\\s*;[^,]*\\brel=\"?next\"?");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private final Site site;
    private final String token;
    private final Patience patience;
    private final Consumer<String> log;

    GitHubClient(Site site, String token, Patience patience, Consumer<String> log) {
        this.site = site;
        this.token = token.strip();
        this.patience = patience;
        this.log = log;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.connect())
                .executor(threads)
                .build();
    }

    Site site() {
        return site;
    }

    Patience patience() {
        return patience;
    }

    private record Call(String method, URI uri, @Nullable BodyPublisher body, String type) {
        boolean repeatable() {
            return !method.equals("POST");
        }

        Call to(URI other) {
            return new Call(method, other, body, type);
        }

        @Override
        public String toString() {
            return "'" + method + " " + uri.getRawPath() + "'";
        }
    }

    private record Answer(int status, HttpHeaders headers, String body) {}

    JsonNode get(String path) throws GitHubException, InterruptedException {
        return json(persist(new Call("GET", site.at(path), null, "")));
    }

    /** Nothing where it is not there, or may not be seen. */
    Optional<JsonNode> find(String path) throws GitHubException, InterruptedException {
        try {
            return Optional.of(get(path));
        } catch (GitHubException e) {
            if (e.status() == 404) return Optional.empty();
            throw e;
        }
    }

    /** The elements of all pages. */
    List<JsonNode> all(String path) throws GitHubException, InterruptedException {
        var all = new ArrayList<JsonNode>();
        var next = site.at(path + "?per_page=100");
        for (int page = 0; page < PAGES; page++) {
            var call = new Call("GET", next, null, "");
            var answer = persist(call);
            var json = json(answer);
            if (!json.isArray()) throw GitHubException.lasting("GitHub answered no list to " + call, "");
            json.forEach(all::add);
            var link = NEXT.matcher(answer.headers().firstValue("link").orElse(""));
            if (!link.find()) return all;
            next = home(call, Objects.requireNonNull(link.group(1)));
        }
        throw GitHubException.lasting("GitHub gives more than " + PAGES + " pages for '" + path + "'", "");
    }

    JsonNode post(String path, Object body) throws GitHubException, InterruptedException {
        return json(persist(new Call("POST", site.at(path), text(body), "application/json")));
    }

    JsonNode patch(String path, Object body) throws GitHubException, InterruptedException {
        return json(persist(new Call("PATCH", site.at(path), text(body), "application/json")));
    }

    /** Does nothing where it is gone already. */
    void delete(String path) throws GitHubException, InterruptedException {
        try {
            persist(new Call("DELETE", site.at(path), null, ""));
        } catch (GitHubException e) {
            if (e.status() != 404) throw e;
        }
    }

    /** Uploads a file to an address that {@link Site#upload} gave. */
    JsonNode upload(URI to, String name, Path file) throws IOException, InterruptedException {
        var uri = URI.create(to + "?name=" + encode(name));
        return json(persist(new Call("POST", uri, BodyPublishers.ofFile(file), "application/octet-stream")));
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    private static BodyPublisher text(Object body) {
        return BodyPublishers.ofString(Json.line(body));
    }

    private Answer persist(Call call) throws GitHubException, InterruptedException {
        return patience.persist(call.repeatable(), log, () -> followed(call));
    }

    /** Follows what moved within the API's own host, which renamed repositories do; a write only where it stays a write. */
    private Answer followed(Call call) throws GitHubException, InterruptedException {
        var next = call;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            var answer = once(next);
            if (answer.status() / 100 == 2) return answer;
            var place = answer.headers().firstValue("location");
            var moved = answer.status() == 307 || answer.status() == 308;
            if (place.isEmpty()
                    || !(moved || answer.status() / 100 == 3 && call.method().equals("GET")))
                throw refusal(next, answer);
            next = next.to(home(next, place.get()));
        }
        throw GitHubException.lasting("GitHub redirects " + call + " more than " + REDIRECTS + " times", "");
    }

    private GitHubException refusal(Call call, Answer answer) {
        var body = token.isEmpty() ? answer.body() : answer.body().replace(token, "***");
        var now = patience.clock().instant();
        return new Refusal(call.toString(), answer.status(), answer.headers(), body, now).failure();
    }

    /** An address that an answer names, where it is one of the API's. */
    private URI home(Call call, String address) throws GitHubException {
        try {
            var uri = call.uri().resolve(address);
            if (site.isHome(uri)) return uri;
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw GitHubException.lasting("GitHub points from " + call + " to another host", "check the API's address");
    }

    private Answer once(Call call) throws GitHubException, InterruptedException {
        var body = call.body();
        var request = HttpRequest.newBuilder(call.uri())
                .method(call.method(), body == null ? BodyPublishers.noBody() : body)
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("User-Agent", "slipway");
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        if (body != null) request.header("Content-Type", call.type());
        var limit = patience.answer(body == null ? 0 : body.contentLength());
        var exchange = threads.submit(() -> exchange(request.build()));
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw broken(call, "no whole answer within " + seconds(limit));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GitHubException own) throw own;
            var cause = e.getCause();
            throw broken(call, cause == null ? "" : cause.getClass().getSimpleName() + ": " + cause.getMessage());
        } finally {
            exchange.cancel(true);
        }
    }

    private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            var bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) throw GitHubException.lasting("GitHub's answer is larger than 32 MiB", "");
            return new Answer(response.statusCode(), response.headers(), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private GitHubException broken(Call call, String what) {
        var message =
                "the connection to '" + call.uri().getHost() + "' broke at " + call + " (" + Refusal.clean(what) + ")";
        var hint = "run the same command again: what is done stays done";
        return new GitHubException(0, message, hint, true, Optional.empty());
    }

    private static JsonNode json(Answer answer) throws GitHubException {
        try {
            if (answer.status() == 204) return MissingNode.getInstance();
            return Json.read(answer.body(), JsonNode.class);
        } catch (IllegalArgumentException e) {
            throw GitHubException.lasting("GitHub answered no JSON", "check the API's address and what stands between");
        }
    }
}
