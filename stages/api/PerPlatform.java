package stages.api;

import java.io.IOException;
import java.util.SortedMap;

/**
 * A stage that works on one platform at a time. The planner makes a task for each platform, and one that joins their
 * results. The platforms are those of the component named {@code platforms}, or else those of the results it takes.
 *
 * @param <P> what it yields for one platform
 * @param <R> what the join yields
 */
public interface PerPlatform<P extends Result, R extends Result> extends Stage<R> {
    P runOn(Platform platform, StageContext context) throws IOException, InterruptedException;

    /** @param parts in the order of {@link Platform#compareTo}, one for each platform, none missing */
    R join(SortedMap<Platform, P> parts, StageContext context) throws IOException, InterruptedException;

    /** Never called: the planner splits the stage. */
    @Override
    default R run(StageContext context) {
        throw new IllegalStateException("a stage per platform runs as its parts");
    }
}
