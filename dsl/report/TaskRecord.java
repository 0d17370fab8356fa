package dsl.report;

import dsl.store.Outcome;
import dsl.store.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import stages.api.Finding;

/**
 * What is known of a task of a run, so far.
 *
 * @param attempts 0 where it never began
 * @param kept files left for people, relative to the run's folder
 */
public record TaskRecord(
        String id,
        int attempts,
        Optional<Instant> started,
        Optional<RunEvent.CacheAnswered> cache,
        Optional<RunEvent.Observed> observed,
        List<Finding> findings,
        List<String> summaries,
        List<String> kept,
        Optional<RunEvent.TaskEnded> end) {
    static TaskRecord waiting(String id) {
        return new TaskRecord(
                id,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    public TaskName name() {
        return TaskName.of(id);
    }

    public Duration took() {
        return end.map(RunEvent.TaskEnded::took).orElse(Duration.ZERO);
    }

    public boolean restored() {
        return end.map(RunEvent.TaskEnded::restored).orElse(false);
    }

    /** Whether it ended well without running. */
    public boolean cached() {
        return restored() && outcome() instanceof Outcome.Passed;
    }

    public boolean allowed() {
        return end.map(RunEvent.TaskEnded::allowed).orElse(false);
    }

    /** Whether it did not end well and nobody allowed that. */
    public boolean bad() {
        return !allowed() && (outcome() instanceof Outcome.Failed || outcome() instanceof Outcome.Refused);
    }

    /** A task without an end counts as cancelled: the run ended without it. */
    public Outcome outcome() {
        return end.map(RunEvent.TaskEnded::outcome).orElseGet(Outcome.Cancelled::new);
    }

    /** {@code passed}, {@code refused}, {@code failed}, {@code skipped}, {@code blocked}, {@code cancelled}. */
    public String word() {
        return switch (outcome()) {
            case Outcome.Passed p -> "passed";
            case Outcome.Refused r -> "refused";
            case Outcome.Failed f -> "failed";
            case Outcome.Skipped s -> "skipped";
            case Outcome.Blocked b -> "blocked";
            case Outcome.Cancelled c -> "cancelled";
        };
    }

    /** Why it ended so; empty where that needs no words. */
    public String reason() {
        return switch (outcome()) {
            case Outcome.Passed p -> "";
            case Outcome.Refused r -> r.reason();
            case Outcome.Failed f -> f.message();
            case Outcome.Skipped s -> s.reason();
            case Outcome.Blocked b -> b.reason();
            case Outcome.Cancelled c -> attempts == 0 ? "the run ended before it began" : "the run ended before it did";
        };
    }

    TaskRecord began(RunEvent.TaskStarted e) {
        var first = started.or(() -> Optional.of(e.at()));
        return new TaskRecord(id, e.attempt(), first, cache, observed, findings, summaries, kept, end);
    }

    TaskRecord answered(RunEvent.CacheAnswered e) {
        return new TaskRecord(id, attempts, started, Optional.of(e), observed, findings, summaries, kept, end);
    }

    TaskRecord saw(RunEvent.Observed e) {
        return new TaskRecord(id, attempts, started, cache, Optional.of(e), findings, summaries, kept, end);
    }

    TaskRecord ended(RunEvent.TaskEnded e) {
        return new TaskRecord(id, attempts, started, cache, observed, findings, summaries, kept, Optional.of(e));
    }

    TaskRecord with(List<Finding> found, List<String> said, List<String> files) {
        return new TaskRecord(id, attempts, started, cache, observed, found, said, files, end);
    }
}
