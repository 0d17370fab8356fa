package stages.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Several questions at once. */
public final class Together {
    private Together() {}

    /**
     * The answers, in the order of the questions, when all are there.
     *
     * @throws IOException with what failed first, where that is no failure of a stage
     */
    public static <T> List<T> ask(List<Callable<T>> questions) throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<T>();
            for (var answer : threads.invokeAll(questions)) answers.add(answer.get());
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            if (e.getCause() instanceof InterruptedException cause) throw cause;
            if (e.getCause() instanceof IOException cause) throw cause;
            throw new IOException(e.getCause());
        }
    }
}
