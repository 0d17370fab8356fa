package dsl.cli;

import java.util.*;

/** The last log lines of each task that runs. */
final class Tails {
    private static final int LINES = 20;
    private final Map<String, Deque<String>> lines = new HashMap<>();

    void add(String task, String line) {
        var tail = lines.computeIfAbsent(task, t -> new ArrayDeque<>());
        if (tail.size() == LINES) tail.removeFirst();
        tail.addLast(line);
    }

    List<String> take(String task) {
        var tail = lines.remove(task);
        return tail == null ? List.of() : List.copyOf(tail);
    }
}
