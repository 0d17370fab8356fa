package stages.changes;

import java.util.*;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import stages.api.ComposeFile;
import stages.api.Glob;
import stages.api.Globs;
import stages.api.SourceTree;
import stages.dockerfile.DockerPattern;
import stages.dockerfile.Expansion;

/**
 * What a compose file reads of the repository (Compose specification): itself, the files that it includes and extends,
 * environment files, configs, secrets and what it mounts. What lies outside of the repository is not its content.
 *
 * @param services the names of its services, included ones too
 * @param unknown why all of the repository counts, if so
 */
record ComposeInputs(Globs files, Set<String> services, Optional<String> unknown) {

    static ComposeInputs of(ComposeFile file, SourceTree tree) {
        return new Reader(file, tree).read();
    }

    private static final class Reader {
        private final ComposeFile file;
        private final SourceTree tree;
        private final Set<String> paths = new LinkedHashSet<>();
        private final Set<String> services = new LinkedHashSet<>();
        private final Deque<String> open = new ArrayDeque<>();
        private Optional<String> unknown = Optional.empty();

        Reader(ComposeFile file, SourceTree tree) {
            this.file = file;
            this.tree = tree;
        }

        ComposeInputs read() {
            compose(DockerPattern.clean(file.file()));
            while (!open.isEmpty()) {
                String path = open.remove();
                String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
                tree.read(path).ifPresent(text -> document(path, folder, text));
            }
            var globs = new ArrayList<Glob>();
            if (unknown.isPresent()) {
                globs.add(new Glob("**"));
            }
            for (String path : paths) {
                globs.addAll(all(path));
            }
            return new ComposeInputs(new Globs(globs), services, unknown);
        }

        private static List<Glob> all(String path) {
            return path.isEmpty()
                    ? List.of(new Glob("**"))
                    : List.of(new Glob(Glob.escape(path) + "/**"), new Glob(Glob.escape(path)));
        }

        private void compose(String path) {
            if (paths.add(path)) {
                open.add(path);
            }
        }

        private void document(String path, String folder, String text) {
            Map<?, ?> root;
            try {
                root = map(new Yaml(new ComposeTags(new LoaderOptions())).load(text));
            } catch (YAMLException e) {
                unknown = Optional.of("`%s` is no YAML that can be read".formatted(path));
                return;
            }
            for (Object include : list(root.get("include"))) {
                for (Object part : include instanceof Map<?, ?> more ? list(more.get("path")) : list(include)) {
                    resolve(path, folder, part).ifPresent(this::compose);
                }
                refer(path, folder, list(map(include).get("env_file")));
            }
            map(root.get("services")).forEach((name, service) -> {
                services.add(String.valueOf(name));
                service(path, folder, map(service));
            });
            for (String section : List.of("configs", "secrets")) {
                for (Object entry : map(root.get(section)).values()) {
                    refer(path, folder, list(map(entry).get("file")));
                }
            }
        }

        private void service(String path, String folder, Map<?, ?> service) {
            for (Object extended : list(map(service.get("extends")).get("file"))) {
                resolve(path, folder, extended).ifPresent(this::compose);
            }
            refer(path, folder, list(service.get("label_file")));
            for (Object entry : list(service.get("env_file"))) {
                refer(path, folder, entry instanceof Map<?, ?> more ? list(more.get("path")) : list(entry));
            }
            for (Object volume : list(service.get("volumes"))) {
                refer(path, folder, bound(volume));
            }
        }

        /** The source of a bind mount: in the short form it begins as a path does. */
        private static List<Object> bound(Object volume) {
            if (volume instanceof Map<?, ?> more) {
                return "bind".equals(more.get("type")) ? list(more.get("source")) : List.of();
            }
            String[] parts = String.valueOf(volume).split(":(?![-?+])", 2);
            return parts.length == 2 && parts[0].matches("[.$].*") ? List.of(parts[0]) : List.of();
        }

        private void refer(String path, String folder, List<Object> references) {
            for (Object reference : references) {
                resolve(path, folder, reference).ifPresent(paths::add);
            }
        }

        private Optional<String> resolve(String path, String folder, Object reference) {
            Expansion expansion = Expansion.of(
                    String.valueOf(reference),
                    '\0',
                    name -> Optional.ofNullable(file.variables().get(name)));
            String text = expansion.text();
            if (expansion.missing().isPresent()) {
                unknown = Optional.of("`%s` refers to '%s', where '%s' has no value here"
                        .formatted(path, reference, expansion.missing().get()));
                return Optional.empty();
            }
            boolean outside = text.isEmpty() || text.startsWith("/") || text.startsWith("~") || text.contains("://");
            return outside ? Optional.empty() : inside(folder + "/" + text);
        }

        private static Optional<String> inside(String path) {
            int depth = 0;
            for (String name : path.split("/")) {
                depth += name.equals("..") ? -1 : name.isEmpty() || name.equals(".") ? 0 : 1;
                if (depth < 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(DockerPattern.clean(path));
        }

        private static Map<?, ?> map(@Nullable Object node) {
            return node instanceof Map<?, ?> map ? map : Map.of();
        }

        /** What a list holds, or the value itself where a list may be a single value. */
        private static List<Object> list(@Nullable Object node) {
            var values = new ArrayList<Object>();
            for (Object value : node instanceof Collection<?> many ? many : Collections.singleton(node)) {
                if (value != null && !(value == node && value instanceof Map<?, ?>)) {
                    values.add(value);
                }
            }
            return values;
        }
    }
}
