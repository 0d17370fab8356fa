package stages.changes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import stages.git.Git;

/**
 * A path whose content differs: both names of a rename are paths of their own.
 *
 * @param folder whether it stands for all below it: a submodule, or a repository within this one
 */
record ChangedPath(String path, boolean folder) {
    private static final String GITLINK = "160000";

    /** Compares, as git's raw diff format tells it ("RAW OUTPUT FORMAT", {@code -z}); paths are relative to the root. */
    static List<ChangedPath> of(Git git, Comparison.With comparison) throws IOException, InterruptedException {
        var changed = new TreeMap<String, ChangedPath>();
        var ask = new ArrayList<>(List.of("diff", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"));
        ask.addAll(List.of("--no-color", "--relative", "--no-abbrev", "--ignore-submodules=none", comparison.base()));
        if (!comparison.workTree()) {
            ask.add("HEAD");
        }
        ask.add("--");
        String[] fields =
                git.run(ask).orFail("comparing with " + comparison.base()).out().split("\0");
        for (int i = 0; i + 1 < fields.length; i += 2) {
            boolean submodule = fields[i].startsWith(GITLINK, 1) || fields[i].startsWith(GITLINK, 8);
            changed.put(fields[i + 1], new ChangedPath(fields[i + 1], submodule));
        }
        if (comparison.workTree()) {
            var untracked = git.run("ls-files", "--others", "--exclude-standard", "-z", "--", ".");
            for (String path : untracked.orFail("listing untracked files").out().split("\0")) {
                boolean repository = path.endsWith("/");
                String name = repository ? path.substring(0, path.length() - 1) : path;
                if (!name.isEmpty()) {
                    changed.put(name, new ChangedPath(name, repository));
                }
            }
        }
        return List.copyOf(changed.values());
    }
}
