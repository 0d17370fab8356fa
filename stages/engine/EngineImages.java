package stages.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import stages.api.*;

/** Images in the engine, by the digest under which they will be published. */
public final class EngineImages {
    private EngineImages() {}

    /**
     * Makes the engine hold this platform of the image under {@link Image#reference()}, and checks that it does. What is
     * there already is not sent again. The calling stage declares {@code docker}.
     *
     * @return the reference, fit for {@code docker run} and compose files; no registry is asked for it
     */
    public static String load(StageContext context, Image image, Platform platform)
            throws IOException, InterruptedException {
        var part = image.platforms().stream()
                .filter(candidate -> candidate.platform().equals(platform))
                .findFirst()
                .orElseThrow(() -> new StageFailure("image '" + image.name() + "' has no platform " + platform));
        if (holds(context, image, part)) return image.reference();
        context.progress("loading " + image.name() + " (" + platform + ")");
        var archive = context.work().resolve("load-" + image.digest().brief() + ".tar");
        try {
            ImageArchive.write(archive, image, part, context.store());
            send(context, image, archive);
        } finally {
            Files.deleteIfExists(archive);
        }
        if (!holds(context, image, part)) throw forgetful(image);
        return image.reference();
    }

    /** The platform's manifest is the last of its blobs that an archive brings, so where it is, all are. */
    private static boolean holds(StageContext context, Image image, PlatformImage part)
            throws IOException, InterruptedException {
        var inspect = context.tool("docker")
                .command("image", "inspect", "--format", "{{.Id}}", "--platform")
                .and(part.platform().value(), image.reference());
        var exit = context.commands().read(inspect);
        return exit.code() == 0
                && exit.out().strip().equals(part.manifest().digest().value());
    }

    private static void send(StageContext context, Image image, Path archive) throws IOException, InterruptedException {
        var exit = context.commands()
                .run(context.tool("docker").command("load", "--quiet", "--input", archive.toString()));
        if (exit.code() == 0) return;
        if (exit.tail().stream().anyMatch(EngineImages::silent))
            throw new ToolMissing(
                    "no Docker engine answers", "start the engine; 'docker info' shows whether it is there");
        if (classic(context)) throw forgetful(image);
        throw failed(image, exit);
    }

    private static boolean silent(String line) {
        return line.contains("Cannot connect to the Docker daemon")
                || line.contains("failed to connect to the docker API")
                || line.contains("error during connect");
    }

    private static boolean classic(StageContext context) throws IOException, InterruptedException {
        var info =
                context.commands().read(context.tool("docker").command("info", "--format", "{{json .DriverStatus}}"));
        return info.code() == 0 && !info.out().contains("io.containerd.snapshotter");
    }

    private static StageFailure forgetful(Image image) {
        return new StageFailure(
                "the engine does not keep image '" + image.name() + "' under its digest",
                "it needs Docker 28.1 or newer with the containerd image store:"
                        + " {\"features\": {\"containerd-snapshotter\": true}} in the engine's daemon.json");
    }

    private static StageFailure failed(Image image, Commands.Exit exit) {
        return new StageFailure(
                "the engine does not load image '" + image.name() + "': "
                        + (exit.tail().isEmpty()
                                ? "exit code " + exit.code()
                                : exit.tail().getLast()),
                "",
                exit.tail());
    }
}
