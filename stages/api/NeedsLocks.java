package stages.api;

import java.util.Set;

/** A stage that must not run beside another that occupies the same thing. Asked while planning, as {@link ReadsSources}. */
public interface NeedsLocks {
    /** Names of what it occupies. A port of the machine, {@code port:8222}, is held against other runs too. */
    Set<String> locks(SourceTree tree);
}
