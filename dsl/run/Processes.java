package dsl.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import stages.api.Command;
import stages.api.Commands;
import stages.api.StageFailure;

/**
 * Runs processes, the only class that does. A process that is no longer wanted gets SIGTERM, all below it too, and two
 * seconds later SIGKILL.
 */
public final class Processes implements Commands {
    private static final Set<String> PASSED = Set.of(
            ("PATH HOME USER LANG TMPDIR TZ SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS DOCKER_HOST DOCKER_CONFIG"
                            + " DOCKER_CONTEXT DOCKER_CERT_PATH DOCKER_TLS_VERIFY HTTP_PROXY HTTPS_PROXY NO_PROXY"
                            + " ALL_PROXY http_proxy https_proxy no_proxy all_proxy")
                    .split(" "));
    private static final List<String> PREFIXES = List.of("LC_", "XDG_");
    private static final int MOST_READ = 256 << 20;
    private static final int LONGEST_LINE = 1 << 16;
    private static final int TAIL = 40;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final Path root;
    private final Map<String, String> environment;
    private final Masks masks;
    private final Consumer<String> log;

    /**
     * @param root where processes start that name no folder
     * @param environment all that they get, see {@link #scrub}
     * @param log gets the lines of their output, masked, one at a time
     */
    public Processes(Path root, Map<String, String> environment, Masks masks, Consumer<String> log) {
        this.root = root;
        this.environment = environment;
        this.masks = masks;
        this.log = log;
    }

    /** What of an environment processes get: where things are, language, proxies, and names with these prefixes. */
    public static Map<String, String> scrub(Map<String, String> environment, Collection<String> prefixes) {
        var kept = new TreeMap<>(environment);
        kept.keySet()
                .removeIf(name -> !PASSED.contains(name)
                        && Stream.concat(PREFIXES.stream(), prefixes.stream()).noneMatch(name::startsWith));
        return kept;
    }

    @Override
    public Exit run(Command command) throws IOException, InterruptedException {
        return run(command, false);
    }

    @Override
    public Exit read(Command command) throws IOException, InterruptedException {
        return run(command, true);
    }

    private Exit run(Command command, boolean keep) throws IOException, InterruptedException {
        var process = start(command, keep);
        var tail = new ArrayDeque<String>();
        THREADS.submit(() -> feed(process, command));
        var logged = THREADS.submit(() -> log(keep ? process.getErrorStream() : process.getInputStream(), tail));
        var read = THREADS.submit(() -> keep ? keep(process) : new byte[0]);
        try {
            int code = process.waitFor();
            var out = settled(read, command);
            if (out.length > MOST_READ) throw failure(command, "gave more than 256 MiB of output");
            settled(logged, command);
            return new Exit(command.argv(), code, new String(out, StandardCharsets.UTF_8), List.copyOf(tail));
        } finally {
            if (process.isAlive()) end(process.toHandle());
        }
    }

    private Process start(Command command, boolean keep) throws IOException {
        var folder = command.folder().orElse(root);
        if (!Files.isDirectory(folder)) throw failure(command, "cannot start: there is no folder '" + folder + "'");
        var builder =
                new ProcessBuilder(command.argv()).directory(folder.toFile()).redirectErrorStream(!keep);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(command.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            var reason = String.valueOf(e.getMessage());
            if (!reason.contains("error=2,")) throw failure(command, "cannot start: " + reason);
            throw new StageFailure("there is no program '" + command.argv().get(0) + "'", "install it, or mend PATH");
        }
    }

    private static StageFailure failure(Command command, String what) {
        return new StageFailure("'" + command.argv().get(0) + "' " + what);
    }

    /** A process may end without reading its input, which is its own affair. */
    private static boolean feed(Process process, Command command) {
        try (var in = process.getOutputStream()) {
            if (command.input().isPresent()) in.write(command.input().get());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] keep(Process process) throws IOException {
        var bytes = process.getInputStream().readNBytes(MOST_READ + 1);
        if (bytes.length > MOST_READ) process.destroyForcibly();
        return bytes;
    }

    /** Lines end with LF, CR LF or CR; longer ones than 64 Ki characters are cut into pieces, after masking. */
    private boolean log(InputStream in, ArrayDeque<String> tail) throws IOException {
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        var masked = masks.new Streaming();
        var line = new StringBuilder();
        var buffer = new char[8192];
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer))
            lines(masked.next(new String(buffer, 0, n)), line, tail);
        lines(masked.end(), line, tail);
        if (!line.isEmpty()) say(line, tail);
        return true;
    }

    private void lines(String text, StringBuilder line, ArrayDeque<String> tail) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean end = c == '\n' || c == '\r';
            if (!end) line.append(c);
            if ((c == '\n' || !line.isEmpty()) && (end || line.length() == LONGEST_LINE)) say(line, tail);
        }
    }

    private void say(StringBuilder line, ArrayDeque<String> tail) {
        if (tail.size() == TAIL) tail.removeFirst();
        tail.add(line.toString());
        log.accept(line.toString());
        line.setLength(0);
    }

    /** What a thread read of a process that has ended; another process may still hold the pipe, it is not waited for. */
    private static <T> T settled(Future<T> reading, Command command) throws IOException, InterruptedException {
        try {
            return reading.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failure(command, "ended but left a process behind that holds its output");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Ends a process and all below it; returns within three seconds. */
    static void end(ProcessHandle process) {
        var tree = Stream.concat(Stream.of(process), process.descendants()).toList();
        tree.forEach(ProcessHandle::destroy);
        if (gone(tree, GRACE)) return;
        var rest = tree.stream()
                .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
                .toList();
        rest.forEach(ProcessHandle::destroyForcibly);
        gone(rest, GRACE.dividedBy(2));
    }

    private static boolean gone(List<ProcessHandle> processes, Duration within) {
        var exits = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(exits).get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Kills every process whose environment holds this variable with this value, and all below them (Linux).
     *
     * @return their commands
     */
    static List<String> killAll(String name, String value) throws IOException {
        var proc = Path.of("/proc");
        if (!Files.isDirectory(proc.resolve("self"))) return List.of();
        try (var all = Files.list(proc)) {
            var found = all.map(p -> p.getFileName().toString())
                    .filter(n -> n.chars().allMatch(Character::isDigit))
                    .filter(pid -> holds(proc.resolve(pid).resolve("environ"), name + "=" + value))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
                    .distinct()
                    .toList();
            var names = found.stream()
                    .map(p -> "process " + p.pid()
                            + p.info().command().map(c -> " (" + c + ")").orElse(""))
                    .toList();
            found.forEach(ProcessHandle::destroyForcibly);
            gone(found, GRACE);
            return names;
        }
    }

    /** Another user's process, or one that has just ended, cannot be read and is none of ours. */
    private static boolean holds(Path environ, String entry) {
        try {
            return ("\0" + Files.readString(environ, StandardCharsets.ISO_8859_1) + "\0").contains("\0" + entry + "\0");
        } catch (IOException e) {
            return false;
        }
    }
}
