package stages.api;

/**
 * Bytes in the content store.
 *
 * @param name as a person would name the file
 * @param size bytes
 */
public record Artifact(Digest digest, String mediaType, String name, long size) {}
