package dsl.report;

import java.util.Locale;

/**
 * What the cache says of a task before anything runs.
 *
 * @param why for a hit what is restored, for the others what is missing; empty where there is nothing to say
 */
public record CacheAnswer(State state, String why) {
    public static final CacheAnswer UNKNOWN = new CacheAnswer(State.UNKNOWN, "");

    /** What it depends on in the repository is as it was; what lies outside is asked just before it runs. */
    public static final CacheAnswer IF_UNCHANGED =
            new CacheAnswer(State.UNKNOWN, "kept, if what it depends on outside is still the same");

    public enum State {
        HIT,
        MISS,
        /** Not looked up, or not to be told before the tasks before it ran. */
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean hit() {
        return state == State.HIT;
    }

    /** Whether nothing that the repository holds makes it run. */
    public boolean kept() {
        return hit() || equals(IF_UNCHANGED);
    }
}
