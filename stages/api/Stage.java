package stages.api;

import java.io.IOException;

/**
 * One step of a pipeline: a record whose components are its options.
 *
 * <p>The record is made just before it runs, with every value resolved. An instance is used once and holds no state.
 *
 * @param <R> what it yields
 */
public interface Stage<R extends Result> {
    /**
     * Does the work and says what is so. Whether that is acceptable is said by {@link Gate#judge}.
     *
     * @throws StageFailure where the work could not be done and the user can act on the reason
     * @throws InterruptedException on cancel and on timeout; what was started is ended by the runner
     */
    R run(StageContext context) throws IOException, InterruptedException;
}
