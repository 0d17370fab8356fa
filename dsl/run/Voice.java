package dsl.run;

import dsl.host.Masks;
import dsl.store.*;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import stages.api.Finding;
import stages.api.Json;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/** Tells journal and observers what happens, one event at a time, and keeps the results; masks what it makes itself. */
final class Voice implements Closeable {
    private final ReentrantLock telling = new ReentrantLock();
    private final Set<String> troubles = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final String runner;
    private final List<RunObserver> observers;
    private final Journal journal;
    private final Journal results;
    private final Masks masks;
    private final String space;
    private long seq;
    private boolean silent;

    Voice(Path folder, RunSettings settings, Masks masks, List<RunObserver> observers) throws IOException {
        this.clock = settings.clock();
        this.runner = Json.line(settings.runner());
        this.observers = List.copyOf(observers);
        this.journal = new Journal(folder.resolve("journal.jsonl"));
        this.results = new Journal(folder.resolve("results.jsonl"));
        this.masks = masks;
        this.space = "free space where the runs, '" + folder.getParent() + "', and the cache, '"
                + settings.caching().root() + "', lie";
    }

    void tell(Function<Instant, RunEvent> what) {
        telling.lock();
        try {
            if (silent) return;
            var event = what.apply(clock.instant());
            silent = event instanceof RunEvent.RunEnded;
            write(event);
            for (var observer : observers) tell(observer, event);
        } finally {
            telling.unlock();
        }
    }

    private void write(RunEvent event) {
        if (event instanceof RunEvent.LogLine || event instanceof RunEvent.Progress) return;
        try {
            var line = Json.line(event).substring(1);
            journal.write("{\"runner\":" + runner + ",\"seq\":" + ++seq + "," + line);
        } catch (IOException e) {
            trouble("the journal cannot be written", e);
        }
    }

    private void tell(RunObserver observer, RunEvent event) {
        try {
            observer.on(event);
        } catch (RuntimeException e) {
            trouble("a report failed", e);
        }
    }

    void note(String text) {
        tell(at -> new RunEvent.RunNote(at, masks.mask(text)));
    }

    /** Something that keeps a run from telling or keeping what it should; said once. */
    void trouble(String what, Exception why) {
        if (troubles.add(what)) note(what + ": " + why);
    }

    void keep(StoredResult result) {
        telling.lock();
        try {
            results.write(Json.line(result));
        } catch (IOException e) {
            trouble("results cannot be kept for a resume", e);
        } finally {
            telling.unlock();
        }
    }

    /** @return whether all that was told is on the disk */
    boolean force() {
        try {
            journal.force();
            return true;
        } catch (IOException e) {
            trouble("the journal cannot be written", e);
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
        results.close();
    }

    Outcome.Failed failure(Throwable why) {
        return switch (why) {
            case StageFailure f -> failed(f.getMessage(), f.hint(), f.details(), false);
            case ToolMissing m -> failed(m.getMessage(), m.hint(), List.of(), true);
            case IOException e when isFull(e) -> failed("the disk is full: " + e.getMessage(), space, List.of(), false);
            default -> failed(why.getClass().getSimpleName() + ": " + why.getMessage(), "", List.of(), false);
        };
    }

    /** As Linux, macOS and Windows say it. */
    private static boolean isFull(IOException e) {
        var why = String.valueOf(e.getMessage());
        return why.contains("No space left") || why.contains("not enough space");
    }

    private Outcome.Failed failed(String message, String hint, List<String> details, boolean missing) {
        var lines = details.stream().map(masks::mask).toList();
        return new Outcome.Failed(masks.mask(message), masks.mask(hint), lines, missing);
    }

    SortedMap<String, String> masked(SortedMap<String, String> values) {
        var masked = new TreeMap<>(values);
        masked.replaceAll((name, value) -> masks.mask(value));
        return masked;
    }

    Finding masked(Finding f) {
        var place = new Finding.Place(
                masks.mask(f.place().subject()), f.place().line(), f.place().column());
        return new Finding(
                f.level(),
                f.rule(),
                f.tool(),
                masks.mask(f.message()),
                place,
                f.waiver().map(masks::mask));
    }
}
