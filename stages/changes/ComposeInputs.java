package stages.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stages.api.ComposeFile;
import stages.api.Glob;
import stages.api.Globs;
import stages.api.SourceTree;
import stages.composefile.ComposeFiles;

/**
 * What a compose file reads of the repository: itself, what it includes and extends, the files and folders that these name.
 * What lies outside cannot change with the repository.
 *
 * @param services that it runs
 * @param unknown why the whole of the repository counts, if so
 */
record ComposeInputs(Globs files, Set<String> services, Optional<String> unknown) {

    static ComposeInputs of(ComposeFile file, SourceTree tree) {
        var read = ComposeFiles.plan(file, tree);
        var globs = new ArrayList<Glob>();
        if (read.vague().isPresent()) {
            globs.add(new Glob("**"));
        }
        read.paths().forEach(path -> globs.addAll(all(path)));
        return new ComposeInputs(new Globs(globs), read.services(), read.vague());
    }

    private static List<Glob> all(String path) {
        return path.isEmpty()
                ? List.of(new Glob("**"))
                : List.of(new Glob(Glob.escape(path) + "/**"), new Glob(Glob.escape(path)));
    }
}
