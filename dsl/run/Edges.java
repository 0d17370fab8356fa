package dsl.run;

import dsl.model.Task;
import dsl.store.Outcome;
import java.util.Optional;
import java.util.function.Function;
import stages.api.Result;

/** The one table of what an edge lets through. A task waits until all that it follows has ended; then this decides. */
final class Edges {
    private Edges() {}

    /**
     * How a task ended.
     *
     * @param result there where it passed or was refused
     * @param identity the result's; empty where there is none
     */
    record Ended(Outcome outcome, Optional<Result> result, String identity, boolean restored, boolean allowed) {
        static Ended without(Outcome outcome) {
            return new Ended(outcome, Optional.empty(), "", false, false);
        }

        Ended allow(boolean allow) {
            return new Ended(outcome, result, identity, restored, allow && bad());
        }

        /** Whether it makes the run fail. */
        boolean bad() {
            return !allowed && (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Refused);
        }
    }

    /**
     * Whether the next task may run. Only a task that passed or was refused has a value, which DATA and PART need, always
     * or not. What joins the parts of a stage has their condition, and is skipped by it as they are.
     */
    static boolean opens(Outcome outcome, boolean allowed, Task.Edge.Kind kind, boolean always) {
        var after = kind == Task.Edge.Kind.AFTER;
        return switch (outcome) {
            case Outcome.Passed p -> true;
            case Outcome.Refused r -> allowed || always;
            case Outcome.Failed f -> after && (allowed || always);
            case Outcome.Skipped s -> kind != Task.Edge.Kind.DATA;
            case Outcome.Blocked b -> after && always;
            case Outcome.Cancelled c -> after && always;
        };
    }

    /** Why a task cannot run, where all that it follows has ended: the first cause in the order of its edges. */
    static Optional<String> blocked(Task task, Function<String, Ended> ends) {
        for (var edge : task.edges()) {
            var end = ends.apply(edge.to());
            if (!opens(
                    end.outcome(), end.allowed(), edge.kind(), task.controls().always()))
                return Optional.of(cause(edge.to(), end.outcome()));
        }
        return Optional.empty();
    }

    private static String cause(String task, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Passed p -> "because '" + task + "' passed";
            case Outcome.Refused r -> "because '" + task + "' was refused";
            case Outcome.Failed f -> "because '" + task + "' failed";
            case Outcome.Skipped s -> "because '" + task + "' was skipped";
            case Outcome.Blocked b -> b.reason();
            case Outcome.Cancelled c -> "because '" + task + "' was cancelled";
        };
    }
}
