package stages.api;

import java.io.IOException;

/** A cached stage that leaves files in the repository: they are put back where its result is restored. */
public interface Restores<R extends Result> {
    /** Called after a cache hit, before anything that follows runs. */
    void restore(R result, StageContext context) throws IOException;
}
