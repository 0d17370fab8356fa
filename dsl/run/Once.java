package dsl.run;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import stages.api.StageContext;

/** Questions about the world that are answered once per run; tasks that ask the same wait for the first of them. */
final class Once {
    private final Map<String, ReentrantLock> asked = new ConcurrentHashMap<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    String ask(String question, StageContext.Answer answer) throws IOException, InterruptedException {
        var lock = asked.computeIfAbsent(question, q -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            var known = answers.get(question);
            if (known != null) return known;
            var found = answer.find();
            answers.put(question, found);
            return found;
        } finally {
            lock.unlock();
        }
    }
}
