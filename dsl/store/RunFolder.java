package dsl.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import stages.api.Digest;
import stages.api.Json;
import stages.api.Result;
import stages.api.StageFailure;

/**
 * What is kept of a run: {@code journal.jsonl}, {@code results.jsonl}, {@code request.json}, {@code tasks/NAME/log.txt} and
 * {@code kept/} beside it; while it runs {@code work/} and {@code lock}, whose lock dies with the process.
 */
public record RunFolder(Path path) {
    /** Runs of this process: closing any channel on a file gives the process's locks on it away (POSIX). */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    /** A run that died never said that it ended: its lock file is there, and nobody holds it. */
    public enum State {
        RUNNING,
        ENDED,
        DIED
    }

    public static RunFolder of(Path root, String id) {
        return new RunFolder(
                root.toAbsolutePath().normalize().resolve(".pipeline/runs").resolve(id));
    }

    /** All runs of a repository, oldest first. */
    public static List<RunFolder> list(Path root) throws IOException {
        var runs = of(root, "").path();
        if (!Files.isDirectory(runs)) return List.of();
        try (var all = Files.list(runs)) {
            return all.filter(Files::isDirectory).sorted().map(RunFolder::new).toList();
        }
    }

    /** Makes the folder of a new run; ids sort by time. */
    public static RunFolder create(Path root, Clock clock) throws IOException {
        var time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
        var suffix = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
        var run = of(root, time + "-" + suffix);
        if (Files.exists(run.path)) return create(root, clock);
        Files.createDirectories(run.path);
        hide(root.resolve(".pipeline/.gitignore"));
        return run;
    }

    /** Runs are no change of the repository: they would keep its tree from ever being clean. */
    private static void hide(Path ignore) throws IOException {
        if (!Files.exists(ignore)) Files.writeString(ignore, "*\n");
    }

    public String id() {
        return String.valueOf(path.getFileName());
    }

    /** Marks it as running. The file comes to its name locked, so that nobody takes the run for dead. */
    public Closeable lock() throws IOException {
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

    /** Says that it ended. */
    public void ended() throws IOException {
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

    /** Whether it died, and what it left is not removed yet. */
    public boolean isLeft() throws IOException {
        return !Files.exists(path.resolve("swept")) && state() == State.DIED;
    }

    /** Says that what it left is removed. */
    public void swept() throws IOException {
        Files.writeString(path.resolve("swept"), "");
    }

    /** @return whether there was one */
    public boolean deleteWork() throws IOException {
        return delete(path.resolve("work"));
    }

    /** @return whether there was one */
    public static boolean delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return false;
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
        return true;
    }

    /** @throws StageFailure where it cannot be made */
    static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StageFailure("cannot make the folder '" + folder + "': " + e.getMessage());
        }
    }

    public Journal.Content<RunEvent> events() throws IOException {
        return Journal.read(journal(), RunEvent.class);
    }

    Path journal() {
        return path.resolve("journal.jsonl");
    }

    Path results() {
        return path.resolve("results.jsonl");
    }

    /** The results of these types alone, in the order of their tasks: a summary must not cost more than the run. */
    public List<StoredResult> results(Set<Class<? extends Result>> types) throws IOException {
        var names =
                types.stream().map(t -> "\"type\":" + Json.line(t.getName())).toList();
        return Journal.read(
                        results(), StoredResult.class, line -> names.stream().anyMatch(line::contains))
                .lines()
                .stream()
                .sorted(Comparator.comparing(StoredResult::task))
                .toList();
    }

    /** The results of its tasks, by id, for a run that resumes it. */
    public Map<String, StoredResult> finished() throws IOException {
        var results = new TreeMap<String, StoredResult>();
        for (var stored : Journal.read(results(), StoredResult.class).lines()) results.put(stored.task(), stored);
        return results;
    }

    /** The folder of a task's log and of what it keeps. */
    public Path task(String id) {
        return path.resolve("tasks").resolve(safe(id));
    }

    Path work(String id) {
        return path.resolve("work").resolve(safe(id));
    }

    /** Its name as a file's, readable and unique. */
    private static String safe(String id) {
        var name = id.replaceAll("[^A-Za-z0-9._@-]+", "-");
        var start = name.substring(0, Math.min(name.length(), 80));
        return start + "-" + Digest.of(id).hex().substring(0, 8);
    }

    /** What a task logged. */
    public List<String> log(String task) throws IOException {
        var file = task(task).resolve("log.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
