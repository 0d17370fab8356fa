package stages.api;

import java.util.Map;

/** A stage that cannot work without some files of the repository. Asked while planning, as {@link ReadsSources}. */
public interface NeedsFiles {
    /** Paths relative to the repository's root, by the word of the service that names them: {@code dockerfile}. */
    Map<String, String> files();
}
