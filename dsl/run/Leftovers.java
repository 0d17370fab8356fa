package dsl.run;

import dsl.host.Processes;
import dsl.store.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Removes what runs left that died, and nothing of others. */
public final class Leftovers {
    /** In the environment of every process that a run starts: the run's id. */
    static final String VARIABLE = "SLIPWAY_RUN";

    private Leftovers() {}

    /** @return what was removed, a sentence for each run */
    public static List<String> sweep(Path root, RunSettings.Sweeper sweeper) throws IOException {
        var notes = new ArrayList<String>();
        for (var run : RunFolder.list(root))
            try {
                if (run.isLeft()) notes.add("run " + run.id() + " died; removed " + removed(run, sweeper));
            } catch (IOException | RuntimeException e) {
                notes.add("run " + run.id() + " died; what it left cannot be removed: " + e.getMessage());
            }
        return notes;
    }

    private static String removed(RunFolder run, RunSettings.Sweeper sweeper) throws IOException {
        var removed = remove(run);
        removed.addAll(sweeper.sweep(run.id()));
        run.swept();
        return removed.isEmpty() ? "nothing, it left nothing" : String.join(", ", removed);
    }

    /** Ends all processes of a run and deletes its work folders. */
    static List<String> remove(RunFolder run) throws IOException {
        var removed = new ArrayList<>(Processes.killAll(VARIABLE, run.id()));
        if (run.deleteWork()) removed.add("its work folder");
        return removed;
    }
}
