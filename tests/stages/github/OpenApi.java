package stages.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import stages.api.Json;

/**
 * GitHub's own description of its REST API, as much of it as Slipway calls: {@code openapi.json}, cut out of npm's {@code
 * @octokit/openapi} (MIT); {@link OpenApiSliceTest} holds the two together. Judges requests and answers.
 */
final class OpenApi {
    static final Path SLICE = Path.of("tests/stages/github/openapi.json");
    static final List<String> OPERATIONS = List.of(
            "get /repos/{owner}/{repo}/releases",
            "post /repos/{owner}/{repo}/releases",
            "get /repos/{owner}/{repo}/releases/tags/{tag}",
            "get /repos/{owner}/{repo}/releases/{release_id}",
            "patch /repos/{owner}/{repo}/releases/{release_id}",
            "delete /repos/{owner}/{repo}/releases/{release_id}",
            "post /repos/{owner}/{repo}/releases/{release_id}/assets",
            "delete /repos/{owner}/{repo}/releases/assets/{asset_id}",
            "post /repos/{owner}/{repo}/code-scanning/sarifs",
            "get /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}");

    private final JsonNode description;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(Dialects.getOpenApi30());
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    private OpenApi(JsonNode description) {
        this.description = description;
    }

    static OpenApi read() {
        try {
            return new OpenApi(Json.read(Files.readString(SLICE), JsonNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the example of this name. */
    ObjectNode example(String name) {
        return description.at("/components/examples/" + name + "/value").deepCopy();
    }

    /** @param path values of the path's parameters */
    record Operation(JsonNode json, JsonNode shared, Map<String, String> path) {}

    Optional<Operation> find(String method, String path) {
        for (var operation : OPERATIONS) {
            var words = operation.split(" ");
            if (!words[0].equals(method.toLowerCase(Locale.ROOT))) continue;
            var match = Pattern.compile(words[1].replaceAll("\\{(\\w+)}", "([^/]+)"))
                    .matcher(path);
            if (!match.matches()) continue;
            var values = new TreeMap<String, String>();
            var names = Pattern.compile("\\{(\\w+)}").matcher(words[1]);
            for (int i = 1; names.find(); i++) values.put(names.group(1), decode(match.group(i)));
            var item = description.path("paths").path(words[1]);
            return Optional.of(new Operation(item.path(words[0]), item.path("parameters"), values));
        }
        return Optional.empty();
    }

    /** What is wrong with a request. */
    List<String> request(Operation operation, String query, String type, byte[] body) {
        var problems = new ArrayList<String>();
        var given = new TreeMap<>(operation.path());
        for (var pair : query.isEmpty() ? new String[0] : query.split("&"))
            given.put(decode(pair.split("=", 2)[0]), decode(pair.split("=", 2)[1]));
        for (var raw : operation.json().path("parameters")) {
            var parameter = resolve(raw);
            var value = given.remove(parameter.path("name").asText());
            if (value != null) problems.addAll(judge(parameter.path("schema"), scalar(parameter, value)));
            else if (parameter.path("required").asBoolean())
                problems.add("missing " + parameter.path("name").asText());
        }
        given.keySet().forEach(name -> problems.add("unknown parameter " + name));
        var content = operation.json().path("requestBody").path("content");
        if (content.isMissingNode() && body.length > 0) problems.add("a body where none is taken");
        if (!content.isMissingNode()) problems.addAll(content(content, type, body));
        return problems;
    }

    /** What is wrong with an answer. */
    List<String> answer(Operation operation, int status, String body) {
        var response = resolve(operation.json().path("responses").path(Integer.toString(status)));
        if (response.isMissingNode()) return List.of("no answer " + status + " is described");
        var content = response.path("content");
        if (content.isMissingNode()) return body.isEmpty() ? List.of() : List.of("a body where none is described");
        return content(content, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> content(JsonNode content, String type, byte[] body) {
        var schema = content.path(type).path("schema");
        if (schema.isMissingNode()) return List.of("'" + type + "' is not described");
        if (!type.equals("application/json")) return List.of();
        return judge(schema, Json.read(new String(body, StandardCharsets.UTF_8), JsonNode.class));
    }

    private static JsonNode scalar(JsonNode parameter, String value) {
        var number = parameter.path("schema").path("type").asText().equals("integer") && value.matches("\\d+");
        return number ? Json.tree(Long.parseLong(value)) : Json.tree(value);
    }

    private List<String> judge(JsonNode schema, JsonNode value) {
        return schemas
                .computeIfAbsent(
                        schema,
                        s -> registry.getSchema(
                                s.<ObjectNode>deepCopy().set("components", description.path("components"))))
                .validate(value)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Cuts the operations, and all that they refer to, out of the whole. */
    static ObjectNode slice(JsonNode whole) {
        var slice = Json.MAPPER.createObjectNode();
        for (var name : List.of("openapi", "info")) slice.set(name, whole.path(name));
        for (var operation : OPERATIONS) {
            var words = operation.split(" ");
            var from = whole.path("paths").path(words[1]).path(words[0]);
            slice.withObject("/paths").withObjectProperty(words[1]).set(words[0], from);
            refer(whole, from, slice);
        }
        return slice;
    }

    private static void refer(JsonNode whole, JsonNode from, ObjectNode slice) {
        for (var ref : from.findValuesAsText("$ref")) {
            var parts = ref.substring(2).split("/");
            var group = slice.withObject("/components").withObjectProperty(parts[1]);
            if (group.has(parts[2])) continue;
            group.set(parts[2], whole.at(ref.substring(1)));
            refer(whole, whole.at(ref.substring(1)), slice);
        }
    }
}
