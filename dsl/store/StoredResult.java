package dsl.store;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import stages.api.Finding;
import stages.api.Json;
import stages.api.Result;

/**
 * A result with what was said beside it, as it stands in a cache and in a run's {@code results.jsonl}.
 *
 * @param key digest of {@code inputs}
 * @param recipe the recipe key
 * @param type the result's class
 * @param inputs the final inputs, by name
 */
public record StoredResult(
        String task,
        String key,
        String recipe,
        String type,
        JsonNode result,
        List<Finding> findings,
        List<String> summaries,
        SortedMap<String, String> inputs) {
    /** @throws IllegalArgumentException where something is missing: it was written by another version */
    public StoredResult {
        if (Stream.of(task, key, recipe, type, result, findings, summaries, inputs)
                .anyMatch(Objects::isNull)) throw new IllegalArgumentException("it was written by another version");
    }

    StoredResult withoutResult() {
        return new StoredResult(task, key, recipe, type, NullNode.instance, List.of(), List.of(), inputs);
    }

    /** The result, where it is of this type. */
    public Optional<Result> read(JavaType wanted) {
        if (!type.equals(wanted.toCanonical())) return Optional.empty();
        try {
            return Optional.of(Json.from(result, wanted));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The inputs of these names that differ now, each with both values, digests cut short. */
    List<String> differences(SortedMap<String, String> now, Predicate<String> names) {
        return Stream.concat(inputs.keySet().stream(), now.keySet().stream())
                .distinct()
                .filter(names)
                .filter(n -> !now.getOrDefault(n, "").equals(inputs.getOrDefault(n, "")))
                .map(n -> n + " (" + brief(inputs.getOrDefault(n, "absent")) + " -> "
                        + brief(now.getOrDefault(n, "absent")) + ")")
                .toList();
    }

    private static String brief(String value) {
        var text = value.replaceAll("(sha256:[0-9a-f]{12})[0-9a-f]{52}", "$1");
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
