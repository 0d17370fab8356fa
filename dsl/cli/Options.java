package dsl.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What every verb may be told beside its own arguments.
 *
 * @param directory the repository's root
 * @param verbose whether log lines of tasks are shown
 * @param force tasks that are not looked up in the cache
 * @param jobs tasks at once; the runner decides where absent
 * @param cache the cache's folder; the user's own where absent
 */
record Options(
        Path directory,
        boolean json,
        boolean verbose,
        boolean noCache,
        Set<String> force,
        boolean failFast,
        Optional<Integer> jobs,
        Optional<Path> cache) {}
