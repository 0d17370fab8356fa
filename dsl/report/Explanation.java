package dsl.report;

import dsl.model.Plan;
import dsl.model.Recipe;
import dsl.model.Task;
import dsl.word.Suggestion;
import java.util.*;

/** Why a task is in a plan or is not, what it follows, and what its key is made of. */
public final class Explanation {
    private static final int INPUTS = 40;
    private final Plan plan;
    private final Map<String, CacheAnswer> cached;
    private final Style style;

    public Explanation(Plan plan, Map<String, CacheAnswer> cached, Style style) {
        this.plan = plan;
        this.cached = cached;
        this.style = style;
    }

    /** Nothing where neither the plan nor what it left out knows the task. */
    public Optional<String> of(String id) {
        var task = plan.tasks().stream().filter(t -> t.id().equals(id)).findFirst();
        return task.isPresent() ? task.map(this::present) : absent(id);
    }

    /** What the user may have meant. */
    public String suggestion(String id) {
        return Suggestion.of(id, plan.tasks().stream().map(Task::id).toList());
    }

    private Optional<String> absent(String id) {
        var subject = TaskName.of(id).subject();
        return plan.skipped().stream()
                .filter(s -> s.subject().equals(id) || s.subject().equals(subject))
                .findFirst()
                .map(s -> style.bold(id) + " is not in the plan: " + s.subject() + ": " + s.reason() + "\n");
    }

    private String present(Task t) {
        var answer = cached.getOrDefault(t.id(), CacheAnswer.UNKNOWN);
        var text = new StringBuilder(style.bold(t.id())).append('\n');
        row(
                text,
                "stage",
                t.type().word()
                        + (t.type().help().isEmpty() ? "" : "  " + t.type().help()));
        row(text, "at", t.location().toString());
        row(text, "because", t.reason());
        t.controls().when().ifPresent(w -> row(text, "when", w.text()));
        rows(text, "after", t.edges().stream().map(Explanation::edge).toList());
        rows(text, "before", followers(t));
        rows(text, "options", options(t));
        row(text, "key", t.recipe().key().value());
        row(text, "cache", cache(t, answer));
        rows(text, "made of", inputs(t.recipe()));
        return text.toString();
    }

    private static String edge(Task.Edge e) {
        return switch (e.kind()) {
            case DATA -> e.to() + ", whose result it takes";
            case PART -> e.to() + ", whose part it joins";
            case AFTER -> e.to();
        };
    }

    private List<String> followers(Task t) {
        return plan.tasks().stream()
                .filter(o -> o.edges().stream().anyMatch(e -> e.to().equals(t.id())))
                .map(Task::id)
                .toList();
    }

    private static List<String> options(Task t) {
        var lines = new ArrayList<String>();
        t.values().forEach((name, value) -> {
            var shown = Values.text(value);
            if (!shown.isEmpty() && !shown.equals("null")) lines.add(name + " = " + shown);
        });
        return lines;
    }

    private static String cache(Task t, CacheAnswer answer) {
        if (t.recipe().uncached().isPresent())
            return "never: " + t.recipe().uncached().get();
        var state = answer.state().name().toLowerCase(Locale.ROOT);
        return answer.why().isEmpty() ? state : state + ": " + answer.why();
    }

    private static List<String> inputs(Recipe recipe) {
        var lines = new ArrayList<String>();
        recipe.inputs().forEach((name, value) -> lines.add(name + " = " + Texts.fit(value, 90)));
        if (lines.size() <= INPUTS) return lines;
        var shown = new ArrayList<>(lines.subList(0, INPUTS));
        shown.add("and " + (lines.size() - INPUTS) + " more");
        return shown;
    }

    private void rows(StringBuilder text, String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) row(text, i == 0 ? name : "", values.get(i));
    }

    private void row(StringBuilder text, String name, String value) {
        text.append(("  " + style.dim(Texts.pad(name, 8)) + "  " + Texts.clean(value)).stripTrailing())
                .append('\n');
    }
}
