package dsl.host;

import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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
    /** Passed by no prefix: a stage declares its secrets. */
    private static final Pattern SECRET = Pattern.compile("TOKEN|PASSWORD|SECRET|CREDENTIAL|_KEY");

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
                        && (SECRET.matcher(name).find()
                                || Stream.concat(PREFIXES.stream(), prefixes.stream())
                                        .noneMatch(name::startsWith)));
        return kept;
    }

    @Override
    public Exit run(Command command) throws IOException, InterruptedException {
        return run(command, false, p -> new byte[0], new Said(line -> {}));
    }

    @Override
    public Exit run(Command command, Consumer<String> lines) throws IOException, InterruptedException {
        return run(command, false, p -> new byte[0], new Said(lines));
    }

    @Override
    public Exit read(Command command) throws IOException, InterruptedException {
        return run(command, true, Processes::keep, new Said(line -> {}));
    }

    @Override
    public Exit tee(Command command) throws IOException, InterruptedException {
        var said = new Said(line -> {});
        return run(command, true, p -> tee(p, new Lines(said)), said);
    }

    @Override
    public Dialogue open(Command command) throws IOException {
        var process = start(command, true);
        var said = new Said(line -> {});
        return new Talk(command, process, said, THREADS.submit(() -> new Lines(said).read(process.getErrorStream())));
    }

    private record Talk(Command command, Process process, Said said, Future<Boolean> logged) implements Dialogue {
        @Override
        public OutputStream input() {
            return process.getOutputStream();
        }

        @Override
        public InputStream output() {
            return process.getInputStream();
        }

        @Override
        public List<String> tail() {
            return said.tail();
        }

        @Override
        public Optional<Exit> await(Duration limit) throws IOException, InterruptedException {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) return Optional.empty();
            settled(logged);
            return Optional.of(new Exit(command.argv(), process.exitValue(), "", tail()));
        }

        @Override
        public void close() {
            if (process.isAlive()) end(process.toHandle());
        }
    }

    /** What is kept of a process's standard output. */
    private interface Kept {
        byte[] of(Process process) throws IOException;
    }

    /** @param apart whether standard output is no part of what is logged by itself */
    private Exit run(Command command, boolean apart, Kept kept, Said said) throws IOException, InterruptedException {
        var process = start(command, apart);
        THREADS.execute(() -> feed(process, command));
        var logged =
                THREADS.submit(() -> new Lines(said).read(apart ? process.getErrorStream() : process.getInputStream()));
        var read = THREADS.submit(() -> kept.of(process));
        try {
            int code = process.waitFor();
            var out = settled(read).orElseThrow(() -> failure(command, "left a process behind that holds its output"));
            if (out.length > MOST_READ) throw failure(command, "gave more than 256 MiB of output");
            settled(logged);
            return new Exit(command.argv(), code, new String(out, StandardCharsets.UTF_8), said.tail());
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
            if (!reason.matches("(?s).*error[=:] ?2\\b.*")) throw failure(command, "cannot start: " + reason);
            throw new StageFailure("there is no program '" + command.argv().get(0) + "'", "install it, or mend PATH");
        }
    }

    private static StageFailure failure(Command command, String what) {
        return new StageFailure("'" + command.argv().get(0) + "' " + what);
    }

    /** A process may end without reading its input, which is its own affair. */
    private static void feed(Process process, Command command) {
        try (var in = process.getOutputStream()) {
            if (command.input().isPresent()) in.write(command.input().get());
        } catch (IOException e) {
            return;
        }
    }

    private static byte[] keep(Process process) throws IOException {
        var bytes = process.getInputStream().readNBytes(MOST_READ + 1);
        if (bytes.length > MOST_READ) process.destroyForcibly();
        return bytes;
    }

    private static byte[] tee(Process process, Lines lines) throws IOException {
        var kept = new ByteArrayOutputStream();
        lines.read(new FilterInputStream(process.getInputStream()) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int n = super.read(bytes, from, length);
                if (n > 0) kept.write(bytes, from, n);
                if (kept.size() > MOST_READ) process.destroyForcibly();
                return n;
            }
        });
        return kept.toByteArray();
    }

    /** Takes the lines of a process, of both its streams, one at a time. */
    private final class Said {
        private final ReentrantLock turn = new ReentrantLock();
        private final Deque<String> tail = new ConcurrentLinkedDeque<>();
        private final Consumer<String> also;

        Said(Consumer<String> also) {
            this.also = also;
        }

        void say(String line) {
            turn.lock();
            try {
                tail.add(line);
                if (tail.size() > TAIL) tail.remove();
                log.accept(line);
                also.accept(line);
            } finally {
                turn.unlock();
            }
        }

        List<String> tail() {
            return List.copyOf(tail);
        }
    }

    /** Lines of output, masked; they end with LF, CR LF or CR, and longer ones than 64 Ki characters are cut. */
    private final class Lines {
        private final Masks.Streaming masked = masks.new Streaming();
        private final StringBuilder line = new StringBuilder();
        private final Said said;
        private char last;

        Lines(Said said) {
            this.said = said;
        }

        boolean read(InputStream in) throws IOException {
            var reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            var buffer = new char[8192];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer))
                split(masked.next(new String(buffer, 0, n)));
            split(masked.end());
            if (!line.isEmpty()) say();
            return true;
        }

        private void split(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean end = c == '\r' || c == '\n' && last != '\r';
                if (c != '\r' && c != '\n') line.append(c);
                if (end || line.length() == LONGEST_LINE) say();
                last = c;
            }
        }

        private void say() {
            said.say(line.toString());
            line.setLength(0);
        }
    }

    /** What a thread read of a process that has ended; nothing where another process still holds the pipe. */
    private static <T> Optional<T> settled(Future<T> reading) throws IOException, InterruptedException {
        try {
            return Optional.of(reading.get(GRACE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Asks all processes below this one to end, and does not wait: this one is about to. */
    public static void endAll() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
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
     * Kills every process whose environment holds a variable with this very value, and all below them; Linux alone tells.
     *
     * @return what was killed, as a person would name it
     */
    public static List<String> killAll(String variable, String value) throws IOException {
        var proc = Path.of("/proc");
        if (!Files.exists(proc.resolve("self/environ"))) return List.of();
        try (var all = Files.list(proc)) {
            var found = all.map(p -> String.valueOf(p.getFileName()))
                    .filter(pid -> pid.matches("\\d+"))
                    .filter(pid -> holds(proc.resolve(pid).resolve("environ"), variable + "=" + value))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
                    .distinct()
                    .filter(p -> p.pid() != ProcessHandle.current().pid())
                    .toList();
            var names = found.stream().map(p -> "process " + p.pid()).toList();
            found.forEach(ProcessHandle::destroyForcibly);
            gone(found, GRACE);
            return names;
        }
    }

    /** Another user's process, or one that has just ended, cannot be read and is none of ours. */
    private static boolean holds(Path environ, String entry) {
        try {
            return Arrays.asList(Files.readString(environ, StandardCharsets.ISO_8859_1)
                            .split("\0"))
                    .contains(entry);
        } catch (IOException e) {
            return false;
        }
    }
}
