package dsl.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dsl.model.Plan;
import dsl.model.Task;
import dsl.word.Controls;
import java.util.*;
import stages.api.Json;

/** A plan for programs, {@code slipway.plan/1}. The same plan gives the same bytes, {@code cached} apart. */
public record PlanJson(
        String schema,
        String pipeline,
        SortedMap<String, String> inputs,
        List<Plan.FactValue> facts,
        List<Item> tasks,
        List<Plan.Skipped> skipped) {

    /**
     * @param after ids of the tasks that come before
     * @param key recipe key
     * @param cached {@code hit}, {@code miss}, {@code unknown}
     * @param when the condition as a script would have it
     * @param runner the runner's words, those that were given
     */
    public record Item(
            String id,
            String stage,
            String subject,
            Optional<String> platform,
            List<String> after,
            String reason,
            String key,
            String cached,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> when,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> runner,
            Map<String, JsonNode> options) {}

    /** @param cached by task id */
    public static String of(Plan plan, Map<String, CacheAnswer> cached) {
        var tasks = plan.tasks().stream()
                .map(t -> item(t, cached.getOrDefault(t.id(), CacheAnswer.UNKNOWN)))
                .toList();
        return Json.pretty(new PlanJson(
                        "slipway.plan/1", plan.pipeline(), plan.inputs(), plan.facts(), tasks, plan.skipped()))
                + "\n";
    }

    private static Item item(Task t, CacheAnswer cached) {
        return new Item(
                t.id(),
                t.type().word(),
                t.subject(),
                t.platform().map(Object::toString),
                t.edges().stream().map(Task.Edge::to).distinct().toList(),
                t.reason(),
                t.recipe().key().value(),
                cached.state().word(),
                t.controls().when().map(w -> w.text()),
                runner(t.controls()),
                options(t));
    }

    private static Map<String, JsonNode> options(Task t) {
        var options = new LinkedHashMap<String, JsonNode>();
        t.values().forEach((name, value) -> options.put(name, Values.json(value)));
        return options;
    }

    private static Map<String, JsonNode> runner(Controls c) {
        var given = new LinkedHashMap<String, JsonNode>();
        if (c.always()) given.put("always", Json.tree(true));
        c.timeout().ifPresent(t -> given.put("timeout", Json.tree(t)));
        c.retry().ifPresent(r -> given.put("retry", Json.tree(r)));
        if (c.allowFailure()) given.put("allowFailure", Json.tree(true));
        if (!c.lock().isEmpty()) given.put("lock", Json.tree(c.lock()));
        if (!c.env().isEmpty()) given.put("env", Json.tree(c.env()));
        if (!c.secrets().isEmpty()) given.put("secrets", Json.tree(c.secrets()));
        return given;
    }
}
