package dsl.report;

import java.util.List;

/** A run in Markdown (GitHub's flavour): how it ended, a row for each task that matters, what stages say. */
public final class MarkdownSummary {
    private static final int ROWS = 200;

    private MarkdownSummary() {}

    public static String of(RunRecord run) {
        var tasks = run.tasks();
        var end = run.end().orElse(ExitCode.CANCELLED);
        var text = new StringBuilder("## " + escape(run.pipeline()) + ": " + end.word() + "\n\n")
                .append(Counts.of(tasks).text())
                .append(" in ")
                .append(Texts.duration(run.took()))
                .append(".\n");
        run.notes().forEach(n -> text.append("\n> ").append(escape(n)).append('\n'));
        table(tasks, text);
        problems(tasks, text);
        tasks.forEach(t ->
                t.summaries().forEach(s -> text.append('\n').append(s.strip()).append('\n')));
        return text.toString();
    }

    private static void table(List<TaskRecord> tasks, StringBuilder text) {
        text.append("\n| task | outcome | time | |\n|---|---|---:|---|\n");
        tasks.stream()
                .limit(ROWS)
                .forEach(t -> text.append("| ")
                        .append(code(t.id()))
                        .append(" | ")
                        .append(t.bad() ? "**" + t.word() + "**" : t.word())
                        .append(t.restored() ? ", cached" : "")
                        .append(t.allowed() ? ", allowed" : "")
                        .append(" | ")
                        .append(Texts.duration(t.took()))
                        .append(" | ")
                        .append(escape(t.reason()))
                        .append(" |\n"));
        if (tasks.size() > ROWS) text.append("\n").append(tasks.size() - ROWS).append(" more tasks are not shown.\n");
    }

    private static void problems(List<TaskRecord> tasks, StringBuilder text) {
        var bad = tasks.stream()
                .filter(t -> t.outcome() instanceof dsl.store.Outcome.Failed
                        || !t.findings().isEmpty())
                .toList();
        for (var t : bad) {
            text.append("\n### ").append(escape(t.id())).append("\n\n");
            if (t.outcome() instanceof dsl.store.Outcome.Failed f
                    && !f.details().isEmpty()) text.append(fenced(f.details()));
            if (!t.findings().isEmpty())
                text.append(fenced(
                        t.findings().stream().limit(ROWS).map(FindingText::of).toList()));
        }
    }

    private static String code(String text) {
        return "`" + Texts.clean(text).replace("`", "'").replace("|", "\\|") + "`";
    }

    /** A fence longer than any run of back quotes within. */
    private static String fenced(List<String> lines) {
        var body = String.join("\n", lines.stream().map(Texts::clean).toList());
        var fence = "```";
        while (body.contains(fence)) fence += "`";
        return fence + "\n" + body + "\n" + fence + "\n";
    }

    private static String escape(String text) {
        var safe = new StringBuilder();
        Texts.clean(text).chars().forEach(c -> {
            if ("\\`*_{}[]<>|#".indexOf(c) >= 0) safe.append('\\');
            safe.append((char) c);
        });
        return safe.toString();
    }
}
