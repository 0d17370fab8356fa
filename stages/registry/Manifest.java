package stages.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stages.api.Digest;

/**
 * An image manifest or an index, as the very bytes that its digest names (OCI image specification, or Docker's image
 * manifest version 2, schema 2).
 */
public final class Manifest {
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);

    private final byte[] bytes;
    private final Descriptor descriptor;

    private Manifest(byte[] bytes, Descriptor descriptor) {
        this.bytes = bytes;
        this.descriptor = descriptor;
    }

    /**
     * Takes the bytes as they are.
     *
     * @throws IllegalArgumentException they are not a JSON object, or its media type is not {@code mediaType}
     */
    public static Manifest of(String mediaType, byte[] bytes) {
        byte[] own = bytes.clone();
        String stated = Untrusted.object(own).path("mediaType").asText(mediaType);
        if (!stated.equals(mediaType)) {
            throw new IllegalArgumentException("a manifest that calls itself '" + Untrusted.clean(stated, 100)
                    + "' came as '" + Untrusted.clean(mediaType, 100) + "'");
        }
        return new Manifest(own, new Descriptor(mediaType, Digest.of(own), own.length));
    }

    public Descriptor descriptor() {
        return descriptor;
    }

    public Digest digest() {
        return descriptor.digest();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** A fresh copy of the content, the caller's to change. */
    public JsonNode json() {
        return Untrusted.object(bytes);
    }

    public boolean isIndex() {
        return INDEXES.contains(descriptor.mediaType());
    }

    /** The manifests of an index in its order, none for an image. */
    public List<Descriptor> children() {
        return isIndex() ? descriptors(json().path("manifests")) : List.of();
    }

    /** The blobs of an image, its config first; none for an index. */
    public List<Descriptor> blobs() {
        if (isIndex()) {
            return List.of();
        }
        JsonNode json = json();
        List<Descriptor> blobs = new ArrayList<>();
        if (json.has("config")) {
            blobs.add(descriptor(json.path("config")));
        }
        blobs.addAll(descriptors(json.path("layers")));
        return blobs;
    }

    private static List<Descriptor> descriptors(JsonNode list) {
        List<Descriptor> descriptors = new ArrayList<>();
        list.forEach(node -> descriptors.add(descriptor(node)));
        return descriptors;
    }

    private static Descriptor descriptor(JsonNode node) {
        Digest digest = new Digest(node.path("digest").asText(""));
        return new Descriptor(
                node.path("mediaType").asText(""), digest, node.path("size").asLong(-1));
    }
}
