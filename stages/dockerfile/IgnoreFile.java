package stages.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stages.api.Glob;
import stages.api.GlobSyntaxException;
import stages.api.Globs;
import stages.api.SourceTree;

/**
 * What a build leaves out of its context (Docker's reference, ".dockerignore files"): patterns in order, the last that
 * matches a path or one of its folders decides, {@code !} takes it in again.
 *
 * @param path where it lies, or would lie
 * @param patterns what is left out, over paths of the repository
 * @param problem what could not be read; then nothing is left out
 */
record IgnoreFile(String path, Globs patterns, Optional<String> problem) {

    /** The ignore file of this Dockerfile alone if there is one (BuildKit), else the context's. */
    static IgnoreFile of(String dockerfile, String context, SourceTree tree) {
        String own = dockerfile + ".dockerignore";
        String common = context.isEmpty() ? ".dockerignore" : context + "/.dockerignore";
        Optional<String> text = tree.read(own);
        String path = text.isPresent() ? own : common;
        return parse(path, context, text.or(() -> tree.read(common)).orElse(""));
    }

    private static IgnoreFile parse(String path, String context, String text) {
        var globs = new ArrayList<Glob>();
        List<String> lines =
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean excepts = line.strip().startsWith("!");
            String pattern = DockerPattern.clean(excepts ? line.strip().substring(1) : line);
            if (!line.startsWith("#") && !pattern.isEmpty()) {
                try {
                    globs.addAll(DockerPattern.globs(context, pattern, excepts));
                } catch (GlobSyntaxException e) {
                    String problem = "`%s`, line %d, cannot be read: %s".formatted(path, i + 1, e.getMessage());
                    return new IgnoreFile(path, new Globs(List.of()), Optional.of(problem));
                }
            }
        }
        return new IgnoreFile(path, new Globs(globs), Optional.empty());
    }
}
