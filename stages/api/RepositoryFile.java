package stages.api;

/**
 * A file of the repository, given by its path. The planner reads it, so that its content is known before anything runs.
 *
 * @param path relative to the repository's root
 * @param content UTF-8
 */
public record RepositoryFile(String path, String content) {}
