package dsl.report;

import java.util.ArrayList;
import java.util.List;

/** How many tasks ended in which way. */
public record Counts(int passed, int restored, int refused, int failed, int skipped, int blocked, int cancelled) {
    public static Counts of(List<TaskRecord> tasks) {
        return new Counts(
                count(tasks, "passed"),
                (int) tasks.stream().filter(TaskRecord::cached).count(),
                count(tasks, "refused"),
                count(tasks, "failed"),
                count(tasks, "skipped"),
                count(tasks, "blocked"),
                count(tasks, "cancelled"));
    }

    private static int count(List<TaskRecord> tasks, String word) {
        return (int) tasks.stream().filter(t -> t.word().equals(word)).count();
    }

    /** {@code 9 passed (6 cached), 1 failed, 2 blocked}. */
    public String text() {
        var parts = new ArrayList<String>();
        if (passed > 0) parts.add(passed + " passed" + (restored > 0 ? " (" + restored + " cached)" : ""));
        add(parts, failed, "failed");
        add(parts, refused, "refused");
        add(parts, blocked, "blocked");
        add(parts, skipped, "skipped");
        add(parts, cancelled, "cancelled");
        return parts.isEmpty() ? "no tasks" : String.join(", ", parts);
    }

    private static void add(List<String> parts, int n, String word) {
        if (n > 0) parts.add(n + " " + word);
    }
}
