package dsl.cli;

import dsl.model.Plan;
import dsl.model.Task;
import dsl.report.CacheAnswer;
import dsl.report.Texts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stages.api.Commands;
import stages.api.ToolMissing;
import stages.api.Uses;

/**
 * Looks for every tool that a plan will need, and for the engine, before anything runs. A plan whose tasks the cache will
 * give, if all is as it was, does without the engine: where it is needed even so, to ask what is, the task says it.
 */
final class Preflight {
    private record Need(String tool, String range) {}

    /** What the cache knows of each task of the plan, by id. */
    interface Cached {
        Map<String, CacheAnswer> ask() throws IOException, InterruptedException;
    }

    private final ToolFinder tools;
    private final EngineCheck engine;

    Preflight(ToolFinder tools, Commands commands) {
        this.tools = tools;
        this.engine = new EngineCheck(tools, commands);
    }

    /**
     * @param cached asked only where something is missing, for it reads the cache
     * @throws ToolMissing naming all that is missing, with what installs or mends it
     */
    void check(Plan plan, Cached cached) throws IOException, InterruptedException {
        var absent = plan.tasks().stream()
                .filter(Preflight::works)
                .flatMap(t -> t.type().uses().stream())
                .distinct()
                .anyMatch(use -> !use.optional() && absent(use));
        if (absent) tools(plan, cached.ask());
        engine(plan, cached);
    }

    private void engine(Plan plan, Cached cached) throws IOException, InterruptedException {
        var tasks = plan.tasks().stream().filter(t -> works(t) && engine(t)).toList();
        if (tasks.isEmpty()) return;
        var answer = engine.ask();
        if (answer.reachable()) return;
        var known = cached.ask();
        var words = tasks.stream()
                .filter(t -> !known.getOrDefault(t.id(), CacheAnswer.UNKNOWN).kept())
                .map(t -> t.type().word())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!words.isEmpty())
            throw new ToolMissing(
                    "the docker engine does not answer, which " + String.join(", ", words) + " needs: "
                            + Texts.clean(answer.answer()),
                    EngineCheck.HINT);
    }

    private static boolean engine(Task task) {
        return task.type().engineSlots() > 0
                || task.type().uses().stream()
                        .anyMatch(u -> !u.optional() && u.value().equals("docker"));
    }

    private void tools(Plan plan, Map<String, CacheAnswer> cached) {
        var missing = new LinkedHashMap<Need, Set<String>>();
        for (var task : plan.tasks())
            if (!cached.getOrDefault(task.id(), CacheAnswer.UNKNOWN).hit() && works(task))
                for (var use : task.type().uses()) if (!use.optional() && absent(use)) add(missing, use, task);
        if (missing.isEmpty()) return;
        var one = missing.size() == 1;
        var first = missing.entrySet().iterator().next();
        throw new ToolMissing(
                one
                        ? line(first.getKey(), first.getValue())
                        : Texts.count(missing.size(), "tool") + " that this plan needs cannot be used",
                one ? tools.hint(first.getKey().tool()) : lines(missing));
    }

    /** A join puts together what its parts made. */
    private static boolean works(Task task) {
        return task.role() != Task.Role.JOIN;
    }

    private boolean absent(Uses use) {
        return !(tools.look(use.value(), use.version()) instanceof ToolFinder.Found.Fits);
    }

    private static void add(Map<Need, Set<String>> missing, Uses use, Task task) {
        missing.computeIfAbsent(new Need(use.value(), use.version()), n -> new TreeSet<>())
                .add(task.type().word());
    }

    private String line(Need need, Set<String> words) {
        var why = switch (tools.look(need.tool(), need.range())) {
            case ToolFinder.Found.Absent a -> a.why();
            case ToolFinder.Found.Unfit u ->
                (u.version().isEmpty() ? "does not say its version" : "is " + u.version()) + " (" + u.path() + "), but "
                        + u.range() + " is needed";
            case ToolFinder.Found.Fits f -> "is there";
        };
        return "'" + need.tool() + "' " + why + "; needed by " + String.join(", ", words);
    }

    private String lines(Map<Need, Set<String>> missing) {
        var text = new StringBuilder();
        missing.forEach((need, words) -> text.append(text.isEmpty() ? "" : "\n")
                .append(line(need, words))
                .append("\n    ")
                .append(tools.hint(need.tool())));
        return text.toString();
    }
}
