package stages.composefile;

import java.util.*;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import stages.api.ComposeFile;
import stages.api.SourceTree;
import stages.api.Sources;

/**
 * A compose file with those that it includes or extends, read as text: good for planning and for places, while compose
 * alone says what they mean. Paths are relative to the repository's root.
 */
public final class ComposeFiles {
    private final Map<String, String> variables;
    private final Function<String, Optional<String>> reader;
    private final Map<String, Node> roots = new LinkedHashMap<>();
    private final SortedSet<String> references = new TreeSet<>();
    private final List<String> outside = new ArrayList<>();
    private final List<String> vague = new ArrayList<>();
    private boolean ownVariables;

    private ComposeFiles(Map<String, String> variables, Function<String, Optional<String>> reader) {
        this.variables = variables;
        this.reader = reader;
    }

    /**
     * Reads what can be read; a file that is missing is left to compose to complain of.
     *
     * @param reader gives a file's text
     * @throws SyntaxError where one of them is no YAML
     */
    public static ComposeFiles read(ComposeFile file, Function<String, Optional<String>> reader) {
        var files = new ComposeFiles(file.variables(), reader);
        files.follow(RepositoryPath.of("", file.file()).orElse(file.file()));
        return files;
    }

    /** As {@link #read}; of a file that is no YAML nothing is known, and running it will tell. */
    public static ComposeFiles plan(ComposeFile file, SourceTree tree) {
        try {
            return read(file, tree::read);
        } catch (SyntaxError e) {
            var files = new ComposeFiles(file.variables(), tree::read);
            files.vague.add("`%s` is no YAML that can be read"
                    .formatted(e.finding().place().subject()));
            files.references.add(e.finding().place().subject());
            return files;
        }
    }

    /** The files by their path, the first one first. */
    public Map<String, Node> roots() {
        return roots;
    }

    /** Whether an included file takes variables from an {@code env_file} beside the include. */
    public boolean ownVariables() {
        return ownVariables;
    }

    public SortedSet<String> services() {
        var names = new TreeSet<String>();
        for (var root : roots.values())
            Nodes.child(root, "services")
                    .ifPresent(all -> Nodes.entries(all).keySet().forEach(key -> names.add(key.getValue())));
        return names;
    }

    /** The published ports as locks, see {@link stages.api.NeedsLocks}. */
    public SortedSet<String> locks() {
        var locks = new TreeSet<String>();
        for (var root : roots.values())
            for (var service : children(root, "services"))
                for (var port : Nodes.child(service, "ports").map(Nodes::items).orElse(List.of()))
                    locks.addAll(PublishedPort.locks(port, variables));
        return locks;
    }

    /** The files and folders of the repository that it names, itself among them, whether they are there or not. */
    public Set<String> paths() {
        var paths = new LinkedHashSet<>(roots.keySet());
        paths.addAll(references);
        return paths;
    }

    /** Why it cannot be told what it names in the repository, a sentence; nothing where it can. */
    public Optional<String> vague() {
        return vague.stream().findFirst();
    }

    /** Every file that a test reads; unknown where one lies outside of the tree. */
    public Sources sources(SourceTree tree) {
        var files = new TreeSet<String>(roots.keySet());
        var why = vague().or(() -> outside.stream().findFirst());
        for (var reference : references) {
            var under = tree.files().subSet(reference + "/", reference + "0");
            if (tree.files().contains(reference)) files.add(reference);
            else if (!under.isEmpty()) files.addAll(under);
            else why = Optional.of("'" + reference + "' is missing or ignored by git");
        }
        files.retainAll(tree.files());
        return new Sources(files, why);
    }

    private void follow(String first) {
        var queue = new ArrayDeque<>(List.of(first));
        while (!queue.isEmpty()) {
            var path = queue.remove();
            if (roots.containsKey(path) || references.contains(path)) continue;
            var text = reader.apply(path);
            if (text.isEmpty()) {
                references.add(path);
                continue;
            }
            var root = SyntaxError.guard(path, () -> Nodes.parse(text.get()));
            if (root.isEmpty()) references.add(path);
            else queue.addAll(more(path, root.get()));
            root.ifPresent(known -> roots.put(path, known));
        }
    }

    /** Notes what the file refers to, and gives the compose files among it. */
    private List<String> more(String path, Node root) {
        var more = new ArrayList<String>();
        for (var include : Nodes.child(root, "include").map(Nodes::items).orElse(List.of())) {
            if (!(include instanceof MappingNode)) resolve(path, Nodes.strings(include), more);
            resolve(path, strings(include, "path"), more);
            var own = strings(include, "env_file");
            resolve(path, own, references);
            ownVariables |= !own.isEmpty();
        }
        for (var service : children(root, "services")) {
            Nodes.child(service, "extends").ifPresent(extended -> resolve(path, strings(extended, "file"), more));
            resolve(path, strings(service, "label_file"), references);
            resolve(path, strings(service, "env_file"), references);
            for (var file : Nodes.child(service, "env_file").map(Nodes::items).orElse(List.of()))
                resolve(path, strings(file, "path"), references);
            for (var volume : Nodes.child(service, "volumes").map(Nodes::items).orElse(List.of()))
                resolve(path, bound(volume), references);
        }
        for (var section : List.of("configs", "secrets"))
            for (var one : children(root, section)) resolve(path, strings(one, "file"), references);
        return more;
    }

    private static List<String> bound(Node volume) {
        if (volume instanceof MappingNode)
            return strings(volume, "type").contains("bind") ? strings(volume, "source") : List.of();
        var source = Nodes.scalar(volume).orElse("").split(":(?![-?+])", 2);
        return source.length == 2 && source[0].matches("[./~$].*") ? List.of(source[0]) : List.of();
    }

    private void resolve(String file, List<String> names, Collection<String> into) {
        for (var name : names) {
            var missing = Interpolation.missing(name, variables).stream().findFirst();
            missing.ifPresent(m ->
                    vague.add("`%s` refers to '%s', where '%s' has no value here".formatted(file, name, m.name())));
            if (missing.isPresent()) continue;
            var inside = Interpolation.expand(name, variables)
                    .flatMap(known -> RepositoryPath.of(RepositoryPath.parent(file), known));
            if (inside.isPresent()) into.add(inside.get());
            else outside.add("'" + name + "' lies outside of the repository");
        }
    }

    private static List<Node> children(Node root, String section) {
        return Nodes.child(root, section)
                .map(all -> List.copyOf(Nodes.entries(all).values()))
                .orElse(List.of());
    }

    private static List<String> strings(Node node, String key) {
        return Nodes.child(node, key).map(Nodes::strings).orElse(List.of());
    }
}
