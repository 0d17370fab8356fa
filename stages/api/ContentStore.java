package stages.api;

import java.io.IOException;
import java.nio.file.Path;

/** Bytes by digest, shared by all runs of this machine. */
public interface ContentStore {
    /** Copies a file in. */
    Artifact add(Path file, String mediaType, String name) throws IOException;

    Artifact add(byte[] bytes, String mediaType, String name) throws IOException;

    boolean has(Digest digest);

    /** Whether the bytes are there and are the right ones; wrong ones are taken away, so that they can be made anew. */
    boolean intact(Digest digest);

    /**
     * The file that holds the bytes, checked against the digest; must not be changed.
     *
     * @throws StageFailure where the bytes are gone or are others
     */
    Path file(Digest digest) throws IOException;

    default byte[] bytes(Digest digest) throws IOException {
        return java.nio.file.Files.readAllBytes(file(digest));
    }

    /** The folder laid out as {@code blobs} of an OCI image layout: {@code sha256/HEX}. */
    Path blobs();
}
