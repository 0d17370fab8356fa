package dsl.run;

import dsl.model.Task;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * What tasks compete for: locks, the engine, memory, jobs. A task that wants more than there is takes all there is. All
 * take in one order, and wait in line, so that no two wait for each other and none waits for ever.
 */
final class Slots {
    private final Map<String, Semaphore> slots = new ConcurrentHashMap<>();
    private final Map<String, Integer> limits;

    Slots(RunSettings.Limits limits) {
        this.limits = Map.of("engine", limits.engine(), "memory", limits.memory(), "jobs", limits.jobs());
    }

    <T> T holding(Task task, Callable<T> work) throws Exception {
        var held = new ArrayDeque<Runnable>();
        try {
            for (var lock : new TreeSet<>(task.controls().lock())) take("lock " + lock, 1, held);
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
}
