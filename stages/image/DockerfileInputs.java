package stages.image;

import stages.api.Service;
import stages.api.SourceTree;
import stages.api.Sources;
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
}
