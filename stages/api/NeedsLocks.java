package stages.api;

import java.util.Set;

/** A stage that must not run beside another that occupies the same thing. Asked while planning, as {@link ReadsSources}. */
public interface NeedsLocks {
    /** Names of what it occupies, for example {@code port:8222}. */
    Set<String> locks(SourceTree tree);
}
