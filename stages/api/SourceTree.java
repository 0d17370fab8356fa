package stages.api;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/** The files of the repository as they stand: tracked ones and untracked ones that are not ignored. */
public interface SourceTree {
    /** Paths relative to the root, with {@code /}, in byte order. */
    SortedSet<String> files();

    /**
     * Paths that git ignores, which are no files of the tree though they lie there; a folder that is ignored as a whole
     * ends in {@code /} and stands for all in it.
     */
    default SortedSet<String> ignored() {
        return Collections.emptySortedSet();
    }

    /** The text of a file (UTF-8), or nothing where there is no such file. */
    Optional<String> read(String path);
}
