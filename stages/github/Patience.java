package stages.github;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Bounds all waiting.
 *
 * @param answer longest time of one call; one that carries a file gets a second more for each 64 KiB
 * @param attempts of a call that is safe to repeat
 * @param firstDelay before the second attempt; doubles from there, less up to half of it by chance
 * @param limit longest time to wait, in all, because GitHub limits requests
 */
record Patience(
        Duration connect,
        Duration answer,
        int attempts,
        Duration firstDelay,
        Duration limit,
        Clock clock,
        Sleeper sleeper) {
    static Patience byDefault(Clock clock) {
        return new Patience(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                5,
                Duration.ofMillis(500),
                Duration.ofMinutes(15),
                clock,
                Thread::sleep);
    }

    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    @FunctionalInterface
    interface Attempt<T> {
        T run() throws GitHubException, InterruptedException;
    }

    Duration answer(long bytes) {
        return answer.plusSeconds(bytes >> 16);
    }

    /**
     * Repeats an attempt. Where GitHub limits requests, nothing was done, so every call is repeated after the time that it
     * asks for.
     *
     * @param repeatable whether the attempt may have been done, and done again does no harm
     */
    <T> T persist(boolean repeatable, Consumer<String> log, Attempt<T> attempt)
            throws GitHubException, InterruptedException {
        Instant end = clock.instant().plus(limit);
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (GitHubException e) {
                boolean again = e.limited().isPresent()
                        ? !clock.instant().plus(e.limited().get()).isAfter(end)
                        : repeatable && e.passing() && tries < attempts;
                if (!again) throw e.after(tries);
                Duration delay = e.limited().orElse(backoff(tries));
                log.accept(e.getMessage() + "; again in " + Math.max(1, delay.toSeconds()) + " s");
                sleeper.sleep(delay);
            }
        }
    }

    Duration backoff(int tries) {
        Duration full = firstDelay.multipliedBy(1L << (tries - 1));
        return full.minusNanos(ThreadLocalRandom.current().nextLong(full.toNanos() / 2 + 1));
    }
}
