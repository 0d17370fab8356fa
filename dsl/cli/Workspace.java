package dsl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dsl.model.Plan;
import dsl.report.CacheAnswer;
import dsl.store.RunFolder;
import dsl.store.RunObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import stages.api.Commands;

/** One repository, as one invocation works on it: where loading, planning and running are joined. */
interface Workspace {
    /** Makes one. */
    @FunctionalInterface
    interface Opener {
        /** @param note takes what the user should know of, a sentence each */
        Workspace open(Options options, Consumer<String> note) throws IOException;
    }

    Path root();

    /** All scripts: the project's first, then ours. */
    Loaded load() throws IOException;

    /** The project's scripts and those that one pipeline needs. May load more. */
    Loaded load(String pipeline) throws IOException;

    /** The project's scripts and these. */
    Loaded load(List<Path> files) throws IOException;

    /** The text of a script, by the name that problems give it. */
    Optional<String> text(String file);

    /**
     * Plans a pipeline of what was loaded last.
     *
     * @param inputs text for an argument or an option, true for a flag; absent where not given
     * @throws dsl.model.Problem.Found where the script asks for something that cannot be
     */
    Plan plan(String pipeline, Map<String, Object> inputs) throws IOException, InterruptedException;

    /** Asks the cache for every task, by id. */
    Map<String, CacheAnswer> cached(Plan plan) throws IOException, InterruptedException;

    /** Finds tools as the project and the {@code PATH} have them. */
    ToolFinder tools();

    Commands commands();

    /**
     * Opens a run.
     *
     * @param request what was asked for, kept with the run
     * @param resumed the run that is gone on with
     */
    Running start(Plan plan, JsonNode request, Optional<RunFolder> resumed, List<RunObserver> observers)
            throws IOException;

    /**
     * Plans a run again from its recorded request and facts.
     *
     * @throws dsl.word.Mismatch where the tree is not the one that it ran on
     */
    Plan resume(RunFolder run) throws IOException, InterruptedException;

    /**
     * Removes what runs that died left outside, and folders of runs that ended.
     *
     * @return what was removed, a sentence each
     */
    List<String> clean() throws IOException, InterruptedException;

    /** A run that was opened. */
    interface Running {
        /** @return the exit code */
        int run() throws IOException, InterruptedException;

        /** Returns at once; {@link #run} returns when all is over. */
        void cancel();
    }
}
