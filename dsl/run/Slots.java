package dsl.run;

import dsl.host.MachineLocks;
import dsl.model.Task;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * What tasks compete for: locks, the engine, memory, jobs. A task that wants more than there is takes all there is. All
 * take in one order, and wait in line, so that no two wait for each other and none waits for ever. Ports of the machine
 * are held against other runs too.
 */
final class Slots {
    private final Map<String, Semaphore> slots = new ConcurrentHashMap<>();
    private final Map<String, Integer> limits;
    private final MachineLocks machine;
    private final Consumer<String> note;

    /** @param note takes what a task waits for, and locks that cannot be had */
    Slots(RunSettings.Limits limits, MachineLocks machine, Consumer<String> note) {
        this.machine = machine;
        this.note = note;
        this.limits = Map.of("engine", limits.engine(), "memory", limits.memory(), "jobs", limits.jobs());
    }

    <T> T holding(Task task, Callable<T> work) throws Exception {
        var held = new ArrayDeque<Runnable>();
        try {
            for (var lock : new TreeSet<>(task.controls().lock())) {
                take("lock " + lock, 1, held);
                if (lock.startsWith("port:")) takeOfMachine(task.id(), lock, held);
            }
            take("engine", task.type().engineSlots(), held);
            take("memory", task.type().memory(), held);
            take("jobs", 1, held);
            return work.call();
        } finally {
            held.forEach(Runnable::run);
        }
    }

    private void take(String name, int wanted, ArrayDeque<Runnable> held) throws InterruptedException {
        int all = Math.max(1, limits.getOrDefault(name, 1));
        int some = Math.min(wanted, all);
        var slot = slots.computeIfAbsent(name, n -> new Semaphore(all, true));
        slot.acquire(some);
        held.push(() -> slot.release(some));
    }

    /** Where the lock cannot be had at all, the engine will refuse a port that is taken. */
    private void takeOfMachine(String task, String lock, ArrayDeque<Runnable> held) throws InterruptedException {
        try {
            var taken = machine.take(
                    lock,
                    () -> note.accept(
                            "'" + task + "' waits for '" + lock + "', which another run on this machine holds"));
            held.push(() -> release(lock, taken));
        } catch (IOException e) {
            note.accept("'" + lock + "' is not held against other runs: " + e);
        }
    }

    private void release(String lock, Closeable taken) {
        try {
            taken.close();
        } catch (IOException e) {
            note.accept("'" + lock + "' is held until this run ends: " + e);
        }
    }
}
