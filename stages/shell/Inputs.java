package stages.shell;

import java.util.List;
import stages.api.Glob;
import stages.api.Globs;
import stages.api.SourceTree;
import stages.api.Sources;

/** Files that a command declares to read. */
final class Inputs {
    private Inputs() {}

    static Sources of(List<Glob> patterns, SourceTree tree) {
        var globs = new Globs(patterns);
        return Sources.of(tree.files().stream().filter(globs::includes).toList());
    }
}
