package dsl.cli;

import dsl.report.Style;
import dsl.report.Texts;
import dsl.store.Outcome;
import dsl.store.RunEvent;
import dsl.store.RunObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.*;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A run on a terminal: what ended scrolls by, what runs stands below in a few lines that are drawn again. Control
 * sequences are those of ECMA-48; lines are cut at the right edge by the terminal itself.
 */
final class LiveView implements RunObserver, AutoCloseable {
    private static final int ROWS = 8;
    private static final long MILLIS = 200;

    private static final class Row {
        final Instant since;
        String what = "";

        Row(Instant since) {
            this.since = since;
        }
    }

    private final Console console;
    private final boolean verbose;
    private final Clock clock;
    private final Style style;
    private final EventText text;
    private final Tails tails = new Tails();
    private final ReentrantLock drawing = new ReentrantLock();
    private final Map<String, Row> running = new LinkedHashMap<>();
    private final List<String> pending = new ArrayList<>();
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private Future<?> ticking = CompletableFuture.completedFuture(true);
    private Instant start = Instant.EPOCH;
    private int tasks;
    private int done;
    private int cached;
    private int failed;
    private int refused;
    private int drawn;

    LiveView(Console console, boolean verbose, Clock clock) {
        this.console = console;
        this.verbose = verbose;
        this.clock = clock;
        this.style = console.style();
        this.text = new EventText(style);
    }

    /** Draws on its own from now on, until it is closed. */
    LiveView ticking() {
        ticking = ticks.scheduleAtFixedRate(this::draw, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public void on(RunEvent event) {
        drawing.lock();
        try {
            take(event);
        } finally {
            drawing.unlock();
        }
    }

    private void take(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted e -> {
                start = e.at();
                tasks = e.tasks().size();
                pending.add(text.started(e));
            }
            case RunEvent.RunNote e -> pending.add(text.line(e.at(), "note", Texts.clean(e.text())));
            case RunEvent.TaskStarted e -> running.put(e.task(), new Row(e.at()));
            case RunEvent.Progress e -> progress(e);
            case RunEvent.LogLine e -> log(e);
            case RunEvent.Found e -> pending.addAll(text.found(e));
            case RunEvent.TaskEnded e -> ended(e);
            case RunEvent.RunEnded e -> running.clear();
            case RunEvent.CacheAnswered e -> {}
            case RunEvent.Observed e -> {}
            case RunEvent.Summary e -> {}
            case RunEvent.Kept e -> {}
        }
    }

    private void progress(RunEvent.Progress e) {
        var row = running.get(e.task());
        if (row != null) row.what = Texts.clean(e.what());
    }

    private void log(RunEvent.LogLine e) {
        if (verbose) pending.add(text.line(e.at(), e.task(), style.dim("| " + Texts.clean(e.line()))));
        else tails.add(e.task(), e.line());
    }

    /** What came from the cache is counted, not listed. */
    private void ended(RunEvent.TaskEnded e) {
        running.remove(e.task());
        done++;
        if (e.outcome() instanceof Outcome.Failed && !e.allowed()) failed++;
        if (e.outcome() instanceof Outcome.Refused && !e.allowed()) refused++;
        var restored = e.restored() && e.outcome() instanceof Outcome.Passed;
        if (restored) cached++;
        var tail = tails.take(e.task());
        var never = e.outcome() instanceof Outcome.Cancelled && e.took().isZero();
        if (!restored && !never) pending.addAll(text.ended(e, tail));
    }

    /** Brings the screen up to date. */
    void draw() {
        drawing.lock();
        try {
            var frame = new StringBuilder(erased());
            pending.forEach(l -> frame.append(l).append('\n'));
            pending.clear();
            var rows = rows();
            drawn = rows.size();
            if (drawn > 0) frame.append("\u001b[?7l");
            rows.forEach(r -> frame.append(r).append('\n'));
            if (drawn > 0) frame.append("\u001b[?7h");
            console.say(frame.toString());
        } finally {
            drawing.unlock();
        }
    }

    private String erased() {
        return drawn == 0 ? "" : "\u001b[" + drawn + "F\u001b[J";
    }

    private List<String> rows() {
        var rows = new ArrayList<String>();
        if (running.isEmpty()) return rows;
        var now = clock.instant();
        var column = Math.min(60, Texts.widest(List.copyOf(running.keySet())));
        running.forEach((task, row) -> {
            if (rows.size() < ROWS) rows.add(row(task, row, now, column));
        });
        if (running.size() > ROWS) rows.add("          " + style.dim("and " + (running.size() - ROWS) + " more"));
        rows.add(status(now));
        return rows;
    }

    private String row(String task, Row row, Instant now, int column) {
        var took = Texts.duration(Duration.between(row.since, now));
        var name = Texts.clean(task);
        return style.cyan(" ".repeat(Math.max(0, 7 - took.length())) + took)
                + " "
                + (row.what.isEmpty() ? name : Texts.pad(name, column) + "  " + style.dim(row.what));
    }

    private String status(Instant now) {
        var parts = new ArrayList<String>();
        parts.add(done + " of " + tasks + " done");
        if (cached > 0) parts.add(cached + " cached");
        if (failed > 0) parts.add(style.red(failed + " failed"));
        if (refused > 0) parts.add(style.red(refused + " refused"));
        parts.add(Texts.duration(Duration.between(start, now)));
        return "        " + style.dim(String.join(", ", parts));
    }

    @Override
    public void close() {
        ticking.cancel(false);
        ticks.shutdown();
        drawing.lock();
        try {
            running.clear();
            draw();
        } finally {
            drawing.unlock();
        }
    }
}
