package stages.api;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * @param files paths relative to the repository's root, all of them files of the tree
 * @param unknown why they cannot be told; then the task is not cached
 */
public record Sources(SortedSet<String> files, Optional<String> unknown) {
    public static Sources of(Collection<String> files) {
        return new Sources(new TreeSet<>(files), Optional.empty());
    }

    public static Sources unknown(String why) {
        return new Sources(new TreeSet<>(), Optional.of(why));
    }
}
