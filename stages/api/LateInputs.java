package stages.api;

import java.io.IOException;
import java.util.SortedMap;

/**
 * A stage with inputs that are known only just before it runs: the digest behind a base image's tag, the version of a
 * vulnerability database. They join the cache key.
 */
public interface LateInputs {
    /** Names and values as a person would read them: {@code base node:22 -> sha256:...}. */
    SortedMap<String, String> lateInputs(StageContext context) throws IOException, InterruptedException;
}
