package stages.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.*;
import stages.TestContext;
import stages.api.*;
import stages.registry.Registries;
import stages.registry.Repositories;

/** Small images of two platforms, the proof that goes with them, and what skopeo says of them in a registry. */
record Images(TestContext context, String at, String name) {
    /** Whose only layer is this text. */
    Image image(String text) throws IOException {
        var platforms = new ArrayList<PlatformImage>();
        var entries = new ArrayList<String>();
        for (var architecture : List.of("amd64", "arm64")) {
            var layer = add(text + architecture, "application/vnd.oci.image.layer.v1.tar");
            var config = add(
                    "{\"architecture\":\"" + architecture
                            + "\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + layer.digest()
                            + "\"]}}",
                    "application/vnd.oci.image.config.v1+json");
            var manifest = add(
                    "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                            + descriptor(config, "") + ",\"layers\":[" + descriptor(layer, "") + "]}",
                    "application/vnd.oci.image.manifest.v1+json");
            platforms.add(new PlatformImage(new Platform("linux/" + architecture), manifest, config, List.of(layer)));
            entries.add(
                    descriptor(manifest, ",\"platform\":{\"architecture\":\"" + architecture + "\",\"os\":\"linux\"}"));
        }
        var index = add(
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
                        + String.join(",", entries) + "]}",
                "application/vnd.oci.image.index.v1+json");
        return new Image(name, index.digest(), platforms, index);
    }

    private Artifact add(String text, String type) throws IOException {
        return context.store().add(text.getBytes(StandardCharsets.UTF_8), type, "part");
    }

    private static String descriptor(Artifact a, String more) {
        return "{\"mediaType\":\"" + a.mediaType() + "\",\"digest\":\"" + a.digest() + "\",\"size\":" + a.size() + more
                + "}";
    }

    static List<Evidence> evidence(Digest of) {
        return List.of(
                new Sbom(of, "t", new TreeMap<>(), new TreeMap<>(), List.of()),
                new ScanReport(of, "n", "t", "d", new TreeMap<>(), List.of()),
                new Handshake(of, false, new TreeMap<>()));
    }

    /** As if it had been signed and verified there. */
    Verified verified(Image image) {
        return verified(image, at);
    }

    Verified verified(Image image, String registry) {
        var staged = new Staged(image.digest(), name, registry + "/" + name, new TreeMap<>());
        return new Verified(staged, "sha256:key", List.of(), List.of("test"));
    }

    /** Digest of what a pull of a tag gives; nothing where there is no such tag. */
    Optional<String> standing(String tag) throws IOException, InterruptedException {
        var exit = inspect(":" + tag);
        return exit.code() == 0 ? Optional.of(Digest.of(exit.out()).value()) : Optional.empty();
    }

    /** @param identifier {@code :TAG} or {@code @DIGEST} */
    Commands.Exit inspect(String identifier) throws IOException, InterruptedException {
        var image = "docker://" + at + "/" + name + identifier;
        return context.commands().read(Command.of("skopeo", "inspect", "--raw", "--tls-verify=false", image));
    }

    /** Every tag and what a pull of it gives, in process, for tests that look often. */
    Map<String, Digest> now() throws IOException, InterruptedException {
        var now = new TreeMap<String, Digest>();
        try (var client = Registries.open(context)) {
            var repository = Repositories.parse(at + "/" + name);
            for (var tag : client.tags(repository))
                now.put(tag, client.get(repository.withTag(tag)).digest());
        }
        return now;
    }

    List<String> tags() throws IOException, InterruptedException {
        var exit = context.commands()
                .read(Command.of("skopeo", "list-tags", "--tls-verify=false", "docker://" + at + "/" + name));
        if (exit.code() != 0) return List.of();
        var tags = new ArrayList<String>();
        Json.tree(Json.read(exit.out(), Map.class)).path("Tags").forEach(tag -> tags.add(tag.asText()));
        return tags;
    }
}
