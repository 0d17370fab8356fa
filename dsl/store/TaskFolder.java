package dsl.store;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import stages.api.StageFailure;

/** What one try of a task writes in its run's folder: its log, what it leaves for people, and its work, which goes with it. */
public final class TaskFolder implements Closeable {
    private final RunFolder run;
    private final Path folder;
    private final Path work;
    private @Nullable Writer log;

    public TaskFolder(RunFolder run, String task) {
        this.run = run;
        this.folder = run.task(task);
        this.work = run.work(task);
    }

    /** Hands the line to the system at once; not for two threads at a time. */
    public void log(String line) throws IOException {
        if (log == null)
            log = Files.newBufferedWriter(Files.createDirectories(folder).resolve("log.txt"), CREATE, APPEND);
        log.write(line + "\n");
        log.flush();
    }

    /** @return where it is kept, relative to the run's folder */
    public Path keep(String name, byte[] bytes) throws IOException {
        var kept = Files.createDirectories(folder.resolve("kept"));
        var file = Files.write(kept.resolve(name.replaceAll("[^A-Za-z0-9._@-]+", "-")), bytes);
        return run.path().relativize(file);
    }

    /** @throws StageFailure where it cannot be made */
    public Path work() {
        return RunFolder.made(work);
    }

    @Override
    public void close() throws IOException {
        if (log != null) log.close();
        RunFolder.delete(work);
    }
}
