package toolchain;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what another process does. */
final class Poll {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Poll() {}

    static <T> T until(Callable<T> what, Predicate<T> holds) throws Exception {
        var end = Instant.now().plus(LIMIT);
        while (true) {
            T value = what.call();
            if (holds.test(value)) return value;
            if (Instant.now().isAfter(end)) throw new AssertionError("not within " + LIMIT + "; last seen: " + value);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
