package stages.api;

import java.util.List;

/**
 * An image of one platform.
 *
 * @param manifest the OCI image manifest
 * @param config the OCI image configuration
 * @param layers as the manifest lists them
 */
public record PlatformImage(Platform platform, Artifact manifest, Artifact config, List<Artifact> layers)
        implements Result {
    public PlatformImage {
        layers = List.copyOf(layers);
    }
}
