package stages.release;

/** What a commit counts as that touches nothing of a service but what it depends on. */
public enum Dependencies {
    /** As its message says. */
    FULL,
    /** A fix, for what the service promises is its own. */
    PATCH,
    /** Nothing: it is no change of the service. */
    NONE
}
