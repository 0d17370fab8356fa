package dsl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stages.api.Event;
import stages.api.Json;
import stages.api.Tier;

/** What GitHub Actions says of what started a job: its variables, and the webhook's payload in GITHUB_EVENT_PATH. */
final class GithubEvent {
    private GithubEvent() {}

    static Event of(Map<String, String> environment) throws IOException {
        var name = environment.getOrDefault("GITHUB_EVENT_NAME", "");
        if (name.isEmpty()) return Event.none();
        var path = environment.get("GITHUB_EVENT_PATH");
        var payload = path == null ? MissingNode.getInstance() : Json.MAPPER.readTree(Files.readString(Path.of(path)));
        var base = Stream.of("/pull_request/base/sha", "/merge_group/base_sha", "/before")
                .flatMap(p -> text(payload, p));
        var number = payload.at("/pull_request/number");
        var home = text(payload, "/repository/full_name").findFirst();
        var head = text(payload, "/pull_request/head/repo/full_name").findFirst();
        return new Event(
                name,
                environment.getOrDefault("GITHUB_REF", ""),
                base.findFirst(),
                number.isInt() ? Optional.of(number.asInt()) : Optional.empty(),
                text(payload, "/repository/default_branch").findFirst(),
                payload.has("pull_request") && !head.equals(home));
    }

    private static Stream<String> text(JsonNode payload, String pointer) {
        return Stream.of(payload.at(pointer)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    /**
     * Nobody but those who may write to the default branch or push a tag can have written what a trusted run runs; a
     * branch, a pull request and a merge queue hold what others wrote.
     */
    static Tier tier(Event event) {
        if (!event.present()) return Tier.LAPTOP;
        var byDefault = event.defaultBranch()
                .map(b -> event.ref().equals("refs/heads/" + b))
                .orElse(false);
        var trusted = !event.untrusted() && (byDefault || event.ref().startsWith("refs/tags/"));
        return trusted ? Tier.TRUSTED : Tier.UNTRUSTED;
    }
}
