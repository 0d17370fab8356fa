package stages.api;

/** What the world outside holds of an effect, before it is made. */
public sealed interface Observation<R extends Result> {
    /** Nothing is there: do it. */
    record Absent<R extends Result>() implements Observation<R> {}

    /** All of it is there already, the same: done. */
    record Identical<R extends Result>(R result) implements Observation<R> {}

    /** This same release began it elsewhere: go on from there. */
    record Begun<R extends Result>(String what) implements Observation<R> {}

    /** Something else is there: stop, and touch nothing. */
    record Conflicting<R extends Result>(String what, String hint) implements Observation<R> {}
}
