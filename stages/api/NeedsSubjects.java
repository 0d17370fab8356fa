package stages.api;

/** A stage that is given a list of results and needs only some of them. Asked while planning, as {@link ReadsSources}. */
public interface NeedsSubjects {
    /** Whether a result of this subject, in the component of this name, is used; others are left out of the list. */
    boolean needs(String component, String subject, SourceTree tree);
}
