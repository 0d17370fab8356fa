package stages.api;

import java.util.List;

/**
 * Proof that an image stands in a registry under these tags.
 *
 * @param repository with the registry's host
 */
public record Published(Digest subject, String repository, List<String> tags) implements Evidence {
    public Published {
        tags = List.copyOf(tags);
    }
}
