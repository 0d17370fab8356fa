package stages.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import stages.api.Digest;
import stages.api.StageContext;
import stages.api.StageFailure;
import stages.api.Together;
import stages.dockerfile.BuildInputs;
import stages.engine.EngineSocket;

/**
 * The digests behind the tags that a Dockerfile starts from, as the engine sees them: through its mirrors, with its
 * trust. Each is asked for once per run. Where the engine's socket cannot tell (another host, a private registry),
 * buildx asks the registry with the user's credentials; an image that the engine alone holds is named by its id.
 */
final class BaseImages {
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}");
    private static final String ALONE = " of one platform";
    private static final String LOCAL = "local ";

    private BaseImages() {}

    /**
     * @param reference as the Dockerfile writes it
     * @param text the digest, marked where it is no index; {@code local} and an id where no registry has it
     */
    record Base(String reference, String text) {
        /**
         * The named build context that makes BuildKit start from exactly these bytes. An image of one platform gets none:
         * BuildKit would no longer tell that it is the wrong one.
         */
        Optional<String> pin() {
            if (text.startsWith(LOCAL) || text.endsWith(ALONE) || reference.contains("@")) return Optional.empty();
            return Optional.of(reference + "=docker-image://" + reference + "@" + text);
        }
    }

    static List<Base> of(BuildImage stage, StageContext context) throws IOException, InterruptedException {
        var arguments = new TreeMap<>(stage.service().buildArgs());
        arguments.putAll(stage.args());
        var dockerfile = context.root().resolve(stage.service().dockerfile());
        if (!Files.isRegularFile(dockerfile))
            throw new StageFailure("there is no Dockerfile '" + stage.service().dockerfile() + "'");
        var service = stage.service().withBuildArgs(arguments);
        return all(BuildInputs.bases(service, Files.readString(dockerfile), stage.platforms()), context);
    }

    private static List<Base> all(List<String> references, StageContext context)
            throws IOException, InterruptedException {
        var questions = new ArrayList<Callable<Base>>();
        for (var reference : references)
            questions.add(() ->
                    new Base(reference, context.once("digest of " + reference, () -> resolve(reference, context))));
        return Together.ask(questions);
    }

    private static String resolve(String reference, StageContext context) throws IOException, InterruptedException {
        if (!REFERENCE.matcher(reference).matches())
            throw new StageFailure("'" + reference + "' is no image to start from", "look at the FROM lines");
        var pinned = reference.indexOf('@');
        if (pinned > 0) return reference.substring(pinned + 1);
        var socket = EngineSocket.local(context::variable);
        var told = socket.flatMap(engine -> engine.descriptor(reference));
        if (told.isPresent()) return text(told.get());
        return registry(reference, context).orElseGet(() -> local(reference, socket));
    }

    private static Optional<String> registry(String reference, StageContext context)
            throws IOException, InterruptedException {
        var inspect = context.tool("docker buildx")
                .command("imagetools", "inspect", "--format", "{{json .Manifest}}", reference);
        var exit = context.commands().read(inspect);
        if (exit.code() != 0) return Optional.empty();
        return Optional.of(text(Answers.json("buildx", exit.out())));
    }

    private static String local(String reference, Optional<EngineSocket> socket) {
        var held = socket.map(engine -> engine.get("/images/" + reference + "/json"))
                .filter(EngineSocket.Answer::ok);
        if (held.isPresent()) return LOCAL + held.get().body().path("Id").asText();
        throw new StageFailure(
                "base image '" + reference
                        + "' is not to be had: no registry answers for it and the engine does not hold it",
                "check its name and tag, the network, and 'docker login' where the registry wants it");
    }

    /** Of an OCI index or a Docker manifest list, the digest alone. */
    private static String text(JsonNode descriptor) {
        var digest = new Digest(descriptor.path("digest").asText()).value();
        var type = descriptor.path("mediaType").asText();
        return type.contains("index") || type.contains("manifest.list") ? digest : digest + ALONE;
    }
}
