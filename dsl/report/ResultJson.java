package dsl.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import stages.api.Finding;
import stages.api.Json;

/**
 * A run for programs, {@code slipway.run/1}. Times are in milliseconds, instants in ISO 8601.
 *
 * @param end {@code passed}, {@code failed}, {@code refused}, {@code missing}, {@code cancelled}
 * @param counts tasks by outcome, and {@code restored}
 */
public record ResultJson(
        String schema,
        String run,
        String pipeline,
        SortedMap<String, String> inputs,
        String started,
        long tookMillis,
        int code,
        String end,
        Map<String, Long> counts,
        List<Item> tasks,
        List<String> notes) {

    /**
     * @param key final cache key; absent where nothing was looked up
     * @param cache {@code hit} or {@code miss}; absent where nothing was looked up
     * @param observed what an effect found outside
     * @param result the result's identity
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Item(
            String id,
            String stage,
            String subject,
            String platform,
            String outcome,
            String reason,
            String hint,
            List<String> details,
            boolean restored,
            boolean allowed,
            int attempts,
            long tookMillis,
            Optional<String> key,
            Optional<String> cache,
            Optional<String> why,
            Optional<String> observed,
            String result,
            List<Finding> findings,
            List<String> kept) {}

    public static String of(RunRecord run) {
        var tasks = run.tasks();
        var end = run.end().orElse(ExitCode.CANCELLED);
        return Json.pretty(new ResultJson(
                        "slipway.run/1",
                        run.run(),
                        run.pipeline(),
                        run.inputs(),
                        run.started().toString(),
                        run.took().toMillis(),
                        end.code(),
                        end.word(),
                        counts(tasks),
                        tasks.stream().map(ResultJson::item).toList(),
                        run.notes()))
                + "\n";
    }

    private static Map<String, Long> counts(List<TaskRecord> tasks) {
        var counts = new java.util.TreeMap<String, Long>();
        tasks.forEach(t -> counts.merge(t.word(), 1L, Long::sum));
        counts.put("restored", tasks.stream().filter(TaskRecord::restored).count());
        return counts;
    }

    private static Item item(TaskRecord t) {
        var name = t.name();
        return new Item(
                t.id(),
                name.word(),
                name.subject(),
                name.platform(),
                t.word(),
                t.reason(),
                t.outcome() instanceof Outcome.Failed f ? f.hint() : "",
                t.outcome() instanceof Outcome.Failed f ? f.details() : List.of(),
                t.restored(),
                t.allowed(),
                t.attempts(),
                t.took().toMillis(),
                t.cache().map(RunEvent.CacheAnswered::key),
                t.cache().map(c -> c.hit() ? "hit" : "miss"),
                t.cache().map(RunEvent.CacheAnswered::why).filter(w -> !w.isEmpty()),
                t.observed().map(o -> o.answer() + (o.what().isEmpty() ? "" : ": " + o.what())),
                t.end().map(RunEvent.TaskEnded::result).orElse(""),
                t.findings(),
                t.kept());
    }
}
