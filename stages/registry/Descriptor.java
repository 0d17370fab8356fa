package stages.registry;

import stages.api.Digest;

/**
 * Points at content: media type, digest and size in bytes, as an OCI content descriptor does.
 *
 * @param size in bytes
 */
public record Descriptor(String mediaType, Digest digest, long size) {
    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("the size of '" + digest + "' is negative: '" + size + "'");
        }
    }
}
