package stages.api;

import java.time.Instant;

/**
 * A stage whose result is judged. The verdict is never cached: it is given anew for a restored result, with the options
 * marked {@link Policy}, which are no part of the cache key.
 */
public interface Gate<R extends Result> {
    /** Must depend on the report, on this record's components and on {@code now} alone. */
    Verdict judge(R report, Instant now);
}
