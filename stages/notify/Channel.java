package stages.notify;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stages.api.Json;
import stages.api.Released;

/**
 * How a kind of channel is told: Slack's incoming webhooks, Discord's "Execute Webhook" and "Edit Webhook Message", and
 * plain JSON.
 */
enum Channel {
    SLACK,
    DISCORD,
    WEBHOOK;

    private static final int LONGEST = 1900;

    /** Whether what was said can be said anew in the same place. */
    boolean updates() {
        return this == DISCORD;
    }

    Object body(String text, Optional<Released> released) {
        var cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return switch (this) {
            case SLACK ->
                Map.of("text", cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
            case DISCORD -> Map.of("content", plain(cut), "allowed_mentions", Map.of("parse", List.of()));
            case WEBHOOK -> {
                var body = new TreeMap<String, Object>(Map.of("schema", "slipway.announcement/1", "text", text));
                released.ifPresent(r -> body.put("release", r));
                yield body;
            }
        };
    }

    /** Names are other people's: as text they can be no markup. Addresses stay as they are, to be followed. */
    private static String plain(String text) {
        var words = new StringBuilder();
        for (var word : text.split("(?<= )"))
            words.append(word.matches("https?://\\S+\\s*") ? word : word.replaceAll("[\\\\*_`~|<>\\[\\]#]", "\\\\$0"));
        return words.toString();
    }

    /** Where a new message goes; Discord tells its id only where it is waited for. */
    URI posts(URI hook) {
        if (this != DISCORD) return hook;
        return URI.create(hook + (hook.getRawQuery() == null ? "?" : "&") + "wait=true");
    }

    /** Where a message of this id is changed. */
    URI edits(URI hook, String id) {
        var query = hook.getRawQuery() == null ? "" : "?" + hook.getRawQuery();
        return URI.create(
                hook.getScheme() + "://" + hook.getRawAuthority() + hook.getRawPath() + "/messages/" + id + query);
    }

    /** The id that a channel gave a message, where it gives one. */
    Optional<String> id(String answer) {
        if (!updates()) return Optional.empty();
        try {
            var json = Json.<JsonNode>read(answer, JsonNode.class);
            return Optional.of(json.path("id").asText("")).filter(id -> id.matches("[0-9]{1,20}"));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
