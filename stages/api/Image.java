package stages.api;

import java.util.List;

/**
 * A built image: an OCI index and what it names, all of it in the content store.
 *
 * @param name the service
 * @param digest of the index
 * @param platforms in the order of the index
 * @param index the index's bytes
 */
public record Image(String name, Digest digest, List<PlatformImage> platforms, Artifact index) implements Evidence {
    public Image {
        platforms = List.copyOf(platforms);
    }

    @Override
    public Digest subject() {
        return digest;
    }

    /** How the engine knows it: by digest, so that no tag can stand for something else. */
    @Output
    public String reference() {
        return "slipway/" + name + "@" + digest;
    }
}
