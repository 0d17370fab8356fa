package stages.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import stages.api.Service;
import stages.api.StageContext;
import stages.api.StageFailure;

/**
 * A Dockerfile beside an ignore file of its own, which BuildKit takes before the context's: what that says, and the
 * folder in which runs are kept. Otherwise {@code COPY . .} would take the journal of this very run, and no build would
 * be like the one before.
 */
final class DockerfileCopy {
    private static final String RUNS = ".pipeline";

    private DockerfileCopy() {}

    /** @return the copy, in the task's work folder, under the name that the Dockerfile has */
    static Path of(Service service, StageContext context) throws IOException {
        var original = context.root().resolve(service.dockerfile());
        if (!Files.isRegularFile(original))
            throw new StageFailure("there is no Dockerfile '" + service.dockerfile() + "'");
        var name = String.valueOf(original.getFileName());
        var folder = Files.createDirectories(context.work().resolve("dockerfile"));
        Files.writeString(folder.resolve(name + ".dockerignore"), ignored(original, service, context.root()));
        return Files.write(folder.resolve(name), Files.readAllBytes(original));
    }

    private static String ignored(Path dockerfile, Service service, Path root) throws IOException {
        var own = dockerfile.resolveSibling(dockerfile.getFileName() + ".dockerignore");
        var common = root.resolve(service.context()).resolve(".dockerignore");
        var file = Files.exists(own) ? own : common;
        return (Files.exists(file) ? Files.readString(file) : "") + "\n" + RUNS + "\n";
    }
}
