package dsl.cli;

import dsl.report.RunRecord;
import dsl.store.Journal;
import dsl.store.RunEvent;
import dsl.store.RunFolder;
import dsl.word.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The runs of a repository, by name. */
final class PastRuns {
    private final Path root;

    PastRuns(Path root) {
        this.root = root;
    }

    /** Newest first. */
    List<RunFolder> all() throws IOException {
        return RunFolder.list(root).reversed();
    }

    /**
     * @param name a run's name, the end of one, or {@code last}
     * @throws Usage where it is none or several
     */
    RunFolder find(String name) throws IOException {
        var all = all();
        if (all.isEmpty())
            throw new Usage("nothing ran here yet", "runs are kept in '.pipeline/runs' of the repository");
        if (name.equals("last")) return all.get(0);
        var found = all.stream().filter(r -> r.id().equals(name)).toList();
        if (found.isEmpty())
            found = all.stream().filter(r -> r.id().endsWith(name)).toList();
        if (found.size() == 1) return found.get(0);
        var near = Suggestion.of(name, all.stream().map(RunFolder::id).toList());
        var list = "'" + Cli.PROGRAM + " runs' lists them";
        throw new Usage(
                found.isEmpty() ? "no run '" + name + "'" : "'" + name + "' is the end of several runs",
                near.isEmpty() ? list : near);
    }

    /** What the cache said of a task and of its parts in the last run that had it, for people. */
    List<String> lastAnswers(String task) throws IOException {
        for (var run : all()) {
            var said = run.events().lines().stream()
                    .filter(e -> e instanceof RunEvent.CacheAnswered a
                            && (a.task().equals(task) || a.task().startsWith(task + "@")))
                    .map(e -> (RunEvent.CacheAnswered) e)
                    .map(a -> run.id() + "  " + a.task() + (a.hit() ? " was restored" : " was made")
                            + (a.why().isEmpty() ? "" : ": " + a.why()))
                    .toList();
            if (!said.isEmpty()) return said;
        }
        return List.of();
    }

    /** What its journal tells; of a damaged one, what stands before the damage, with a note. */
    static RunRecord record(RunFolder run, Console console) throws IOException {
        var record = new RunRecord();
        if (run.events() instanceof Journal.Content(var events, var problem)) {
            events.forEach(record::on);
            problem.ifPresent(console::note);
        }
        return record;
    }
}
