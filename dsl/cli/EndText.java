package dsl.cli;

import dsl.report.*;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import java.nio.file.Path;
import java.util.*;
import stages.api.Finding;

/** The end of a run on one screen: what ran, what was cached and why, what did not end well and how to repeat it alone. */
final class EndText {
    /** Lines of a screen. */
    static final int SCREEN = 24;

    private static final int OUTPUT = 6;
    private static final int RAN = 8;

    private final Style style;
    private final Request request;
    private final Path folder;

    /**
     * @param request what was asked for
     * @param folder the run's
     */
    EndText(Style style, Request request, Path folder) {
        this.style = style;
        this.request = request;
        this.folder = folder;
    }

    /** A line for every task. */
    String list(RunRecord run) {
        var tasks = run.tasks();
        var column = Texts.widest(tasks.stream().map(TaskRecord::id).toList());
        var text = new StringBuilder();
        for (var t : tasks)
            text.append((Texts.pad(t.cached() ? "cached" : t.word(), 9) + "  " + Texts.pad(t.id(), column) + "  "
                                    + Texts.pad(t.attempts() == 0 ? "" : Texts.duration(t.took()), 7) + "  "
                                    + Texts.fit(Texts.clean(t.reason()), Console.WIDTH))
                            .stripTrailing())
                    .append('\n');
        return text.append('\n').toString();
    }

    /**
     * @param images a line for each
     * @param end a word for how it ended
     */
    String of(RunRecord run, List<String> images, String end) {
        var tasks = run.tasks();
        var bad = tasks.stream().filter(TaskRecord::bad).toList();
        var foot = foot(run, tasks, images, bad);
        var others = others(tasks, bad.isEmpty() ? 4 : 2);
        var lines = new ArrayList<String>();
        lines.add(head(run, tasks, end));
        bad(lines, bad, SCREEN - foot.size() - others.size() - 3);
        lines.addAll(others);
        ran(lines, tasks, SCREEN - foot.size() - lines.size());
        lines.addAll(foot);
        return String.join("\n", lines) + "\n";
    }

    private String head(RunRecord run, List<TaskRecord> tasks, String end) {
        var coloured = end.equals("passed") ? style.green(end) : style.red(end);
        return style.bold(run.pipeline() + " ") + coloured + " in " + Texts.duration(run.took()) + ": "
                + Counts.of(tasks).text();
    }

    /** As many as there is room for, each with its last lines and the command that repeats it. */
    private void bad(List<String> lines, List<TaskRecord> bad, int room) {
        if (bad.isEmpty()) return;
        int used = height(bad.getFirst());
        int entries = 1;
        while (entries < bad.size() && used + height(bad.get(entries)) <= room) used += height(bad.get(entries++));
        var shown = bad.subList(0, entries);
        long speaking = shown.stream().filter(t -> !last(t, 1).isEmpty()).count();
        int output = Math.clamp((room - used) / Math.max(1, speaking), 0, OUTPUT);
        for (var t : shown) {
            row(lines, style.red(Texts.pad(t.word(), 9)), t.id());
            wrapped(t.reason()).forEach(l -> row(lines, "", l));
            last(t, output).forEach(l -> row(lines, "", style.dim("| ") + fit(l)));
            hint(t).forEach(l -> row(lines, "", l));
            row(lines, "", "again: " + request.again() + " --force " + Request.quoted(t.id()));
        }
        if (bad.size() > entries)
            row(lines, "", "and " + (bad.size() - entries) + " more: " + Cli.PROGRAM + " show " + id());
    }

    /** Lines of a failed task without its output. */
    private static int height(TaskRecord task) {
        return 2 + wrapped(task.reason()).size() + hint(task).size();
    }

    private static List<String> hint(TaskRecord task) {
        return task.outcome() instanceof Outcome.Failed f && !f.hint().isEmpty() ? wrapped(f.hint()) : List.of();
    }

    private static List<String> wrapped(String text) {
        return Texts.wrap(Texts.clean(text), Console.WIDTH - 13, 2);
    }

    private static String fit(String text) {
        return Texts.fit(Texts.clean(text), Console.WIDTH - 13);
    }

    private static List<String> last(TaskRecord task, int n) {
        if (!(task.outcome() instanceof Outcome.Failed f)) return List.of();
        var lines = f.details().stream().filter(l -> !l.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - n), lines.size());
    }

    /** What did not run or was allowed to fail, one line for each reason, {@code most} of them. */
    private List<String> others(List<TaskRecord> tasks, int most) {
        var groups = new LinkedHashMap<String, List<TaskRecord>>();
        for (var t : tasks)
            if (t.allowed() || !(t.outcome() instanceof Outcome.Passed) && !t.bad())
                groups.computeIfAbsent((t.allowed() ? "allowed" : t.word()) + "\n" + t.reason(), g -> new ArrayList<>())
                        .add(t);
        var lines = new ArrayList<String>();
        groups.forEach((key, group) -> {
            var parts = key.split("\n", 2);
            if (lines.size() < most)
                row(lines, style.yellow(Texts.pad(parts[0], 9)), fit(names(group) + ": " + parts[1]));
        });
        if (groups.size() > most)
            row(lines, "", "and " + (groups.size() - most) + " more: " + Cli.PROGRAM + " show " + id());
        return lines;
    }

    private static String names(List<TaskRecord> tasks) {
        var ids = tasks.stream().map(TaskRecord::id).limit(3).toList();
        return String.join(", ", ids) + (tasks.size() > 3 ? " and " + (tasks.size() - 3) + " more" : "");
    }

    /** What ran, and what the cache missed for it. */
    private void ran(List<String> lines, List<TaskRecord> tasks, int room) {
        var ran = tasks.stream()
                .filter(t -> t.outcome() instanceof Outcome.Passed && !t.restored())
                .toList();
        int shown = ran.size() <= room ? Math.min(ran.size(), RAN) : Math.clamp(room - 1, 0, RAN);
        for (int i = 0; i < shown; i++) row(lines, i == 0 ? "ran" : "", ran(ran.get(i)));
        var rest = ran.subList(shown, ran.size());
        if (!rest.isEmpty()) row(lines, shown == 0 ? "ran" : "", fit((shown == 0 ? "" : "and ") + words(rest)));
    }

    private static String ran(TaskRecord task) {
        var why = task.cache().map(RunEvent.CacheAnswered::why).filter(w -> !w.isEmpty());
        return fit(task.id() + "  " + Texts.duration(task.took())
                + why.map(w -> "  " + w).orElse(""));
    }

    private List<String> foot(RunRecord run, List<TaskRecord> tasks, List<String> images, List<TaskRecord> bad) {
        var lines = new ArrayList<String>();
        var cached = tasks.stream().filter(TaskRecord::cached).toList();
        if (!cached.isEmpty())
            row(
                    lines,
                    style.green(Texts.pad("cached", 9)),
                    fit(words(cached) + "; all that they depend on is as it was"));
        int shown = Math.min(bad.isEmpty() ? 6 : 2, images.size());
        for (int i = 0; i < shown; i++) row(lines, i == 0 ? "images" : "", images.get(i));
        if (images.size() > shown) row(lines, "", "and " + (images.size() - shown) + " more");
        findings(tasks).ifPresent(f -> row(lines, "findings", f));
        run.notes().stream()
                .limit(bad.isEmpty() ? 2 : 1)
                .forEach(n -> row(lines, style.yellow(Texts.pad("note", 9)), fit(n)));
        if (!bad.isEmpty())
            row(
                    lines,
                    "log",
                    request.program() + " logs " + id() + " "
                            + Request.quoted(bad.get(0).id()));
        row(lines, "reports", ".pipeline/runs/" + id());
        return lines;
    }

    private static Optional<String> findings(List<TaskRecord> tasks) {
        var all = tasks.stream().flatMap(t -> t.findings().stream()).distinct().toList();
        if (all.isEmpty()) return Optional.empty();
        var parts = new ArrayList<String>();
        for (var level : Finding.Level.values()) {
            var n = all.stream()
                    .filter(f -> f.waiver().isEmpty() && f.level() == level)
                    .count();
            if (n > 0) parts.add(0, Texts.count(n, level.name().toLowerCase(Locale.ROOT)));
        }
        var waived = all.stream().filter(f -> f.waiver().isPresent()).count();
        if (waived > 0) parts.add(waived + " waived");
        return Optional.of(String.join(", ", parts) + "; all of them in findings.sarif");
    }

    private String id() {
        return String.valueOf(folder.getFileName());
    }

    /** {@code buildImage 6, lintDockerfile 3}. */
    private static String words(List<TaskRecord> tasks) {
        var counts = new TreeMap<String, Integer>();
        tasks.forEach(t -> counts.merge(t.name().word(), 1, Integer::sum));
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .toList());
    }

    private static void row(List<String> lines, String left, String right) {
        var label = left.isEmpty() || left.length() < 9 ? Texts.pad(left, 9) : left;
        lines.add(("  " + label + "  " + right).stripTrailing());
    }

    static String word(RunRecord run) {
        return run.end().map(ExitCode::word).orElse("cancelled");
    }
}
