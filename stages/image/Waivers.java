package stages.image;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.*;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import stages.api.Platform;
import stages.api.RepositoryFile;
import stages.api.ScanReport.Vulnerability;
import stages.api.StageFailure;

/**
 * Findings that somebody accepts: a YAML list of {@code id}, {@code reason} and {@code expires} (an ISO date, the last day
 * on which it holds, UTC), narrowed by {@code package}, {@code platform} and {@code service} where given.
 *
 * @param path of the file they stand in
 */
record Waivers(String path, List<Waiver> all) {
    private static final List<String> KEYS = List.of("id", "package", "platform", "service", "reason", "expires");
    private static final String WANTED = "a waiver is a mapping of " + KEYS;

    /** @param line in the file, first is 1 */
    record Waiver(
            String id,
            Optional<String> pkg,
            Optional<Platform> platform,
            Optional<String> service,
            String reason,
            LocalDate expires,
            int line) {
        boolean expired(Instant now) {
            return LocalDate.ofInstant(now, ZoneOffset.UTC).isAfter(expires);
        }

        boolean covers(String name, Vulnerability found) {
            return id.equals(found.id())
                    && pkg.map(found.pkg()::equals).orElse(true)
                    && concerns(name, Set.of(found.platform()));
        }

        boolean concerns(String name, Set<Platform> platforms) {
            return service.map(name::equals).orElse(true)
                    && platform.map(platforms::contains).orElse(true);
        }
    }

    static Waivers none() {
        return new Waivers("", List.of());
    }

    List<Waiver> covering(String name, Vulnerability found) {
        return all.stream().filter(waiver -> waiver.covers(name, found)).toList();
    }

    /** @throws StageFailure with file and line for whatever is no waiver */
    static Waivers read(RepositoryFile file) {
        var waivers = new ArrayList<Waiver>();
        var root = compose(file);
        if (root.isPresent()) {
            if (!(root.get() instanceof SequenceNode list)) throw bad(file, root.get(), "a list of waivers is wanted");
            for (var node : list.getValue()) waivers.add(waiver(file, node));
        }
        return new Waivers(file.path(), List.copyOf(waivers));
    }

    private static Optional<Node> compose(RepositoryFile file) {
        try {
            var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            return Optional.ofNullable(yaml.compose(new StringReader(file.content())));
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new StageFailure(file.path() + ":" + line + ": " + e.getProblem());
        }
    }

    private static Waiver waiver(RepositoryFile file, Node node) {
        var values = values(file, node);
        var line = node.getStartMark().getLine() + 1;
        for (var key : List.of("id", "reason", "expires"))
            if (values.getOrDefault(key, "").isBlank()) throw bad(file, node, "a waiver needs '" + key + "'");
        try {
            return new Waiver(
                    values.getOrDefault("id", ""),
                    Optional.ofNullable(values.get("package")),
                    Optional.ofNullable(values.get("platform")).map(Platform::new),
                    Optional.ofNullable(values.get("service")),
                    values.getOrDefault("reason", ""),
                    LocalDate.parse(values.getOrDefault("expires", "")),
                    line);
        } catch (DateTimeException e) {
            throw bad(file, node, "'" + values.get("expires") + "' is no date such as 2027-01-31");
        } catch (IllegalArgumentException e) {
            throw bad(file, node, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> values(RepositoryFile file, Node node) {
        if (!(node instanceof MappingNode mapping)) throw bad(file, node, WANTED);
        var values = new TreeMap<String, String>();
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) throw bad(file, entry.getKeyNode(), WANTED);
            if (!KEYS.contains(key.getValue()))
                throw bad(file, key, "'" + key.getValue() + "' is no part of a waiver, which has " + KEYS);
            if (!(entry.getValueNode() instanceof ScalarNode value))
                throw bad(file, entry.getValueNode(), "'" + key.getValue() + "' is one text");
            if (values.put(key.getValue(), value.getValue()) != null)
                throw bad(file, entry.getKeyNode(), "'" + key.getValue() + "' stands here twice");
        }
        return values;
    }

    private static StageFailure bad(RepositoryFile file, Node node, String what) {
        return new StageFailure(file.path() + ":" + (node.getStartMark().getLine() + 1) + ": " + what);
    }
}
