package dsl.cli;

import dsl.report.Texts;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import dsl.store.RunObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A run line by line, for logs and pipes: starts, ends, findings, and now and then what a long task is at. */
final class PlainView implements RunObserver {
    /** A task says what it is at no more often. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Console console;
    private final boolean verbose;
    private final EventText text;
    private final Tails tails = new Tails();
    private final Map<String, Instant> spoke = new HashMap<>();
    private final Set<String> lookedUp;
    private final Set<String> quiet = new HashSet<>();

    /** @param lookedUp tasks that may come from the cache: their start is told when they do not */
    PlainView(Console console, boolean verbose, Set<String> lookedUp) {
        this.console = console;
        this.verbose = verbose;
        this.lookedUp = lookedUp;
        this.text = new EventText(console.style());
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted e -> print(text.started(e));
            case RunEvent.RunNote e -> print(text.line(e.at(), "note", Texts.clean(e.text())));
            case RunEvent.TaskStarted e -> started(e);
            case RunEvent.Progress e -> progress(e);
            case RunEvent.LogLine e -> log(e);
            case RunEvent.Found e -> text.found(e).forEach(this::print);
            case RunEvent.TaskEnded e -> ended(e);
            case RunEvent.Observed e -> observed(e);
            case RunEvent.CacheAnswered e -> {
                if (!e.hit()) speak(e.at(), e.task());
            }
            case RunEvent.Summary e -> {}
            case RunEvent.Kept e -> {}
            case RunEvent.RunEnded e -> {}
        }
    }

    private void started(RunEvent.TaskStarted e) {
        spoke.put(e.task(), e.at());
        if (e.attempt() > 1) print(text.line(e.at(), e.task(), "started again, attempt " + e.attempt()));
        else quiet.add(e.task());
        if (!lookedUp.contains(e.task())) speak(e.at(), e.task());
    }

    /** Tells of a task's start, once. */
    private void speak(Instant at, String task) {
        if (quiet.remove(task)) print(text.line(at, task, "started"));
    }

    private void progress(RunEvent.Progress e) {
        speak(e.at(), e.task());
        var last = spoke.getOrDefault(e.task(), Instant.EPOCH);
        if (e.at().isBefore(last.plus(PAUSE))) return;
        spoke.put(e.task(), e.at());
        print(text.line(e.at(), e.task(), Texts.clean(e.what())));
    }

    private void log(RunEvent.LogLine e) {
        speak(e.at(), e.task());
        if (verbose) print(text.line(e.at(), e.task(), "| " + Texts.clean(e.line())));
        else tails.add(e.task(), e.line());
    }

    private void observed(RunEvent.Observed e) {
        if (e.answer().equals("absent")) return;
        var what = e.what().isBlank() ? "" : ": " + Texts.clean(e.what());
        print(text.line(e.at(), e.task(), e.answer() + what));
    }

    private void ended(RunEvent.TaskEnded e) {
        spoke.remove(e.task());
        quiet.remove(e.task());
        var tail = tails.take(e.task());
        if (e.outcome() instanceof Outcome.Cancelled && e.took().isZero()) return;
        text.ended(e, tail).forEach(this::print);
    }

    private void print(String line) {
        console.say(line + "\n");
    }
}
