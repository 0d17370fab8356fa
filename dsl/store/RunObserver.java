package dsl.store;

/** Told of every event of a run, in order, one at a time; must not throw and must not wait. */
@FunctionalInterface
public interface RunObserver {
    void on(RunEvent event);
}
