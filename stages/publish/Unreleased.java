package stages.publish;

import java.util.SortedMap;
import stages.api.Digest;
import stages.api.Result;

/**
 * Tags that floated to a version that is withdrawn, and no longer stand there.
 *
 * @param repository with the registry's host
 * @param floats tags and what they are now
 */
public record Unreleased(String repository, String version, SortedMap<String, Digest> floats) implements Result {}
