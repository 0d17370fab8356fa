package dsl.word;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stages.api.Default;
import stages.api.Help;

/**
 * The runner's words: options that every stage has and no stage sees.
 *
 * @param env values of variables; a name with an empty value in {@code passed} is taken from the environment
 * @param secrets name to reference: {@code env:NAME} or {@code file:PATH}
 */
public record Controls(
        @Help("a name for the task, where the subject is not enough")
        Optional<String> named,

        @Help("tasks that must have ended well before") List<String> after,

        @Help("a condition over outputs and values known while planning")
        Optional<Condition> when,

        @Help("run even where what it follows failed or was cancelled")
        boolean always,

        @Help("time after which the task is ended, for example '10m'")
        Optional<Duration> timeout,

        @Help("further tries after a failure") Optional<Retry> retry,

        @Help("a failure or a refusal does not fail the run")
        boolean allowFailure,

        @Help("names of locks; two tasks with the same lock never run at once")
        List<String> lock,

        @Help("variables for the task's processes; NAME: 'value', or 'NAME' to pass it on")
        Map<String, String> env,

        @Help("secrets of the task; NAME: 'env:NAME' or 'file:PATH', or 'NAME' alone for the variable of that name")
        Map<String, String> secrets) {

    /**
     * @param times tries after the first
     * @param delay before the first of them; doubled for each further one
     */
    public record Retry(
            @Help("tries after the first") int times,

            @Help("wait before the next try, doubled each time") @Default("1s")
            Duration delay) {}

    public Controls withLocks(List<String> locks) {
        return new Controls(named, after, when, always, timeout, retry, allowFailure, locks, env, secrets);
    }

    public static final Controls NONE = new Controls(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            Map.of(),
            Map.of());
}
