package stages.registry;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Bounds all waiting. A registry that never answers costs at most {@code stall + budget + stall}: 4 minutes by default.
 *
 * @param stall longest time in which no byte moves, in either direction
 * @param budget after a first failure, the time within which further attempts begin
 * @param firstDelay before the second attempt; doubles from there, less up to half of it by chance
 */
record Patience(
        Duration connect,
        Duration stall,
        Duration budget,
        int attempts,
        Duration firstDelay,
        Clock clock,
        Sleeper sleeper) {

    static Patience byDefault(Clock clock) {
        return new Patience(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2),
                6,
                Duration.ofMillis(500),
                clock,
                Thread::sleep);
    }

    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Repeats an attempt that is safe to repeat while its failure may pass. */
    <T> T persist(Attempt<T> attempt) throws IOException, InterruptedException {
        Instant end = Instant.MAX;
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (RegistryException e) {
                Duration delay = e.retryAfter().orElse(backoff(tries));
                end = tries == 1 ? clock.instant().plus(budget) : end;
                if (!e.isPassing()
                        || tries == attempts
                        || clock.instant().plus(delay).isAfter(end)) {
                    throw e.after(tries);
                }
                sleeper.sleep(delay);
            }
        }
    }

    private Duration backoff(int tries) {
        Duration full = firstDelay.multipliedBy(1L << (tries - 1));
        return full.minusNanos(ThreadLocalRandom.current().nextLong(full.toNanos() / 2 + 1));
    }
}
