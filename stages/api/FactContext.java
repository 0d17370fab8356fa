package stages.api;

import java.nio.file.Path;
import java.util.List;

/** What a fact may ask. */
public interface FactContext {
    /** The repository's root. */
    Path root();

    /** What started this run; {@link Event#none()} on a laptop. */
    Event event();

    SourceTree tree();

    Commands commands();

    List<Service> services();

    List<ComposeFile> composeFiles();

    /** The files of {@code observability { }}, none where the project declares none. */
    List<Glob> observabilityFiles();

    /** Says something that the user should know of how the fact came to be. */
    void note(String text);
}
