package stages.compose;

import java.io.IOException;
import stages.api.Command;
import stages.api.Digest;
import stages.api.StageContext;
import stages.api.StageFailure;
import stages.engine.EngineSocket;

/** Images that a compose file names and the pipeline does not build. */
final class ForeignImages {
    private ForeignImages() {}

    /**
     * The digest of what would run: of what the registry holds now, or where it cannot be asked, of what the engine
     * holds, and it says so.
     */
    static String refresh(StageContext context, String image) throws IOException, InterruptedException {
        if (image.contains("@sha256:")) return image.substring(image.indexOf('@') + 1);
        return context.once("digest of image " + image, () -> ask(context, image));
    }

    private static String ask(StageContext context, String image) throws IOException, InterruptedException {
        var told = EngineSocket.local(context::variable).flatMap(engine -> engine.descriptor(image));
        return told.isPresent() ? new Digest(told.get().path("digest").asText()).value() : provide(context, image);
    }

    /** Pulls it, for what the engine holds may be older; gives its id. */
    static String provide(StageContext context, String image) throws IOException, InterruptedException {
        var pulled = pull(context, image) == 0;
        var held = held(context, image);
        if (held.isEmpty()) return missing(context, image);
        if (!pulled) context.log("'" + image + "' could not be pulled; what the engine holds is used");
        return held;
    }

    private static int pull(StageContext context, String image) throws IOException, InterruptedException {
        return context.commands()
                .run(Command.of("docker", "pull", "--quiet", image))
                .code();
    }

    private static String held(StageContext context, String image) throws IOException, InterruptedException {
        var inspect = Command.of("docker", "image", "inspect", "--format", "{{.Id}}", image);
        var exit = context.commands().read(inspect);
        return exit.code() == 0 ? exit.out().strip() : "";
    }

    /** Where there is no engine at all, that is the reason. */
    private static String missing(StageContext context, String image) throws IOException, InterruptedException {
        Engine.connect(context.commands()).close();
        throw new StageFailure(
                "image '" + image + "' is neither in the engine nor could it be pulled",
                "check its name with 'docker pull " + image + "'");
    }
}
