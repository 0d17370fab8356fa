package dsl.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dsl.word.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import stages.api.*;

/** Values of a plan as JSON. What a task will yield is {@code {"task": ID, "output": "a.b"}}. */
final class Values {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Values() {}

    static JsonNode json(Value value) {
        return switch (value) {
            case Value.Known k -> known(k.value());
            case Value.Output o -> NODES.objectNode().put("task", o.task()).put("output", String.join(".", o.path()));
            case Value.Many m -> array(m.items());
            case Value.Arguments a -> array(a.argv());
            case Value.Maybe m -> json(m.value());
            case Value.Named n -> {
                var node = NODES.objectNode();
                n.entries().forEach((name, v) -> node.set(name, json(v)));
                yield node;
            }
            case Value.Shell s -> NODES.objectNode().put("shell", shell(s));
        };
    }

    private static JsonNode array(List<Value> values) {
        var node = NODES.arrayNode();
        values.forEach(v -> node.add(json(v)));
        return node;
    }

    /** The command as its script had it, with {@code ${task.output}} for what is not known yet. */
    private static String shell(Value.Shell shell) {
        var text = new StringBuilder(shell.literals().get(0));
        for (int i = 0; i < shell.values().size(); i++)
            text.append("${")
                    .append(text(shell.values().get(i)))
                    .append('}')
                    .append(shell.literals().get(i + 1));
        return text.toString();
    }

    /** What the project or the repository holds stands for itself by its name. */
    private static JsonNode known(Object value) {
        return switch (value) {
            case Service s -> TextNode.valueOf(s.name());
            case ComposeFile c -> TextNode.valueOf(c.file());
            case RepositoryFile f -> TextNode.valueOf(f.path());
            case CommandLine.Arguments a -> Json.tree(a.argv());
            case CommandLine.Shell s -> NODES.objectNode().put("shell", s.quoted());
            case Optional<?> o -> o.isPresent() ? known(o.get()) : NODES.nullNode();
            case Collection<?> c -> {
                var node = NODES.arrayNode();
                c.forEach(i -> node.add(known(i)));
                yield node;
            }
            default -> Json.tree(value);
        };
    }

    /** In one line, for people. */
    static String text(Value value) {
        return switch (value) {
            case Value.Output o -> o.path().isEmpty() ? o.task() : o.task() + "." + String.join(".", o.path());
            case Value.Maybe m -> text(m.value());
            case Value.Many m -> list(m.items());
            case Value.Arguments a -> list(a.argv());
            case Value.Shell s -> shell(s);
            default -> text(json(value));
        };
    }

    private static String list(List<Value> values) {
        return String.join(", ", values.stream().map(Values::text).toList());
    }

    private static String text(JsonNode node) {
        if (node.isArray()) {
            var items = new java.util.ArrayList<String>();
            node.forEach(i -> items.add(text(i)));
            return String.join(", ", items);
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }
}
