package dsl.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import stages.api.Json;

/** Tells journal and observers what happens in a run, one event at a time, and keeps the results. */
public final class Voice implements Closeable {
    private static final String UNWRITTEN = "the journal cannot be written";

    private final ReentrantLock telling = new ReentrantLock();
    private final Set<String> troubles = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final String runner;
    private final UnaryOperator<String> mask;
    private final List<RunObserver> observers;
    private final Journal journal;
    private final Journal results;
    private boolean silent;

    /**
     * @param runner who runs, as the journal names it
     * @param mask for its own notes; events come masked
     */
    public Voice(RunFolder folder, Clock clock, String runner, UnaryOperator<String> mask, List<RunObserver> observers)
            throws IOException {
        this.clock = clock;
        this.runner = runner;
        this.mask = mask;
        this.observers = List.copyOf(observers);
        this.journal = new Journal(folder.journal());
        this.results = new Journal(folder.results());
    }

    /** Nothing is told after the end of the run. */
    public void tell(Function<Instant, RunEvent> what) {
        telling.lock();
        try {
            if (silent) return;
            var event = what.apply(clock.instant());
            silent = event instanceof RunEvent.RunEnded;
            attempt(UNWRITTEN, () -> journal.write(runner, event));
            for (var observer : observers) tell(observer, event);
        } finally {
            telling.unlock();
        }
    }

    private void tell(RunObserver observer, RunEvent event) {
        try {
            observer.on(event);
        } catch (RuntimeException e) {
            trouble("a report failed", e);
        }
    }

    public void note(String text) {
        tell(at -> new RunEvent.RunNote(at, mask.apply(text)));
    }

    /** @return whether it could be told or kept; why not is said, once */
    public boolean attempt(String otherwise, Attempt attempt) {
        try {
            attempt.make();
            return true;
        } catch (IOException e) {
            trouble(otherwise, e);
            return false;
        }
    }

    /** Something without which a run can go on. */
    public interface Attempt {
        void make() throws IOException;
    }

    private void trouble(String what, Exception why) {
        if (troubles.add(what)) note(what + ": " + why);
    }

    /** For a run that resumes this one. */
    public void keep(StoredResult result) {
        telling.lock();
        try {
            attempt("results cannot be kept for a resume", () -> results.write(Json.line(result)));
        } finally {
            telling.unlock();
        }
    }

    /** @return whether all that was told is on the disk */
    public boolean force() {
        return attempt(UNWRITTEN, journal::force);
    }

    @Override
    public void close() throws IOException {
        journal.close();
        results.close();
    }
}
