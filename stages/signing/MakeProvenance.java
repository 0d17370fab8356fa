package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.*;
import java.util.regex.Pattern;
import stages.api.*;
import stages.dockerfile.BuildInputs;
import stages.registry.Reference;

/**
 * Says what an image was built from and by what: the predicate of SLSA provenance v1 (slsa.dev/spec/v1.0/provenance). The
 * same image, commit and tools give the same bytes: it holds no time and no number of a run. It claims no level of SLSA.
 */
@Word("provenance")
@Help("Says what an image was built from and by what, as SLSA provenance v1")
@Uses(value = "docker buildx", optional = true)
public record MakeProvenance(
        @Help("image, as another stage built it") Image image,

        @Help("the service it is of, for its Dockerfile, its base images and its parameters")
        Optional<Service> service,

        @Help("build arguments that were given beside those of the service")
        Map<String, String> args,

        @Help("address of the source code; that of the image's label org.opencontainers.image.source where absent")
        Optional<String> source,

        @Help("who built it, as a URI") @Default("https://slipway.dev/builder/v1")
        String builder)
        implements Stage<Provenance> {
    private static final String BUILD_TYPE = "https://slipway.dev/build-image/v1";
    private static final String LABELS = "org.opencontainers.image.";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    public MakeProvenance {
        args = Map.copyOf(args);
    }

    @Override
    public Provenance run(StageContext context) throws IOException, InterruptedException {
        var labels = labels(context);
        var predicate = JsonNodeFactory.instance.objectNode();
        var definition = predicate.putObject("buildDefinition").put("buildType", BUILD_TYPE);
        parameters(definition.putObject("externalParameters"), labels);
        definition.putObject("internalParameters");
        var dependencies = definition.putArray("resolvedDependencies");
        commit(dependencies, labels, context);
        if (service.isPresent()) dockerfile(service.get(), dependencies, context);
        var details = predicate.putObject("runDetails");
        var by = details.putObject("builder").put("id", builder);
        context.optionalTool("docker buildx")
                .ifPresent(tool -> by.putObject("version").put("docker buildx", tool.version()));
        byproducts(details.putArray("byproducts"));
        var bytes = Json.line(predicate).getBytes(StandardCharsets.UTF_8);
        return new Provenance(
                image.digest(),
                context.store().add(bytes, "application/vnd.slsa.provenance+json", image.name() + ".provenance.json"));
    }

    /** Those of the first platform's configuration; all platforms are built with the same. */
    private JsonNode labels(StageContext context) throws IOException {
        if (image.platforms().isEmpty()) return JsonNodeFactory.instance.objectNode();
        var config = context.store().bytes(image.platforms().get(0).config().digest());
        return Json.<JsonNode>read(new String(config, StandardCharsets.UTF_8), JsonNode.class)
                .at("/config/Labels");
    }

    private void parameters(ObjectNode to, JsonNode labels) {
        to.put("service", image.name());
        var version = labels.path(LABELS + "version").asText();
        if (!version.isEmpty()) to.put("version", version);
        var platforms = to.putArray("platforms");
        for (var part : image.platforms()) platforms.add(part.platform().value());
        if (service.isEmpty()) return;
        to.put("dockerfile", service.get().dockerfile());
        to.put("context", service.get().context());
        service.get().target().ifPresent(target -> to.put("target", target));
        arguments(service.get()).forEach(to.putObject("buildArgs")::put);
    }

    private SortedMap<String, String> arguments(Service of) {
        var all = new TreeMap<>(of.buildArgs());
        all.putAll(args);
        return all;
    }

    /** The image's own label says more than what is checked out now. */
    private void commit(ArrayNode to, JsonNode labels, StageContext context) {
        var labelled = labels.path(LABELS + "revision").asText();
        var commit = labelled.isEmpty() ? context.commit() : Optional.of(labelled);
        if (commit.isEmpty()) return;
        var address = source.orElse(labels.path(LABELS + "source").asText());
        var entry = to.addObject();
        if (address.isEmpty()) entry.put("name", "source");
        else entry.put("uri", address.startsWith("git+") ? address : "git+" + address);
        entry.putObject("digest").put("gitCommit", commit.get());
    }

    private void dockerfile(Service of, ArrayNode to, StageContext context) throws IOException, InterruptedException {
        var file = context.root().resolve(of.dockerfile());
        if (!Files.isRegularFile(file)) throw new StageFailure("there is no Dockerfile '" + of.dockerfile() + "'");
        var bytes = Files.readAllBytes(file);
        to.addObject()
                .put("name", of.dockerfile())
                .putObject("digest")
                .put("sha256", Digest.of(bytes).hex());
        var text = new String(bytes, StandardCharsets.UTF_8);
        var platforms = image.platforms().stream().map(PlatformImage::platform).toList();
        for (var base : BuildInputs.bases(of.withBuildArgs(arguments(of)), text, platforms))
            base(base, digest(base, context), to);
    }

    /** What the run that built it found behind the tag; nothing where it was built by another and only the tag is known. */
    private static Optional<Digest> digest(String reference, StageContext context)
            throws IOException, InterruptedException {
        var at = reference.indexOf('@');
        if (at > 0) return digest(reference.substring(at + 1));
        try {
            return digest(context.once("digest of " + reference, () -> {
                throw new NotKnown();
            }));
        } catch (NotKnown e) {
            return Optional.empty();
        }
    }

    /** An image that the engine alone holds has an id, and that is no digest of a manifest. */
    private static Optional<Digest> digest(String text) {
        var found = DIGEST.matcher(text);
        return found.lookingAt() ? Optional.of(new Digest(String.valueOf(found.group()))) : Optional.empty();
    }

    /** Nobody asked in this run; a failure is not kept, so that a later task can still ask. */
    private static final class NotKnown extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The address is that of BuildKit for an image. */
    private static void base(String reference, Optional<Digest> digest, ArrayNode to) {
        var entry = to.addObject();
        try {
            entry.put("uri", "docker-image://" + Reference.parse(reference));
        } catch (IllegalArgumentException e) {
            entry.put("name", reference);
        }
        digest.ifPresent(known -> entry.putObject("digest").put("sha256", known.hex()));
    }

    private void byproducts(ArrayNode to) {
        for (var part : image.platforms())
            to.addObject()
                    .put("name", part.platform().value())
                    .put("mediaType", part.manifest().mediaType())
                    .putObject("digest")
                    .put("sha256", part.manifest().digest().hex());
    }
}
