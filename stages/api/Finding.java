package stages.api;

import java.util.Optional;

/**
 * One thing that a stage found; goes to the console, to SARIF and to annotations.
 *
 * @param rule the finder's own id, for example {@code DL3008} or {@code CVE-2021-44228}
 * @param tool who found it, for example {@code hadolint}
 * @param place where it is
 * @param waiver why it does not refuse, where somebody accepted it
 */
public record Finding(Level level, String rule, String tool, String message, Place place, Optional<String> waiver) {
    /** SARIF's levels. */
    public enum Level {
        NOTE,
        WARNING,
        ERROR
    }

    /**
     * @param subject file relative to the repository's root, or the name of what is not a file, of an image {@code NAME@PLATFORM}
     * @param line first line is 1; 0 where there is none
     * @param column first column is 1; 0 where there is none
     */
    public record Place(String subject, int line, int column) {
        public static Place of(String subject) {
            return new Place(subject, 0, 0);
        }
    }

    public boolean refuses() {
        return level == Level.ERROR && waiver.isEmpty();
    }
}
