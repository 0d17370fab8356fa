package stages.api;

import java.util.*;
import java.util.function.Consumer;

/**
 * Finds among the patterns of many subjects those that decide on a path. Patterns lie by the folder they begin with, and
 * equal ones lie once, so that a path is held only against patterns of its own folders: with a thousand services of a
 * folder each, against one.
 *
 * @param <T> a subject; a key of a map
 */
public final class GlobIndex<T> {
    /** One pattern, and for whom it stands at which place of the order. */
    private record Entry<T>(Glob glob, List<Use<T>> uses) {
        boolean canDecide(Map<T, Best> best) {
            for (Use<T> use : uses) {
                Best other = best.get(use.subject());
                if (other == null || other.order() < use.order()) {
                    return true;
                }
            }
            return false;
        }
    }

    private record Use<T>(T subject, int order) {}

    private record Best(Glob glob, int order) {}

    private final Map<String, List<Entry<T>>> byBase = new HashMap<>();

    /** An index over the patterns of each subject. */
    public GlobIndex(Map<T, Globs> subjects) {
        var entries = new LinkedHashMap<Glob, Entry<T>>();
        subjects.forEach((subject, globs) -> {
            for (int order = 0; order < globs.patterns().size(); order++) {
                Glob glob = globs.patterns().get(order);
                entries.computeIfAbsent(glob, any -> new Entry<>(any, new ArrayList<>()))
                        .uses()
                        .add(new Use<>(subject, order));
            }
        });
        entries.forEach((glob, entry) ->
                byBase.computeIfAbsent(glob.base(), any -> new ArrayList<>()).add(entry));
    }

    /**
     * What decides on a path for a subject.
     *
     * @param glob may exclude
     * @param order place of the glob among the subject's, from 0
     */
    public record Match<T>(T subject, Glob glob, int order) {}

    /** Gives each subject that has a pattern for the path, with the pattern that decides. */
    public void find(String path, Consumer<Match<T>> found) {
        var best = new LinkedHashMap<T, Best>();
        collect("", path, best);
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            collect(path.substring(0, end), path, best);
        }
        collect(path, path, best);
        best.forEach((subject, decided) -> found.accept(new Match<>(subject, decided.glob(), decided.order())));
    }

    private void collect(String base, String path, Map<T, Best> best) {
        for (Entry<T> entry : byBase.getOrDefault(base, List.of())) {
            if (entry.canDecide(best) && entry.glob().matches(path)) {
                for (Use<T> use : entry.uses()) {
                    best.merge(use.subject(), new Best(entry.glob(), use.order()), GlobIndex::later);
                }
            }
        }
    }

    private static Best later(Best one, Best other) {
        return one.order() > other.order() ? one : other;
    }
}
