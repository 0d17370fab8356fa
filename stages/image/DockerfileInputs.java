package stages.image;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stages.api.Platform;
import stages.api.Service;
import stages.api.SourceTree;
import stages.api.Sources;
import stages.dockerfile.BaseImage;
import stages.dockerfile.BuildInputs;

/** What a build reads: of the repository, and of registries. */
final class DockerfileInputs {
    private DockerfileInputs() {}

    /**
     * The Dockerfile, its ignore file, and what it copies from the context. What git ignores and the build reads all the
     * same has no identity that a key could hold, so such a build is not cached.
     */
    static Sources sources(Service service, SourceTree tree) {
        var inputs = BuildInputs.of(service, tree);
        return tree.ignored().stream()
                .filter(path -> !path.startsWith(".pipeline/"))
                .filter(path -> inputs.includes(path.endsWith("/") ? path + "x" : path))
                .findFirst()
                .map(path -> Sources.unknown(
                        "it copies '" + path + "', which git ignores; list it in .dockerignore, or commit it"))
                .orElseGet(() -> Sources.of(inputs.files(tree)));
    }

    /**
     * The images that a build starts from, for each of the platforms that it names by a variable.
     *
     * @param service with the build arguments of this build
     */
    static List<String> bases(Service service, String dockerfile, List<Platform> platforms) {
        return BuildInputs.images(service, dockerfile).stream()
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
}
