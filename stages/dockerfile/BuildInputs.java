package stages.dockerfile;

import java.util.*;
import java.util.stream.Stream;
import stages.api.*;

/**
 * What building a service's image reads of the repository: the Dockerfile, its ignore file, and what the needed stages
 * copy or mount from the build context, less what is ignored. Where a path cannot be told it is the whole context.
 *
 * @param recipe the Dockerfile and its ignore file
 * @param copied paths in the context, before the ignore file
 * @param ignored what the ignore file takes out
 * @param reads the paths and patterns of {@code copied}, as a reader of the Dockerfile knows them
 * @param unknown why the whole context counts, where it does though the Dockerfile names parts of it
 * @param images what the needed stages build on and copy from
 */
public record BuildInputs(
        Globs recipe,
        Globs copied,
        Globs ignored,
        List<String> reads,
        Optional<String> unknown,
        List<BaseImage> images) {

    public BuildInputs {
        reads = List.copyOf(reads);
        images = List.copyOf(images);
    }

    /** Reads the service's Dockerfile and ignore file; neither must be there. */
    public static BuildInputs of(Service service, SourceTree tree) {
        String context = DockerPattern.clean(service.context());
        String path = DockerPattern.clean(service.dockerfile());
        Optional<String> text = tree.read(path);
        var ignore = IgnoreFile.of(path, context, tree);
        Globs recipe = new Globs(List.of(new Glob(Glob.escape(path)), new Glob(Glob.escape(ignore.path()))));
        if (text.isEmpty()) {
            return whole(recipe, context, ignore.patterns(), "there is no `" + path + "`", List.of());
        }
        var file = Dockerfile.parse(text.get());
        var stages = new BuildStages(file, service.buildArgs());
        Set<Integer> needed = stages.needed(service.target());
        List<BaseImage> images = stages.images(needed);
        List<BuildStages.Read> reads = stages.reads(needed);
        Optional<String> unknown = unknown(path, file, service, needed, reads, ignore);
        if (unknown.isPresent()) {
            return whole(recipe, context, ignore.patterns(), unknown.get(), images);
        }
        List<String> sources = reads.stream()
                .map(read -> DockerPattern.clean(read.source()))
                .distinct()
                .toList();
        var globs = new ArrayList<Glob>();
        for (String source : sources) {
            try {
                globs.addAll(DockerPattern.globs(context, source, false));
            } catch (GlobSyntaxException e) {
                String why = "`%s` copies a pattern that cannot be read: %s".formatted(path, e.getMessage());
                return whole(recipe, context, ignore.patterns(), why, images);
            }
        }
        return new BuildInputs(
                recipe, new Globs(globs), ignore.patterns(), shown(context, sources), Optional.empty(), images);
    }

    /** What the needed stages of a Dockerfile build on and copy from. */
    public static List<BaseImage> images(Service service, String dockerfile) {
        var stages = new BuildStages(Dockerfile.parse(dockerfile), service.buildArgs());
        return stages.images(stages.needed(service.target()));
    }

    /**
     * The images that a build starts from, for each of the platforms that it names by a variable.
     *
     * @param service with the build arguments of this build
     */
    public static List<String> bases(Service service, String dockerfile, List<Platform> platforms) {
        return images(service, dockerfile).stream()
                .filter(image -> image.missing().isEmpty())
                .map(BaseImage::reference)
                .flatMap(reference -> reference.contains("$") ? each(reference, platforms) : Stream.of(reference))
                .distinct()
                .toList();
    }

    private static Stream<String> each(String reference, List<Platform> platforms) {
        return platforms.stream().map(p -> {
            var text = reference;
            for (var v : Map.of("OS", p.os(), "ARCH", p.architecture(), "PLATFORM", p.value(), "VARIANT", p.variant())
                    .entrySet()) text = text.replaceAll("\\$\\{?(TARGET|BUILD)" + v.getKey() + "\\b}?", v.getValue());
            return text;
        });
    }

    private static BuildInputs whole(Globs recipe, String context, Globs ignored, String why, List<BaseImage> images) {
        Globs all = new Globs(DockerPattern.globs(context, "", false));
        String what = context.isEmpty() ? "the whole repository" : "all of `" + context + "`";
        return new BuildInputs(
                recipe, all, ignored, shown(context, List.of("")), Optional.of(why + ": " + what + " counts"), images);
    }

    private static Optional<String> unknown(
            String path,
            Dockerfile file,
            Service service,
            Set<Integer> needed,
            List<BuildStages.Read> reads,
            IgnoreFile ignore) {
        boolean otherSyntax = file.syntax()
                .filter(image -> !image.matches("(docker\\.io/)?docker/dockerfile([:@-].*)?"))
                .isPresent();
        if (otherSyntax) {
            return Optional.of("`%s` is read by '%s', not by Docker's own front end"
                    .formatted(path, file.syntax().get()));
        }
        if (needed.isEmpty()) {
            return Optional.of(service.target()
                    .map(target -> "`%s` has no stage '%s'".formatted(path, target))
                    .orElse("`%s` has no FROM".formatted(path)));
        }
        for (BuildStages.Read read : reads) {
            if (read.missing().isPresent()) {
                return Optional.of("`%s`, line %d, copies a path that depends on '%s', which has no value here"
                        .formatted(path, read.line(), read.missing().get()));
            }
        }
        return ignore.problem();
    }

    private static List<String> shown(String context, List<String> sources) {
        return sources.stream()
                .map(source -> context.isEmpty() || source.isEmpty() ? context + source : context + "/" + source)
                .map(shown -> shown.isEmpty() ? "." : shown)
                .toList();
    }

    /** Tells whether the build reads this path of the repository. */
    public boolean includes(String path) {
        return recipe.includes(path) || copied.includes(path) && !ignored.includes(path);
    }

    /** The files of the tree that the build reads. */
    public SortedSet<String> files(SourceTree tree) {
        var files = new TreeSet<>(copied.select(tree.files()));
        files.removeIf(ignored::includes);
        files.addAll(recipe.select(tree.files()));
        return files;
    }
}
