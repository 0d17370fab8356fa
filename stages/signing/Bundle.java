package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import stages.api.Digest;
import stages.registry.Descriptor;
import stages.registry.Manifest;

/**
 * A Sigstore bundle v0.3 of a DSSE envelope (sigstore/protobuf-specs, sigstore_bundle.proto) and the manifest that hangs
 * it onto another (sigstore/cosign, specs/BUNDLE_SPEC.md).
 */
final class Bundle {
    static final String TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

    private Bundle() {}

    static byte[] write(Envelope envelope, VerifyingKey key) {
        var json = JsonNodeFactory.instance.objectNode().put("mediaType", TYPE);
        json.putObject("verificationMaterial").putObject("publicKey").put("hint", key.hint());
        json.set("dsseEnvelope", envelope.json());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException it is no bundle of an envelope */
    static Envelope read(JsonNode json) {
        if (!json.path("mediaType").asText().startsWith("application/vnd.dev.sigstore.bundle"))
            throw new IllegalArgumentException("it is no Sigstore bundle");
        return Envelope.of(json.path("dsseEnvelope"));
    }

    static Manifest manifest(Descriptor subject, Descriptor bundle, String predicateType, Instant now) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", 2)
                .put("mediaType", Manifest.OCI_MANIFEST)
                .put("artifactType", TYPE);
        json.set("config", Layers.descriptor(new Descriptor(EMPTY_TYPE, Digest.of(EMPTY), EMPTY.length)));
        json.putArray("layers").add(Layers.descriptor(bundle));
        json.set("subject", Layers.descriptor(subject));
        json.putObject("annotations")
                .put("dev.sigstore.bundle.content", "dsse-envelope")
                .put("dev.sigstore.bundle.predicateType", predicateType)
                .put(
                        "org.opencontainers.image.created",
                        now.truncatedTo(ChronoUnit.SECONDS).toString());
        return Manifest.of(Manifest.OCI_MANIFEST, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
