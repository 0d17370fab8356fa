package stages.api;

import java.util.Optional;

/**
 * Proof that a version of a service is this release's alone: a ref in the remote that was made for it.
 *
 * @param ref {@code refs/slipway/releases/SERVICE/VERSION}
 * @param digest of the image, where the release was begun before and built it already
 */
public record Claim(String service, String version, String commit, String ref, Optional<Digest> digest)
        implements Result {}
