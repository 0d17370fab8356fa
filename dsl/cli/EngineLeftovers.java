package dsl.cli;

import dsl.report.TaskName;
import dsl.store.RunEvent;
import dsl.store.RunFolder;
import dsl.word.StageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import stages.api.Commands;
import stages.api.ToolMissing;
import stages.compose.Leftovers;

/** What a run that died left in the engine. */
record EngineLeftovers(Path root, Commands commands, Map<String, StageType> words) {
    /**
     * Removes it. Where no engine answers, only a run that worked with one may have left something.
     *
     * @return what was removed
     * @throws ToolMissing where something may be left, so that it is looked for again at the next start
     */
    List<String> remove(String run) {
        try {
            return List.copyOf(Leftovers.remove(commands, run));
        } catch (ToolMissing e) {
            if (workedWithEngine(run)) throw e;
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private boolean workedWithEngine(String run) {
        try {
            return RunFolder.of(root, run).events().lines().stream()
                    .anyMatch(e -> e instanceof RunEvent.TaskStarted t && usesEngine(TaskName.of(t.task())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean usesEngine(TaskName task) {
        var type = words.get(task.word());
        return type != null && type.uses().stream().anyMatch(u -> u.value().startsWith("docker"));
    }
}
