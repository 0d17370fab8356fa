package stages.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** What a stage may ask of the run it is part of. */
public interface StageContext {
    /** The repository's root; read only. */
    Path root();

    /** An empty folder of this task's own, deleted when it ends. */
    Path work();

    /** A line for the task's log. */
    void log(String line);

    Commands commands();

    /**
     * A tool declared by {@link Uses} on the stage, as it was found.
     *
     * @throws ToolMissing where it is not there
     */
    Tool tool(String name);

    /** As {@link #tool}, for a tool that the stage can do without. */
    Optional<Tool> optionalTool(String name);

    ContentStore store();

    Clock clock();

    Event event();

    /** The commit that is checked out; nothing without one. */
    Optional<String> commit();

    /** Time of that commit, seconds since 1970; 0 without one. */
    long commitTime();

    /** Labels that everything created in an engine must carry, so that the runner finds what a killed run left. */
    Map<String, String> labels();

    /** Namespace of every cache outside our own; nothing of a less trusted tier is read under it. */
    Tier tier();

    /** A folder that later runs of the same tier find again; its content may be gone at any time. */
    Path cacheFolder(String name);

    /**
     * The answer to a question about the world that must not change within a run, such as the digest behind a tag. The
     * first task that asks finds it; others of the same run, also at the same time, get the same answer. A failure is not kept.
     */
    default String once(String question, Answer answer) throws IOException, InterruptedException {
        return answer.find();
    }

    /** Finds an answer. */
    @FunctionalInterface
    interface Answer {
        String find() throws IOException, InterruptedException;
    }

    /** A variable that the task's processes get too; nothing where it is not set or not passed on. */
    Optional<String> variable(String name);

    /** The value of a secret that the task declared; masked in every output. */
    String secret(String name);

    void finding(Finding finding);

    /** Markdown for the run's summary. */
    void summary(String markdown);

    /** What the task is at, for the live display: {@code 3/7 npm ci}. */
    void progress(String what);

    /** Leaves a file for people, beside the task's log. */
    void keep(String name, byte[] bytes);
}
