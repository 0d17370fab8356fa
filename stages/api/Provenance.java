package stages.api;

/**
 * What an image was built from, and by what.
 *
 * @param predicate of SLSA provenance v1, JSON
 */
public record Provenance(Digest subject, Artifact predicate) implements Evidence {}
