package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import stages.api.Digest;
import stages.registry.Descriptor;
import stages.registry.Manifest;

/** The manifests of cosign's own format: one layer for each signature, more of them appended by whoever signs too. */
final class Layers {
    static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final String DSSE = "application/vnd.dsse.envelope.v1+json";
    static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    static final String CONFIG = "application/vnd.oci.image.config.v1+json";

    private Layers() {}

    /** @param annotations of the descriptor, in the manifest */
    record Layer(Descriptor content, SortedMap<String, String> annotations) {
        static Layer of(Descriptor content, Map<String, String> annotations) {
            return new Layer(content, new TreeMap<>(annotations));
        }
    }

    static ObjectNode descriptor(Descriptor of) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", of.mediaType())
                .put("size", of.size())
                .put("digest", of.digest().value());
    }

    static boolean holds(Manifest manifest, Layer layer) {
        for (var held : manifest.json().path("layers"))
            if (held.path("digest").asText().equals(layer.content().digest().value())
                    && held.path("annotations")
                            .path(SIGNATURE)
                            .asText()
                            .equals(layer.annotations().get(SIGNATURE))) return true;
        return false;
    }

    /** The layers that stand there, as they are, and then these. */
    static ArrayNode with(Optional<Manifest> before, List<Layer> more) {
        var layers = JsonNodeFactory.instance.arrayNode();
        before.ifPresent(manifest -> manifest.json().path("layers").forEach(layers::add));
        for (var layer : more) {
            if (before.filter(manifest -> holds(manifest, layer)).isPresent()) continue;
            var entry = layers.add(descriptor(layer.content())).path(layers.size() - 1);
            var annotations = ((ObjectNode) entry).putObject("annotations");
            layer.annotations().forEach(annotations::put);
        }
        return layers;
    }

    /** An image configuration that names the layers, as cosign writes it. */
    static byte[] config(ArrayNode layers) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("architecture", "")
                .put("created", "0001-01-01T00:00:00Z")
                .put("os", "");
        var digests = json.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        for (JsonNode layer : layers) digests.add(layer.path("digest").asText());
        json.putObject("config");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Manifest manifest(ArrayNode layers, byte[] config) {
        var json =
                JsonNodeFactory.instance.objectNode().put("schemaVersion", 2).put("mediaType", Manifest.OCI_MANIFEST);
        json.set("config", descriptor(new Descriptor(CONFIG, Digest.of(config), config.length)));
        json.set("layers", layers);
        return Manifest.of(Manifest.OCI_MANIFEST, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
