package dsl.report;

import dsl.model.Plan;
import dsl.model.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stages.api.Json;

/** The tasks of a plan and what leads from one to the next. */
public final class PlanGraph {
    private PlanGraph() {}

    /** The forms that there are. */
    public enum Format {
        MERMAID,
        DOT,
        JSON;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String of(Plan plan) {
            return switch (this) {
                case MERMAID -> mermaid(plan);
                case DOT -> dot(plan);
                case JSON -> json(plan);
            };
        }
    }

    /** Mermaid's flowchart; the edge of data is solid, the others are dotted. */
    public static String mermaid(Plan plan) {
        var names = names(plan);
        var text = new StringBuilder("flowchart LR\n");
        for (var t : plan.tasks())
            text.append("  ")
                    .append(names.get(t.id()))
                    .append("[\"")
                    .append(entities(t.id()))
                    .append("\"]\n");
        for (var t : plan.tasks())
            for (var e : t.edges())
                text.append("  ")
                        .append(names.get(e.to()))
                        .append(e.kind() == Task.Edge.Kind.AFTER ? " -.-> " : " --> ")
                        .append(names.get(t.id()))
                        .append('\n');
        return text.toString();
    }

    private static Map<String, String> names(Plan plan) {
        var names = new HashMap<String, String>();
        plan.tasks().forEach(t -> names.put(t.id(), "t" + names.size()));
        return names;
    }

    /** Mermaid takes numbered entities in labels; these characters would end or change one. */
    private static String entities(String text) {
        var safe = new StringBuilder();
        Texts.clean(text).codePoints().forEach(c -> {
            if ("\"#<>&`;\\".indexOf(c) >= 0) safe.append('#').append(c).append(';');
            else safe.appendCodePoint(c);
        });
        return safe.toString();
    }

    /** Graphviz. */
    public static String dot(Plan plan) {
        var text = new StringBuilder("digraph ").append(quoted(plan.pipeline())).append(" {\n");
        text.append("  rankdir=LR;\n  node [shape=box];\n");
        for (var t : plan.tasks()) text.append("  ").append(quoted(t.id())).append(";\n");
        for (var t : plan.tasks())
            for (var e : t.edges())
                text.append("  ")
                        .append(quoted(e.to()))
                        .append(" -> ")
                        .append(quoted(t.id()))
                        .append(e.kind() == Task.Edge.Kind.AFTER ? " [style=dotted]" : "")
                        .append(";\n");
        return text.append("}\n").toString();
    }

    private static String quoted(String text) {
        return "\"" + Texts.clean(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private record Graph(String schema, String pipeline, List<Node> nodes, List<Arrow> edges) {}

    private record Node(String id, String stage, String subject) {}

    private record Arrow(String from, String to, String kind) {}

    /** {@code slipway.graph/1}. */
    public static String json(Plan plan) {
        var nodes = plan.tasks().stream()
                .map(t -> new Node(t.id(), t.type().word(), t.subject()))
                .toList();
        var edges = plan.tasks().stream()
                .flatMap(t -> t.edges().stream().map(e -> arrow(e, t)))
                .toList();
        return Json.pretty(new Graph("slipway.graph/1", plan.pipeline(), nodes, edges)) + "\n";
    }

    private static Arrow arrow(Task.Edge e, Task t) {
        return new Arrow(e.to(), t.id(), e.kind().name().toLowerCase(Locale.ROOT));
    }
}
