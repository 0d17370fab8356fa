package stages.compose;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import stages.api.StageContext;
import stages.api.StageFailure;

/**
 * The end of a project. Containers are killed, not asked: nothing of theirs is kept, and an interrupted run has three
 * seconds. It asks the engine itself, as the runner may start no process for a cancelled task.
 */
final class Teardown implements AutoCloseable {
    private final Engine engine;
    private final String label;

    Teardown(Engine engine, String label) {
        this.engine = engine;
        this.label = label;
    }

    void keepLogs(StageContext context, int lines) throws InterruptedException {
        for (var container : engine.containers(label)) {
            var name = container.name().replaceFirst("^slipway-[0-9a-f]{12}-", "");
            var log = String.join("\n", engine.log(container, lines)) + "\n";
            context.keep(name.replaceAll("[^A-Za-z0-9._-]", "_") + ".log", log.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** On a thread of its own: an interrupt would close the connection to the engine in the middle. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var removal = executor.submit(() -> engine.remove(label));
            while (true) {
                try {
                    removal.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StageFailure failure) throw failure;
            throw new StageFailure("what '" + label + "' made could not be removed: " + e.getCause());
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
