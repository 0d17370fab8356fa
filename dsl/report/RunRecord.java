package dsl.report;

import dsl.store.RunEvent;
import dsl.store.RunObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.*;
import stages.api.Finding;

/** Gathers the events of a run, live or from its journal, into one record of each task. Reports are made from it. */
public final class RunRecord implements RunObserver {
    private final Map<String, TaskRecord> tasks = new LinkedHashMap<>();
    private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
    private final Map<String, List<String>> summaries = new LinkedHashMap<>();
    private final Map<String, List<String>> kept = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private String run = "";
    private String pipeline = "";
    private SortedMap<String, String> inputs = new TreeMap<>();
    private Instant started = Instant.EPOCH;
    private Optional<RunEvent.RunEnded> end = Optional.empty();

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted e -> start(e);
            case RunEvent.RunNote e -> notes.add(e.text());
            case RunEvent.TaskStarted e -> put(task(e.task()).began(e));
            case RunEvent.CacheAnswered e -> put(task(e.task()).answered(e));
            case RunEvent.Observed e -> put(task(e.task()).saw(e));
            case RunEvent.Found e -> add(findings, e.task(), e.finding());
            case RunEvent.Summary e -> add(summaries, e.task(), e.markdown());
            case RunEvent.Kept e -> add(kept, e.task(), e.path());
            case RunEvent.TaskEnded e -> put(task(e.task()).ended(e));
            case RunEvent.RunEnded e -> end = Optional.of(e);
            case RunEvent.Progress e -> {}
            case RunEvent.LogLine e -> {}
        }
    }

    private void start(RunEvent.RunStarted e) {
        run = e.run();
        pipeline = e.pipeline();
        inputs = e.inputs();
        started = e.at();
        e.tasks().forEach(this::task);
    }

    private TaskRecord task(String id) {
        return tasks.computeIfAbsent(id, TaskRecord::waiting);
    }

    private void put(TaskRecord task) {
        tasks.put(task.id(), task);
    }

    private <T> void add(Map<String, List<T>> to, String task, T item) {
        task(task);
        to.computeIfAbsent(task, t -> new ArrayList<>()).add(item);
    }

    public String run() {
        return run;
    }

    public String pipeline() {
        return pipeline;
    }

    /** Arguments, flags and options, as given. */
    public SortedMap<String, String> inputs() {
        return inputs;
    }

    public Instant started() {
        return started;
    }

    public Duration took() {
        return end.map(RunEvent.RunEnded::took).orElse(Duration.ZERO);
    }

    /** Nothing where the run has not ended, or was killed. */
    public Optional<ExitCode> end() {
        return end.map(e -> ExitCode.of(e.code()));
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** In the order of the plan. */
    public List<TaskRecord> tasks() {
        return tasks.values().stream()
                .map(t -> t.with(of(findings, t), of(summaries, t), of(kept, t)))
                .toList();
    }

    private static <T> List<T> of(Map<String, List<T>> all, TaskRecord task) {
        return List.copyOf(all.getOrDefault(task.id(), List.of()));
    }
}
