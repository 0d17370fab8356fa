package dsl.report;

import dsl.model.Plan;
import dsl.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan for people: what would run, by subject and in order, why, and what the cache holds. */
public final class PlanText {
    private final Style style;
    private final int width;

    public PlanText(Style style, int width) {
        this.style = style;
        this.width = width;
    }

    /** @param cached by task id */
    public String of(Plan plan, Map<String, CacheAnswer> cached) {
        var text = new StringBuilder(head(plan, cached)).append('\n');
        notes(plan)
                .forEach(n -> text.append("  ")
                        .append(style.yellow("note"))
                        .append(' ')
                        .append(n)
                        .append('\n'));
        var column = Texts.widest(plan.tasks().stream().map(PlanText::label).toList());
        bySubject(plan).forEach((subject, tasks) -> group(text, subject, tasks, cached, column));
        skipped(plan, text);
        return text.toString();
    }

    private String head(Plan plan, Map<String, CacheAnswer> cached) {
        var hits = plan.tasks().stream()
                .filter(t -> cached.getOrDefault(t.id(), CacheAnswer.UNKNOWN).hit())
                .count();
        var inputs = inputs(plan.inputs());
        return style.bold(plan.pipeline())
                + (inputs.isEmpty() ? "" : " " + inputs)
                + ": "
                + (plan.tasks().isEmpty()
                        ? "nothing to do"
                        : Texts.count(plan.tasks().size(), "task"))
                + (hits > 0 ? ", " + hits + " cached" : "");
    }

    static String inputs(Map<String, String> inputs) {
        return String.join(
                " ",
                inputs.entrySet().stream()
                        .map(e -> Texts.clean(e.getKey() + "=" + e.getValue()))
                        .toList());
    }

    private static List<String> notes(Plan plan) {
        return plan.facts().stream()
                .flatMap(f -> f.notes().stream().map(n -> f.word() + ": " + Texts.clean(n)))
                .toList();
    }

    private static Map<String, List<Task>> bySubject(Plan plan) {
        var groups = new LinkedHashMap<String, List<Task>>();
        plan.tasks()
                .forEach(t -> groups.computeIfAbsent(t.subject(), s -> new ArrayList<>())
                        .add(t));
        return groups;
    }

    private static String label(Task t) {
        return t.controls()
                .named()
                .map(n -> t.type().word() + " " + n)
                .orElse(TaskName.of(t.id()).what());
    }

    private void group(
            StringBuilder text, String subject, List<Task> tasks, Map<String, CacheAnswer> cached, int column) {
        var shared = tasks.stream().map(Task::reason).distinct().count() == 1;
        text.append('\n').append(style.bold(subject.isEmpty() ? "the repository" : Texts.clean(subject)));
        if (shared) text.append("  ").append(style.dim(Texts.clean(tasks.get(0).reason())));
        text.append('\n');
        for (var t : tasks) {
            var answer = cached.getOrDefault(t.id(), CacheAnswer.UNKNOWN);
            var why = Texts.clean(shared ? answer.why() : join(t.reason(), answer.why()));
            var line = "  " + Texts.pad(Texts.clean(label(t)), column) + "  " + state(t, answer);
            text.append((line + (why.isEmpty() ? "" : "  " + style.dim(Texts.fit(why, room(column))))).stripTrailing());
            text.append('\n');
        }
    }

    private int room(int column) {
        return Math.max(30, width - column - 13);
    }

    private static String join(String a, String b) {
        return a.isEmpty() || b.isEmpty() ? a + b : a + "; " + b;
    }

    private String state(Task t, CacheAnswer answer) {
        if (t.recipe().uncached().isPresent()) return style.cyan("runs   ");
        return switch (answer.state()) {
            case HIT -> style.green("cached ");
            case MISS -> style.cyan("runs   ");
            case UNKNOWN -> style.dim("may run");
        };
    }

    private void skipped(Plan plan, StringBuilder text) {
        if (plan.skipped().isEmpty()) return;
        text.append('\n').append(style.bold("left out")).append('\n');
        var column =
                Texts.widest(plan.skipped().stream().map(Plan.Skipped::subject).toList());
        for (var s : plan.skipped())
            text.append("  ")
                    .append(Texts.pad(Texts.clean(s.subject()), column))
                    .append("  ")
                    .append(style.dim(Texts.clean(s.reason())))
                    .append('\n');
    }
}
