package stages.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import stages.api.*;

/** Images of two platforms, built into the content store and not into the engine. */
public final class BuiltImages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BuiltImages() {}

    public static Image build(StageContext context, String name, String dockerfile)
            throws IOException, InterruptedException {
        var folder = Files.createTempDirectory(context.work(), "build");
        Files.writeString(folder.resolve("Dockerfile"), dockerfile);
        return read(context, name, layout(context, folder, folder.resolve("Dockerfile")));
    }

    public static Path layout(StageContext context, Path folder, Path dockerfile)
            throws IOException, InterruptedException {
        var layout = Files.createTempDirectory(context.work(), "layout").resolve("oci");
        context.commands()
                .run(Command.of("docker", "buildx", "build", "--provenance=false", "--sbom=false")
                        .and("--platform", "linux/amd64,linux/arm64", "-f", dockerfile.toString(), "-o")
                        .and("type=oci,tar=false,oci-mediatypes=true,dest=" + layout, folder.toString()))
                .orFail("build of the test's image");
        return layout;
    }

    public static Image read(StageContext context, String name, Path layout) throws IOException {
        var top = JSON.readTree(Files.readAllBytes(layout.resolve("index.json")));
        var index = blob(context, layout, top.path("manifests").path(0));
        var platforms = new ArrayList<PlatformImage>();
        for (var entry : json(context, index).path("manifests")) {
            var platform = entry.path("platform");
            var manifest = blob(context, layout, entry);
            var content = json(context, manifest);
            var layers = new ArrayList<Artifact>();
            for (var layer : content.path("layers")) layers.add(blob(context, layout, layer));
            platforms.add(new PlatformImage(
                    new Platform(platform.path("os").asText() + "/"
                            + platform.path("architecture").asText()),
                    manifest,
                    blob(context, layout, content.path("config")),
                    layers));
        }
        return new Image(name, index.digest(), platforms, index);
    }

    private static JsonNode json(StageContext context, Artifact artifact) throws IOException {
        return JSON.readTree(context.store().bytes(artifact.digest()));
    }

    private static Artifact blob(StageContext context, Path layout, JsonNode descriptor) throws IOException {
        var digest = new Digest(descriptor.path("digest").asText());
        return context.store()
                .add(
                        layout.resolve("blobs/sha256/" + digest.hex()),
                        descriptor.path("mediaType").asText(),
                        "blob");
    }
}
