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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import stages.api.Json;

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
    private boolean silent;

    Voice(Path folder, RunSettings settings, Masks masks, List<RunObserver> observers) throws IOException {
        this.clock = settings.clock();
        this.runner = settings.runner();
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
        try {
            journal.write(runner, event);
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
        return Outcome.Failed.of(why, space).masked(masks::mask);
    }
}
