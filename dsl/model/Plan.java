package dsl.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What would run, in an order in which it can run: every edge leads to a task before.
 *
 * @param inputs the pipeline's arguments, flags and options, as given
 * @param facts what the plan rests on
 */
public record Plan(
        String pipeline,
        SortedMap<String, String> inputs,
        List<FactValue> facts,
        List<Task> tasks,
        List<Skipped> skipped) {

    /**
     * A fact as it was evaluated; the same script with the same facts gives the same plan.
     *
     * @param options as given, by name
     */
    public record FactValue(String word, Map<String, JsonNode> options, JsonNode value, List<String> notes) {}

    /** What was left out. */
    public record Skipped(String subject, String reason) {}
}
