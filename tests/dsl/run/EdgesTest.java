package dsl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dsl.model.Task.Edge.Kind;
import dsl.store.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table written down a second time, as data. */
final class EdgesTest {
    /** In order: DATA, AFTER, PART, then the same for a task that runs always. */
    static final Map<String, String> TABLE = Map.of(
            "passed", "yyy yyy",
            "refused", "nnn yyy",
            "refused allowed", "yyy yyy",
            "failed", "nnn nyn",
            "failed allowed", "nyn nyn",
            "skipped", "nyy nyy",
            "blocked", "nnn nyn",
            "cancelled", "nnn nyn");

    @Test
    void followsTheTable() {
        for (var outcome : outcomes())
            for (var allowed : List.of(false, true))
                for (var kind : Kind.values())
                    for (var always : List.of(false, true))
                        assertEquals(
                                expected(outcome, allowed, kind, always),
                                Edges.opens(outcome, allowed, kind, always),
                                outcome + " " + allowed + " " + kind + " " + always);
    }

    static boolean expected(Outcome outcome, boolean allowed, Kind kind, boolean always) {
        var name = outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        var row = TABLE.getOrDefault(allowed ? name + " allowed" : name, TABLE.get(name));
        return row.charAt((always ? 4 : 0)
                        + List.of(Kind.DATA, Kind.AFTER, Kind.PART).indexOf(kind))
                == 'y';
    }

    private static List<Outcome> outcomes() {
        return List.of(
                new Outcome.Passed(),
                new Outcome.Refused("no"),
                new Outcome.Failed("no", "", List.of(), false),
                new Outcome.Skipped("no"),
                new Outcome.Blocked("no"),
                new Outcome.Cancelled());
    }
}
