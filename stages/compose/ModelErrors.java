package stages.compose;

import java.util.*;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import stages.api.Finding;
import stages.composefile.ComposeFiles;
import stages.composefile.Groups;
import stages.composefile.Nodes;

/**
 * Gives what compose says of a wrong model its place. Compose names the path in the model ({@code services.web.ports.0}),
 * or a service and a word of it; where it names neither, the place is the file.
 */
final class ModelErrors {
    private static final Pattern PATH =
            Pattern.compile("\\b((?:services|networks|volumes|configs|secrets|include|models)(?:\\.[^\\s:,]+)+)");
    private static final Pattern LINE = Pattern.compile("\\bline (\\d+):");
    private static final Pattern KEYS =
            Pattern.compile("(?i)additional propert(?:y|ies) ((?:'[^']*'(?:, )?)+|\\S+)(?= (?:is|are)? ?not allowed)");
    private static final Pattern SERVICE = Pattern.compile("service \"?([\\w.-]+)\"? ");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"|'([^']+)'|undefined \\w+ ([\\w.-]+)");
    private static final Pattern CYCLE = Pattern.compile("dependency cycle detected: ([\\w.-]+) ->");
    private static final Pattern FILE = Pattern.compile("(?:env file|open|stat) (\\S+?):?(?:\\s|$)");

    private final Map<String, Node> roots;
    private final String main;

    ModelErrors(ComposeFiles files, String main) {
        this.roots = files.roots();
        this.main = main;
    }

    /**
     * @param stderr the last lines that compose wrote
     * @param root what stands before paths of the repository in them
     */
    List<Finding> findings(List<String> stderr, String root) {
        var text = String.join(
                        " ",
                        stderr.stream()
                                .filter(line -> !line.contains("level=warning"))
                                .toList())
                .replace(root + "/", "")
                .strip();
        var message = text.replaceFirst("^validating \\S+?: +", "").replaceFirst(": invalid compose project$", "");
        if (message.isEmpty()) message = "compose refuses the file and does not say why";
        var said = message;
        return unknownKeys(text).orElseGet(() -> List.of(error("model", said, place(text))));
    }

    private Optional<List<Finding>> unknownKeys(String text) {
        var keys = KEYS.matcher(text);
        if (!keys.find()) return Optional.empty();
        var owner = path(text);
        var findings = new ArrayList<Finding>();
        for (var key : Groups.group(keys, 1).replace("'", "").split(", ", -1)) {
            var where = owner.isEmpty() ? "at the top" : "in '" + owner.get().path + "'";
            var place = entry(owner, key).orElseGet(() -> place(text));
            findings.add(error("unknown-key", "unknown key '" + key + "' " + where, place));
        }
        findings.sort(Comparator.<Finding>comparingInt(f -> f.place().line())
                .thenComparingInt(f -> f.place().column()));
        return Optional.of(findings);
    }

    private Optional<Finding.Place> entry(Optional<Found> owner, String key) {
        for (var root : roots.entrySet()) {
            if (owner.isPresent() && !owner.get().file.equals(root.getKey())) continue;
            var entry = Nodes.entry(owner.isPresent() ? owner.get().value : root.getValue(), key);
            if (entry.isPresent())
                return Optional.of(at(root.getKey(), entry.get().getKey()));
        }
        return Optional.empty();
    }

    private Finding.Place place(String text) {
        var line = LINE.matcher(text);
        if (line.find()) return new Finding.Place(named(text), Integer.parseInt(Groups.group(line, 1)), 0);
        var path = path(text);
        if (path.isPresent()) return at(path.get().file, path.get().place);
        var cycle = CYCLE.matcher(text);
        if (cycle.find())
            return locate("services." + cycle.group(1) + ".depends_on")
                    .map(this::at)
                    .orElse(nowhere());
        var service = SERVICE.matcher(text);
        if (service.find()) {
            var found = locate("services." + service.group(1));
            if (found.isPresent()) return within(found.get(), text.substring(service.end()));
        }
        var file = FILE.matcher(text);
        return file.find() ? mention(Groups.group(file, 1)).orElse(nowhere()) : nowhere();
    }

    /** The word of the service that the message quotes, or else the service. */
    private Finding.Place within(Found service, String rest) {
        var quoted = QUOTED.matcher(rest);
        while (quoted.find()) {
            for (int group = 1; group <= 3; group++) {
                var word = quoted.group(group);
                if (word == null) continue;
                var value = Nodes.values(service.value).stream()
                        .filter(scalar -> scalar.getValue().equals(word)
                                || scalar.getValue().startsWith(word + ":"))
                        .findFirst();
                var key = Nodes.child(service.value, "depends_on").flatMap(all -> Nodes.entry(all, word));
                if (value.isPresent()) return at(service.file, value.get());
                if (key.isPresent()) return at(service.file, key.get().getKey());
            }
        }
        return at(service);
    }

    private Optional<Finding.Place> mention(String path) {
        for (var root : roots.entrySet())
            for (ScalarNode scalar : Nodes.values(root.getValue())) {
                var written = scalar.getValue().replaceFirst("^\\./", "");
                if (!written.isEmpty() && (path.equals(written) || path.endsWith("/" + written)))
                    return Optional.of(at(root.getKey(), scalar));
            }
        return Optional.empty();
    }

    /** A node with the place of its key, or its own in a sequence. */
    private record Found(String file, String path, Node value, Node place) {}

    private Optional<Found> path(String text) {
        var path = PATH.matcher(text);
        return path.find() ? locate(Groups.group(path, 1)) : Optional.empty();
    }

    /** Walks as far as the path is there, at least to one key below the section. */
    private Optional<Found> locate(String path) {
        Optional<Found> best = Optional.empty();
        for (var root : roots.entrySet()) {
            var found = walk(root.getKey(), root.getValue(), path.replaceFirst("\\.$", ""));
            if (found.isPresent()
                    && (best.isEmpty()
                            || found.get().path.length() > best.get().path.length())) best = found;
        }
        return best.filter(found -> found.path.contains("."));
    }

    /** A name may hold dots itself, so the longest key that fits goes first. */
    private static Optional<Found> walk(String file, Node root, String path) {
        Node node = root;
        Node place = root;
        int done = 0;
        while (done < path.length()) {
            int end = path.length();
            while (end > done && Nodes.child(node, path.substring(done, end)).isEmpty())
                end = path.lastIndexOf('.', end - 1);
            if (end <= done) break;
            var key = path.substring(done, end);
            var value = Nodes.child(node, key).orElseThrow();
            place = Nodes.entry(node, key).<Node>map(Map.Entry::getKey).orElse(value);
            node = value;
            done = end + 1;
        }
        var walked = path.substring(0, Math.max(0, Math.min(done - 1, path.length())));
        return walked.isEmpty() ? Optional.empty() : Optional.of(new Found(file, walked, node, place));
    }

    private String named(String text) {
        return roots.keySet().stream().filter(text::contains).findFirst().orElse(main);
    }

    private Finding.Place at(Found found) {
        return at(found.file, found.place);
    }

    private Finding.Place nowhere() {
        return Finding.Place.of(main);
    }

    static Finding.Place at(String file, Node node) {
        return new Finding.Place(
                file, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
    }

    static Finding error(String rule, String message, Finding.Place place) {
        return new Finding(Finding.Level.ERROR, rule, "compose", message, place, Optional.empty());
    }
}
