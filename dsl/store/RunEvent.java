package dsl.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import stages.api.Finding;

/** Something that happened in a run. All but {@link LogLine} and {@link Progress} stand in its journal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunEvent.RunStarted.class, name = "run-started"),
    @JsonSubTypes.Type(value = RunEvent.RunNote.class, name = "run-note"),
    @JsonSubTypes.Type(value = RunEvent.TaskStarted.class, name = "task-started"),
    @JsonSubTypes.Type(value = RunEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = RunEvent.LogLine.class, name = "log"),
    @JsonSubTypes.Type(value = RunEvent.CacheAnswered.class, name = "cache"),
    @JsonSubTypes.Type(value = RunEvent.Observed.class, name = "observed"),
    @JsonSubTypes.Type(value = RunEvent.Found.class, name = "finding"),
    @JsonSubTypes.Type(value = RunEvent.Summary.class, name = "summary"),
    @JsonSubTypes.Type(value = RunEvent.Kept.class, name = "kept"),
    @JsonSubTypes.Type(value = RunEvent.TaskEnded.class, name = "task-ended"),
    @JsonSubTypes.Type(value = RunEvent.RunEnded.class, name = "run-ended"),
})
public sealed interface RunEvent {
    Instant at();

    /** @param tasks ids, in the order of the plan */
    record RunStarted(Instant at, String run, String pipeline, SortedMap<String, String> inputs, List<String> tasks)
            implements RunEvent {}

    /** Something of the run as a whole that the user should know: a cache that fails, what a killed run left. */
    record RunNote(Instant at, String text) implements RunEvent {}

    /** @param attempt first is 1 */
    record TaskStarted(Instant at, String task, int attempt) implements RunEvent {}

    record Progress(Instant at, String task, String what) implements RunEvent {}

    record LogLine(Instant at, String task, String line) implements RunEvent {}

    /**
     * The final key was looked up.
     *
     * @param key digest of the final inputs
     * @param inputs all of them by name, as {@link dsl.model.Recipe} names them
     * @param why for a miss: the inputs that differ from the last run of this task, or what was wrong with the entry
     */
    record CacheAnswered(Instant at, String task, boolean hit, String key, SortedMap<String, String> inputs, String why)
            implements RunEvent {}

    /** What an effect found outside: {@code absent}, {@code identical}, {@code begun}, {@code conflicting}. */
    record Observed(Instant at, String task, String answer, String what) implements RunEvent {}

    record Found(Instant at, String task, Finding finding) implements RunEvent {}

    record Summary(Instant at, String task, String markdown) implements RunEvent {}

    /** @param path relative to the run's folder */
    record Kept(Instant at, String task, String path) implements RunEvent {}

    /**
     * @param restored whether its result came from the cache or, for an effect, was there already
     * @param allowed whether a failure or refusal was allowed to happen
     * @param result the result's identity; empty where there is none
     */
    record TaskEnded(
            Instant at, String task, Outcome outcome, boolean restored, boolean allowed, Duration took, String result)
            implements RunEvent {}

    /** @param code the exit code, 130 cancelled, 3 a tool is missing, 1 failed, 4 refused, 0 passed */
    record RunEnded(Instant at, int code, Duration took) implements RunEvent {}
}
