package stages.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.Change;
import stages.git.Git;

/** Commits, newest first, with the paths that they touch; merges are left out, for what they merge is there. */
final class CommitLog {
    private static final String START = "\u0001";

    /** @param submodule whether the path is a submodule, before or after */
    record Touched(String path, boolean submodule) {}

    record Commit(String id, String author, String message, List<Touched> paths) {
        List<Change> changes() {
            return CommitMessage.parse(id, author, message);
        }
    }

    private CommitLog() {}

    /** What the commit at hand has, and {@code since} has not; without {@code since}, all. */
    static List<Commit> read(Git git, String head, Optional<String> since) throws IOException, InterruptedException {
        var log = git.run(
                "log",
                "--no-merges",
                "--no-renames",
                "--no-show-signature",
                "--raw",
                "-z",
                "--no-abbrev",
                "--root",
                "--ignore-submodules=none",
                "--format=tformat:%x01%H%x00%an%x00%B%x00",
                since.map(base -> base + ".." + head).orElse(head),
                "--");
        return parse(log.orFail("reading the commits").out());
    }

    /** Each commit is four fields, then a field {@code :MODE MODE ID ID STATUS} and one with the path for each path. */
    private static List<Commit> parse(String log) {
        var fields = log.split("\0", -1);
        var commits = new ArrayList<Commit>();
        int i = 0;
        while (i < fields.length) {
            if (!fields[i].startsWith(START)) {
                i++;
                continue;
            }
            var paths = new ArrayList<Touched>();
            int at = i + 3;
            for (; at < fields.length && !fields[at].startsWith(START); at++) {
                var raw = fields[at].strip();
                if (raw.startsWith(":"))
                    paths.add(new Touched(fields[++at], raw.substring(1).matches("(\\d+ )?160000 .*")));
            }
            commits.add(new Commit(fields[i].substring(1), fields[i + 1], fields[i + 2], List.copyOf(paths)));
            i = at;
        }
        return commits;
    }
}
