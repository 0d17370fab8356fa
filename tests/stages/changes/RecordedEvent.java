package stages.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import stages.api.Event;

/** Events from payloads in the shape that GitHub sends, commits of the test's repository put in. */
final class RecordedEvent {
    private RecordedEvent() {}

    static Event pullRequest(String base, String head) throws IOException {
        JsonNode payload = payload("pull-request", base, head);
        JsonNode request = payload.get("pull_request");
        return new Event(
                "pull_request",
                "refs/pull/" + payload.get("number").asInt() + "/merge",
                Optional.of(request.at("/base/sha").asText()),
                Optional.of(payload.get("number").asInt()),
                Optional.of(payload.at("/repository/default_branch").asText()),
                !request.at("/head/repo/full_name").equals(request.at("/base/repo/full_name")));
    }

    static Event push(String ref, String before, String head) throws IOException {
        JsonNode payload = payload("push", before, head);
        return new Event(
                "push",
                ref,
                Optional.of(payload.get("before").asText()),
                Optional.empty(),
                Optional.of(payload.at("/repository/default_branch").asText()),
                false);
    }

    static Event mergeGroup(String base, String head) throws IOException {
        JsonNode payload = payload("merge-group", base, head);
        return new Event(
                "merge_group",
                payload.at("/merge_group/head_ref").asText(),
                Optional.of(payload.at("/merge_group/base_sha").asText()),
                Optional.empty(),
                Optional.of(payload.at("/repository/default_branch").asText()),
                false);
    }

    static Event other(String name, String ref) {
        return new Event(name, ref, Optional.empty(), Optional.empty(), Optional.of("main"), false);
    }

    private static JsonNode payload(String name, String base, String head) throws IOException {
        String text = Files.readString(Path.of("tests/stages/changes/events", name + ".json"));
        return new ObjectMapper().readTree(text.replace("{BASE}", base).replace("{HEAD}", head));
    }
}
