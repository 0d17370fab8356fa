package dsl.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import stages.api.Digest;
import stages.api.Json;

/**
 * What is kept of a run: {@code journal.jsonl}, {@code request.json}, {@code tasks/NAME/log.txt}, {@code result.json} and
 * {@code kept/} beside it, and while it runs {@code work/} and {@code lock}, whose lock dies with the process.
 */
public record RunFolder(Path path) {
    /** A run that died ended without saying so; its lock file is there, and nobody holds it. */
    public enum State {
        RUNNING,
        ENDED,
        DIED
    }

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Runs of this process: closing any channel on a lock file would give its lock away (POSIX). */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    public static RunFolder of(Path root, String id) {
        return new RunFolder(
                root.toAbsolutePath().normalize().resolve(".pipeline/runs").resolve(id));
    }

    /** Oldest first. */
    public static List<RunFolder> list(Path root) throws IOException {
        var runs = of(root, "").path();
        if (!Files.isDirectory(runs)) return List.of();
        try (var all = Files.list(runs)) {
            return all.filter(Files::isDirectory).sorted().map(RunFolder::new).toList();
        }
    }

    /** Makes the folder of a new run, with an id that sorts by time. */
    static RunFolder create(Path root, Clock clock) throws IOException {
        while (true) {
            var suffix = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
            var run = of(root, STAMP.format(clock.instant()) + "-" + suffix);
            Files.createDirectories(run.path.resolveSibling(""));
            try {
                Files.createDirectory(run.path);
                return run;
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
    }

    public String id() {
        return path.getFileName().toString();
    }

    /** Marks it as running; the file comes to its name locked, so that nobody takes it for a dead run's. */
    Closeable lock() throws IOException {
        var fresh = path.resolve("lock.new");
        var channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        OURS.add(path);
        Files.move(fresh, path.resolve("lock"), StandardCopyOption.ATOMIC_MOVE);
        return () -> {
            channel.close();
            OURS.remove(path);
        };
    }

    /** Says that it ended as it should. */
    void ended() throws IOException {
        Files.deleteIfExists(path.resolve("lock"));
    }

    public State state() throws IOException {
        var file = path.resolve("lock");
        if (!Files.exists(file)) return State.ENDED;
        if (OURS.contains(path)) return State.RUNNING;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null ? State.RUNNING : State.DIED;
        }
    }

    public Journal.Content events() throws IOException {
        return Journal.read(path.resolve("journal.jsonl"));
    }

    /** The folder of a task's log and result. */
    public Path task(String id) {
        var name = id.replaceAll("[^A-Za-z0-9._@-]+", "-");
        var start = name.substring(0, Math.min(name.length(), 80));
        return path.resolve("tasks").resolve(start + "-" + Digest.of(id).hex().substring(0, 8));
    }

    /** What the task logged; nothing where it logged nothing. */
    public List<String> log(String task) throws IOException {
        var file = task(task).resolve("log.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The results of its tasks, by id; what cannot be read is left out, so that it runs again. */
    public Map<String, StoredResult> finished() throws IOException {
        var results = new TreeMap<String, StoredResult>();
        var tasks = path.resolve("tasks");
        if (!Files.isDirectory(tasks)) return results;
        var files = new ArrayList<Path>();
        try (var all = Files.list(tasks)) {
            all.map(t -> t.resolve("result.json")).filter(Files::exists).forEach(files::add);
        }
        for (var file : files)
            try {
                StoredResult stored = Json.read(Files.readString(file), StoredResult.class);
                results.put(stored.task(), stored);
            } catch (IllegalArgumentException e) {
                continue;
            }
        return results;
    }
}
