package dsl.model;

import java.util.List;

/**
 * Something wrong with a script or a plan, as data; the text around it is rendered in one place.
 *
 * @param code stable id, for example {@code unknown-word}
 * @param length how many characters of the source line are meant, 1 at least
 * @param message what is wrong: lower case, values in single quotes
 * @param hint what to do next; empty where there is nothing to say
 */
public record Problem(String code, Location location, int length, String message, String hint) {
    public static Problem of(String code, Location at, String message, String hint) {
        return new Problem(code, at, 1, message, hint);
    }

    /** Thrown where nothing can go on; holds all that was found. */
    public static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<Problem> problems;

        public Found(List<Problem> problems) {
            super(problems.toString(), null, false, false);
            this.problems = List.copyOf(problems);
        }

        public Found(Problem problem) {
            this(List.of(problem));
        }

        public List<Problem> problems() {
            return problems;
        }
    }
}
