package stages.api;

/** A result that says something of one image; it proves nothing of any other. */
public interface Evidence extends Result {
    /** Digest of the image's index. */
    Digest subject();
}
