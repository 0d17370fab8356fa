package stages.api;

/**
 * A stage that reads files of the repository. Asked while planning, so the record's results are not there yet: lists of
 * results are empty, a single result is null and must not be touched.
 */
public interface ReadsSources {
    /** The files whose content belongs to the cache key. */
    Sources sources(SourceTree tree);
}
