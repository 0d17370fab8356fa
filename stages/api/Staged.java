package stages.api;

import java.util.SortedMap;

/**
 * Proof that an image's bytes lie in a registry, by digest, under no tag that people use.
 *
 * @param name the service
 * @param repository with the registry's host
 * @param platforms digests of the manifests
 */
public record Staged(Digest subject, String name, String repository, SortedMap<Platform, Digest> platforms)
        implements Evidence {}
