package stages.composefile;

import java.io.StringReader;
import java.util.*;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.*;

/** Reading a YAML document as nodes, which know where they stand. Merge keys are followed; aliases are the nodes they name. */
public final class Nodes {
    private Nodes() {}

    /**
     * @return nothing for an empty document
     * @throws org.yaml.snakeyaml.error.MarkedYAMLException where the text is no YAML
     */
    public static Optional<Node> parse(String text) {
        return Optional.ofNullable(new Yaml(new LoaderOptions()).compose(new StringReader(text)));
    }

    /** The entries of a mapping, in order, an own key before a merged one; none for another node. */
    public static Map<ScalarNode, Node> entries(Node node) {
        var found = new LinkedHashMap<String, Map.Entry<ScalarNode, Node>>();
        collect(node, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        var entries = new LinkedHashMap<ScalarNode, Node>();
        found.values().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    private static void collect(Node node, Map<String, Map.Entry<ScalarNode, Node>> found, Set<Node> seen) {
        if (!seen.add(node)) return;
        if (node instanceof SequenceNode merged) merged.getValue().forEach(one -> collect(one, found, seen));
        if (!(node instanceof MappingNode mapping)) return;
        var merges = new ArrayList<Node>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) continue;
            if (key.getTag().equals(Tag.MERGE) || key.getValue().equals("<<")) merges.add(tuple.getValueNode());
            else found.putIfAbsent(key.getValue(), Map.entry(key, tuple.getValueNode()));
        }
        merges.forEach(merge -> collect(merge, found, seen));
    }

    /** What stands under a key, or at a position of a sequence. */
    public static Optional<Node> child(Node node, String key) {
        if (node instanceof SequenceNode sequence)
            return key.matches("\\d{1,6}")
                            && Integer.parseInt(key) < sequence.getValue().size()
                    ? Optional.of(sequence.getValue().get(Integer.parseInt(key)))
                    : Optional.empty();
        return entry(node, key).map(Map.Entry::getValue);
    }

    public static Optional<Map.Entry<ScalarNode, Node>> entry(Node node, String key) {
        if (!(node instanceof MappingNode)) return Optional.empty();
        return entries(node).entrySet().stream()
                .filter(entry -> entry.getKey().getValue().equals(key))
                .findFirst();
    }

    public static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    public static Optional<String> scalar(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** A scalar, or a sequence of scalars, as compose often allows. */
    public static List<String> strings(Node node) {
        if (node instanceof ScalarNode scalar) return List.of(scalar.getValue());
        return items(node).stream().flatMap(item -> scalar(item).stream()).toList();
    }

    /** Every scalar below that is a value, each once. */
    public static List<ScalarNode> values(Node node) {
        var found = new ArrayList<ScalarNode>();
        values(node, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        return found;
    }

    private static void values(Node node, List<ScalarNode> found, Set<Node> seen) {
        if (!seen.add(node)) return;
        switch (node) {
            case ScalarNode scalar -> found.add(scalar);
            case SequenceNode sequence -> sequence.getValue().forEach(item -> values(item, found, seen));
            case MappingNode mapping -> mapping.getValue().forEach(tuple -> values(tuple.getValueNode(), found, seen));
            default -> {}
        }
    }
}
