package stages.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import stages.api.Digest;
import stages.api.Json;

/**
 * A GitHub Enterprise server of one repository, {@code acme/shop}: releases with GitHub's rules. Every request and every
 * answer is held against GitHub's OpenAPI description; what does not fit is in {@link #problems}. One request can go wrong.
 */
final class FakeGitHub implements AutoCloseable {
    static final String TOKEN = "ghp_secret";

    /** What can happen to a request. */
    enum Fault {
        RESET,
        DONE_THEN_RESET,
        DONE_THEN_CUT,
        ERROR_500,
        DONE_THEN_502,
        LIMITED_429,
        LIMITED_403,
        UNAUTHORIZED,
        SLOW,
        HALF
    }

    record Asset(long id, String name, byte[] bytes, boolean whole) {}

    /** A release as it stands. */
    final class Release {
        final long id = ids++;
        final Map<String, JsonNode> fields = new TreeMap<>();
        final Map<String, Asset> assets = new TreeMap<>();
        int patches;

        boolean draft() {
            return fields.get("draft").asBoolean();
        }

        String text(String name) {
            return fields.get(name).asText();
        }
    }

    final List<String> problems = Collections.synchronizedList(new ArrayList<>());
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    final Map<Long, Release> releases = new TreeMap<>();
    final List<JsonNode> sarifs = new ArrayList<>();
    final Deque<String> statuses = new ArrayDeque<>();
    String sarifErrors = "";
    /** Looked at when a release becomes public. */
    Supplier<String> whenPublished = () -> "";

    Optional<Fault> fault = Optional.empty();
    int faultAt = -1;
    boolean digests = true;
    boolean immutable = true;
    String uploadHost = "";
    private long ids = 1;
    private final OpenApi api = OpenApi.read();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    FakeGitHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String api() {
        return root() + "/api/v3";
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Goes wrong at the request of this number, from now. */
    void fault(Fault what, int at) {
        requests.clear();
        fault = Optional.of(what);
        faultAt = at;
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private record Reply(int status, JsonNode body, Map<String, String> headers) {
        static Reply of(int status, JsonNode body) {
            return new Reply(status, body, Map.of());
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var path = uri.getRawPath().replaceFirst("^/api/(v3|uploads)", "");
            Optional<Fault> now;
            synchronized (this) {
                now = requests.size() == faultAt ? fault : Optional.empty();
                requests.add(exchange.getRequestMethod() + " " + path);
            }
            if (now.equals(Optional.of(Fault.HALF)) && path.endsWith("/assets")) {
                half(exchange, path);
                return;
            }
            var body = exchange.getRequestBody().readAllBytes();
            if (now.isPresent() && instead(exchange, now.get())) return;
            var reply = reply(exchange, path, body);
            if (now.equals(Optional.of(Fault.DONE_THEN_RESET)) || now.equals(Optional.of(Fault.HALF))) return;
            if (now.equals(Optional.of(Fault.DONE_THEN_502))) reply = Reply.of(502, message("Bad Gateway"));
            send(exchange, reply, now.equals(Optional.of(Fault.DONE_THEN_CUT)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the fault came instead of the answer. */
    private boolean instead(HttpExchange exchange, Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case RESET -> {}
            case ERROR_500 -> send(exchange, Reply.of(500, message("Server Error")), false);
            case LIMITED_429 ->
                send(
                        exchange,
                        new Reply(
                                429, message("You have exceeded a secondary rate limit."), Map.of("Retry-After", "7")),
                        false);
            case LIMITED_403 ->
                send(
                        exchange,
                        new Reply(
                                403,
                                message("API rate limit exceeded"),
                                Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1")),
                        false);
            case UNAUTHORIZED -> send(exchange, Reply.of(401, message("Bad credentials")), false);
            case SLOW -> end.await();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** As much of an upload as there was before the connection broke; GitHub keeps such an asset as {@code starter}. */
    private synchronized void half(HttpExchange exchange, String path) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(3);
        var release = releases.get(Long.parseLong(path.replaceAll(".*/releases/(\\d+)/assets", "$1")));
        var name = exchange.getRequestURI().getQuery().replaceFirst("^name=", "");
        release.assets.put(name, new Asset(ids++, name, bytes, false));
    }

    private synchronized Reply reply(HttpExchange exchange, String path, byte[] body) {
        var method = exchange.getRequestMethod();
        var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        var type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        var operation = api.find(method, path);
        if (operation.isEmpty()) {
            problems.add("no operation " + method + " " + path);
            return Reply.of(404, message("Not Found"));
        }
        api.request(operation.get(), query, type, body).forEach(p -> problems.add(method + " " + path + ": " + p));
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization")))
            return Reply.of(401, message("Bad credentials"));
        if (!path.startsWith("/repos/acme/shop/")) return Reply.of(404, message("Not Found"));
        var reply = act(operation.get(), method, path, query, body);
        var text = reply.body().isMissingNode() ? "" : reply.body().toString();
        if (undescribed(method, reply)) return reply;
        api.answer(operation.get(), reply.status(), text)
                .forEach(p -> problems.add("answer " + reply.status() + " to " + method + " " + path + ": " + p));
        return reply;
    }

    /** Immutable releases are newer than what the description says of editing: it knows no refusal. */
    private static boolean undescribed(String method, Reply reply) {
        return method.equals("PATCH") && reply.status() == 422;
    }

    private Reply act(OpenApi.Operation operation, String method, String path, String query, byte[] body) {
        var values = operation.path();
        var what = method + path.replaceFirst("/repos/[^/]+/[^/]+", "").replaceAll("/\\d+", "/N");
        return switch (what.replaceFirst("/tags/.*", "/tags/T").replaceFirst("/sarifs/.*", "/sarifs/S")) {
            case "GET/releases" -> list(query);
            case "POST/releases" -> create(json(body));
            case "GET/releases/tags/T" ->
                releases.values().stream()
                        .filter(r -> !r.draft() && r.text("tag_name").equals(values.get("tag")))
                        .findFirst()
                        .map(r -> Reply.of(200, json(r)))
                        .orElse(Reply.of(404, message("Not Found")));
            case "GET/releases/N" -> Reply.of(200, json(releases.get(Long.parseLong(values.get("release_id")))));
            case "PATCH/releases/N" -> edit(releases.get(Long.parseLong(values.get("release_id"))), json(body));
            case "DELETE/releases/N" -> {
                var gone = releases.remove(Long.parseLong(values.get("release_id")));
                if (!gone.draft()) problems.add("a published release was deleted");
                yield Reply.of(204, Json.MAPPER.missingNode());
            }
            case "POST/releases/N/assets" ->
                upload(releases.get(Long.parseLong(values.get("release_id"))), query.replaceFirst("name=", ""), body);
            case "DELETE/releases/assets/N" -> remove(Long.parseLong(values.get("asset_id")));
            case "POST/code-scanning/sarifs" -> {
                sarifs.add(json(body));
                yield Reply.of(202, api.example("code-scanning-sarif-upload"));
            }
            case "GET/code-scanning/sarifs/S" -> status();
            default -> throw new IllegalStateException(what);
        };
    }

    private Reply status() {
        var status = Json.MAPPER.createObjectNode().put("processing_status", statuses.poll());
        if (!sarifErrors.isEmpty()) status.putArray("errors").add(sarifErrors);
        return Reply.of(200, status);
    }

    /** Newest first, two a page whatever is asked for, so that every list has pages. */
    private Reply list(String query) {
        var page = query.contains("page=") && query.matches(".*\\bpage=\\d+.*")
                ? Integer.parseInt(
                        query.replaceFirst("^(?:.*&)?page=(\\d+).*$", "$1").replaceAll("\\D.*", ""))
                : 1;
        var all = new ArrayList<>(releases.values());
        Collections.reverse(all);
        var list = Json.MAPPER.createArrayNode();
        all.stream().skip(2L * (page - 1)).limit(2).forEach(r -> list.add(json(r)));
        if (all.size() <= 2 * page) return Reply.of(200, list);
        var next = "<" + api() + "/repos/acme/shop/releases?per_page=100&page=" + (page + 1) + ">; rel=\"next\"";
        return new Reply(200, list, Map.of("Link", "<" + api() + "/x?page=9>; rel=\"last\", " + next));
    }

    private Reply create(JsonNode body) {
        var release = new Release();
        body.fields().forEachRemaining(f -> release.fields.put(f.getKey(), f.getValue()));
        if (!release.draft()) problems.add("a release that was made without a draft");
        releases.put(release.id, release);
        return Reply.of(201, json(release));
    }

    private Reply edit(Release release, JsonNode body) {
        if (!release.draft() && immutable) return invalid("Release", "tag_name", "immutable");
        body.fields().forEachRemaining(f -> release.fields.put(f.getKey(), f.getValue()));
        release.patches++;
        var wrong = whenPublished.get();
        if (!release.draft() && !wrong.isEmpty()) problems.add(wrong);
        if (release.assets.values().stream().anyMatch(a -> !a.whole())) problems.add("published with half an asset");
        return Reply.of(200, json(release));
    }

    private Reply upload(Release release, String name, byte[] body) {
        if (!release.draft()) problems.add("an upload to a published release");
        if (release.assets.containsKey(name)) return invalid("ReleaseAsset", "name", "already_exists");
        release.assets.put(name, new Asset(ids++, name, body, true));
        return Reply.of(201, json(release.assets.get(name)));
    }

    private Reply remove(long asset) {
        for (var release : releases.values()) {
            if (!release.assets.values().removeIf(a -> a.id() == asset)) continue;
            if (!release.draft()) problems.add("an asset of a published release was deleted");
            return Reply.of(204, Json.MAPPER.missingNode());
        }
        return Reply.of(404, message("Not Found"));
    }

    private Reply invalid(String resource, String field, String code) {
        var body = message("Validation Failed").put("documentation_url", "https://docs.github.com/rest");
        body.putArray("errors")
                .addObject()
                .put("resource", resource)
                .put("field", field)
                .put("code", code);
        return Reply.of(422, body);
    }

    private static ObjectNode message(String text) {
        return Json.MAPPER.createObjectNode().put("message", text);
    }

    private ObjectNode json(Release release) {
        var json = api.example("release");
        release.fields.forEach((name, value) -> {
            if (json.has(name)) json.set(name, value);
        });
        var page = root() + "/acme/shop/releases/tag/"
                + (release.draft() ? "untagged-" + release.id : release.text("tag_name"));
        json.put("id", release.id).put("html_url", page);
        json.put(
                "upload_url",
                (uploadHost.isEmpty() ? root() : uploadHost) + "/api/uploads/repos/acme/shop/releases/" + release.id
                        + "/assets{?name,label}");
        var assets = json.putArray("assets");
        release.assets.values().forEach(a -> assets.add(json(a)));
        return json;
    }

    private ObjectNode json(Asset asset) {
        var json = (ObjectNode) api.example("release").path("assets").get(0).deepCopy();
        json.put("id", asset.id()).put("name", asset.name()).put("size", asset.bytes().length);
        json.put("state", asset.whole() ? "uploaded" : "open");
        if (digests) json.put("digest", Digest.of(asset.bytes()).value());
        else json.putNull("digest");
        return json;
    }

    private static JsonNode json(byte[] body) {
        return Json.read(new String(body, StandardCharsets.UTF_8), JsonNode.class);
    }

    /** @param cut whether the connection breaks in the middle of the body */
    private static void send(HttpExchange exchange, Reply reply, boolean cut) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        var bytes = reply.body().isMissingNode()
                ? new byte[0]
                : reply.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
        exchange.getResponseBody().flush();
    }
}
