package dsl.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import stages.api.Finding;

/**
 * A result with what was said beside it, as it stands in a cache and beside a task's log.
 *
 * @param key digest of {@code inputs}
 * @param recipe the recipe key
 * @param type the result's class
 * @param inputs the final inputs, by name
 */
public record StoredResult(
        String schema,
        String task,
        String key,
        String recipe,
        String type,
        JsonNode result,
        List<Finding> findings,
        List<String> summaries,
        SortedMap<String, String> inputs) {
    public static final String SCHEMA = "slipway.result/1";

    /** What differs from the inputs of an earlier run: names with both values, digests cut short. */
    public static List<String> differences(SortedMap<String, String> before, SortedMap<String, String> now) {
        var names = new java.util.TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        return names.stream()
                .filter(n -> !now.getOrDefault(n, "").equals(before.getOrDefault(n, "")))
                .map(n -> n + " (" + brief(before.get(n)) + " -> " + brief(now.get(n)) + ")")
                .toList();
    }

    private static String brief(@org.jspecify.annotations.Nullable String value) {
        if (value == null) return "absent";
        var text = value.replaceAll("(sha256:[0-9a-f]{12})[0-9a-f]{52}", "$1");
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
