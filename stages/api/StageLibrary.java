package stages.api;

import java.util.List;

/**
 * Stages and facts from outside of the project: a jar on the class path names its implementation in
 * {@code META-INF/services/stages.api.StageLibrary}.
 */
public interface StageLibrary {
    /** Records, each with its {@link Word}. */
    List<Class<? extends Record>> words();
}
