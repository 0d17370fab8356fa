package stages.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Patterns in order: of those that match a path the last decides, and one with a leading {@code !} takes the path out
 * again. So {@code a/**}, {@code !a/docs/**}, <code>a/docs/*.json</code> is all of {@code a} but its documentation, of
 * which it is the JSON files. This is how GitHub reads the path filters of a workflow.
 */
public record Globs(@JsonValue List<Glob> patterns) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Globs {
        patterns = List.copyOf(patterns);
    }

    public static Globs of(String... patterns) {
        return new Globs(Stream.of(patterns).map(Glob::new).toList());
    }

    /** The pattern that decides on the path, including it or not; nothing where none matches. */
    public Optional<Glob> deciding(String path) {
        for (Glob glob : patterns.reversed()) {
            if (glob.matches(path)) {
                return Optional.of(glob);
            }
        }
        return Optional.empty();
    }

    public boolean includes(String path) {
        return deciding(path).filter(glob -> !glob.excludes()).isPresent();
    }

    /** Those of the files that are included; looks only at the folders that the patterns begin with. */
    public SortedSet<String> select(SortedSet<String> files) {
        var selected = new TreeSet<String>(files.comparator());
        for (Glob glob : patterns) {
            if (!glob.excludes()) {
                String base = glob.base();
                Stream<String> below = base.isEmpty()
                        ? files.stream()
                        : files.tailSet(base + "/").stream().takeWhile(path -> path.startsWith(base + "/"));
                Stream.concat(below, Stream.of(base).filter(path -> files.contains(path)))
                        .filter(path -> !selected.contains(path) && includes(path))
                        .forEach(selected::add);
            }
        }
        return selected;
    }
}
