package stages.api;

import java.io.IOException;

/**
 * A stage with effects outside of the machine: push, publish, sign, release, notify. It is never cached; before it runs
 * it looks at the world, and only where the answer is {@link Observation.Absent} does it act.
 */
public interface Effect<R extends Result> extends Stage<R> {
    /** Reads only. */
    Observation<R> observe(StageContext context) throws IOException, InterruptedException;
}
