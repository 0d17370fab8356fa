package stages.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import stages.TestContext;
import stages.api.*;
import stages.registry.*;

/** An image of two platforms in a registry, by digest, and evidence of it; its keys lie in the context's root. */
final class StagedImage {
    private static final List<Platform> PLATFORMS = List.of(new Platform("linux/amd64"), new Platform("linux/arm64"));

    final Image image;
    final Staged staged;
    private final TestContext context;

    private StagedImage(TestContext context, Image image, Staged staged) {
        this.context = context;
        this.image = image;
        this.staged = staged;
    }

    /** The password of the key is the secret of the context. */
    static TestContext context(Path folder) throws IOException {
        for (var name : List.of("cosign.key", "cosign.pub"))
            Files.copy(Path.of("tests/stages/signing").resolve(name), folder.resolve(name));
        return TestContext.of(folder, folder).secret("COSIGN_PASSWORD", "secret");
    }

    /** @param text makes it different from others */
    static StagedImage push(TestContext context, String registry, String text)
            throws IOException, InterruptedException {
        var built = image(context, text);
        var repository = registry + "/slipway-test/" + built.name();
        try (var client = Registries.open(context)) {
            var index = new Descriptor(
                    Manifest.OCI_INDEX, built.digest(), built.index().size());
            client.pushImage(Reference.parse(repository), index, context.store(), Optional.empty());
        }
        var platforms = new TreeMap<Platform, Digest>();
        built.platforms()
                .forEach(part -> platforms.put(part.platform(), part.manifest().digest()));
        return new StagedImage(context, built, new Staged(built.digest(), built.name(), repository, platforms));
    }

    static Image image(TestContext context, String text) throws IOException {
        var parts = new ArrayList<PlatformImage>();
        var entries = new ArrayList<String>();
        for (var platform : PLATFORMS) {
            var layer = add(context, text + platform, "application/vnd.oci.image.layer.v1.tar");
            var target = "\"architecture\":\"" + platform.architecture() + "\",\"os\":\"linux\"";
            var config = add(
                    context,
                    "{" + target
                            + ",\"config\":{\"Labels\":{\"org.opencontainers.image.source\":\"https://example.com/a/b\"}},"
                            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + layer.digest() + "\"]}}",
                    "application/vnd.oci.image.config.v1+json");
            var manifest = add(
                    context,
                    "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\",\"config\":"
                            + descriptor(config, "") + ",\"layers\":[" + descriptor(layer, "") + "]}",
                    Manifest.OCI_MANIFEST);
            parts.add(new PlatformImage(platform, manifest, config, List.of(layer)));
            entries.add(descriptor(manifest, ",\"platform\":{" + target + "}"));
        }
        var index = add(
                context,
                "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":["
                        + String.join(",", entries) + "]}",
                Manifest.OCI_INDEX);
        return new Image("app", index.digest(), parts, index);
    }

    private static String descriptor(Artifact a, String more) {
        return "{\"mediaType\":\"" + a.mediaType() + "\",\"digest\":\"" + a.digest() + "\",\"size\":" + a.size() + more
                + "}";
    }

    private static Artifact add(TestContext context, String text, String type) throws IOException {
        return context.store().add(text.getBytes(StandardCharsets.UTF_8), type, "part");
    }

    /** @param mark makes the documents different from others of the same image */
    Sbom bill(String mark) throws IOException {
        var spdx = new TreeMap<Platform, Artifact>();
        var cyclonedx = new TreeMap<Platform, Artifact>();
        for (var platform : PLATFORMS) {
            var name = mark + platform;
            spdx.put(platform, add(context, """
                            {"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"%s",
                             "documentNamespace":"https://example.com/%s",
                             "creationInfo":{"created":"2026-01-01T00:00:00Z","creators":["Tool: t"]}}
                            """.formatted(name, name), "application/spdx+json"));
            cyclonedx.put(platform, add(context, """
                            {"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
                             "metadata":{"component":{"type":"container","name":"%s"}}}
                            """.formatted(name), "application/vnd.cyclonedx+json"));
        }
        return new Sbom(image.digest(), "trivy 0.60.0", spdx, cyclonedx, List.of());
    }

    ScanReport scan() throws IOException {
        var raw = new TreeMap<Platform, Artifact>();
        for (var platform : PLATFORMS)
            raw.put(
                    platform,
                    add(
                            context,
                            "{\"SchemaVersion\":2,\"CreatedAt\":\"2026-01-01T00:00:00.5Z\",\"ArtifactName\":\""
                                    + platform + "\"}",
                            "application/json"));
        return new ScanReport(image.digest(), "app", "trivy 0.60.0", "2", raw, List.of());
    }

    Provenance provenance() throws IOException, InterruptedException {
        return new MakeProvenance(image, Optional.empty(), Map.of(), Optional.empty(), "https://example.com/builder")
                .run(context);
    }

    List<Evidence> evidence() throws IOException, InterruptedException {
        return List.of(bill("a"), scan(), provenance());
    }
}
