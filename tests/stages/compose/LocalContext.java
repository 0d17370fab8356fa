package stages.compose;

import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.*;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stages.api.*;

/** A stage's run in folders of a test, with real processes and the environment that a runner leaves. */
public final class LocalContext implements StageContext {
    public final List<String> log = Collections.synchronizedList(new ArrayList<>());
    public final List<String> summaries = new ArrayList<>();
    public final Map<String, byte[]> kept = new TreeMap<>();
    public final Map<String, String> environment = new TreeMap<>();
    public Map<String, String> labels = Map.of("slipway.run", "test", "slipway.task", "test");
    private final Path root;
    private final Path work;
    private final Path blobs;

    public LocalContext(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        work = Files.createDirectories(folder.resolve("work"));
        blobs = Files.createDirectories(folder.resolve("store/sha256"));
        for (var name : List.of("PATH", "HOME")) environment.put(name, System.getenv(name));
    }

    /** Writes a file of the repository. */
    public LocalContext file(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    public SourceTree tree() {
        return new SourceTree() {
            @Override
            public SortedSet<String> files() {
                try (var walk = Files.walk(root)) {
                    return walk.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString())
                            .collect(Collectors.toCollection(TreeSet::new));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public Optional<String> read(String path) {
                try {
                    var file = root.resolve(path);
                    return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public Path work() {
        return work;
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public Commands commands() {
        return new Commands() {
            @Override
            public Exit run(Command command) throws IOException, InterruptedException {
                return start(command, false, true);
            }

            @Override
            public Exit read(Command command) throws IOException, InterruptedException {
                return start(command, true, false);
            }

            @Override
            public Exit tee(Command command) throws IOException, InterruptedException {
                return start(command, true, true);
            }
        };
    }

    private Commands.Exit start(Command command, boolean keep, boolean log) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command.argv())
                .directory(command.folder().orElse(root).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(command.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new StageFailure("cannot start '" + command.argv().get(0) + "': " + e.getMessage());
        }
        var tail = Collections.synchronizedList(new ArrayList<String>());
        var out = log ? lines(process.getInputStream(), tail) : text(process.getInputStream());
        var err = lines(process.getErrorStream(), tail);
        try (var in = process.getOutputStream()) {
            if (command.input().isPresent()) in.write(command.input().get());
        }
        try {
            int code = process.waitFor();
            var last = err.thenCombine(out, (a, b) -> b).join();
            return new Commands.Exit(command.argv(), code, keep ? last : "", List.copyOf(tail));
        } finally {
            end(process);
        }
    }

    /** As the runner does: all of the tree is asked, and killed two seconds later. */
    private static void end(Process process) throws InterruptedException {
        var tree = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        tree.forEach(ProcessHandle::destroy);
        if (!process.waitFor(2, TimeUnit.SECONDS)) tree.forEach(ProcessHandle::destroyForcibly);
    }

    private static CompletableFuture<String> text(InputStream in) {
        return CompletableFuture.supplyAsync(() -> {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        });
    }

    private CompletableFuture<String> lines(InputStream in, List<String> tail) {
        var all = new StringBuilder();
        return CompletableFuture.supplyAsync(() -> {
            try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    tail.add(line);
                    log.add(line);
                    all.append(line).append('\n');
                    if (tail.size() > 40) tail.remove(0);
                }
            } catch (IOException e) {
                log.add("output ends: " + e.getMessage());
            }
            return all.toString();
        });
    }

    @Override
    public Tool tool(String name) {
        return optionalTool(name).orElseThrow(() -> new ToolMissing("'" + name + "' is missing", ""));
    }

    @Override
    public Optional<Tool> optionalTool(String name) {
        return Optional.of(new Tool(name, List.of(name.split(" ")), "1.0.0"));
    }

    @Override
    public ContentStore store() {
        return new ContentStore() {
            @Override
            public Artifact add(Path file, String mediaType, String name) throws IOException {
                return add(Files.readAllBytes(file), mediaType, name);
            }

            @Override
            public Artifact add(byte[] bytes, String mediaType, String name) throws IOException {
                var digest = Digest.of(bytes);
                Files.write(blobs.resolve(digest.hex()), bytes);
                return new Artifact(digest, mediaType, name, bytes.length);
            }

            @Override
            public boolean has(Digest digest) {
                return Files.exists(blobs.resolve(digest.hex()));
            }

            @Override
            public boolean intact(Digest digest) {
                return has(digest);
            }

            @Override
            public Path file(Digest digest) {
                return blobs.resolve(digest.hex());
            }

            @Override
            public Path blobs() {
                return blobs.getParent();
            }
        };
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Event event() {
        return Event.none();
    }

    @Override
    public Optional<String> commit() {
        return Optional.empty();
    }

    @Override
    public long commitTime() {
        return 0;
    }

    @Override
    public Map<String, String> labels() {
        return labels;
    }

    @Override
    public Tier tier() {
        return Tier.LAPTOP;
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.getOrDefault(name, System.getenv(name)));
    }

    @Override
    public Path cacheFolder(String name) {
        return work.resolve(name);
    }

    @Override
    public String secret(String name) {
        throw new StageFailure("no secret '" + name + "'");
    }

    @Override
    public void finding(Finding finding) {
        log.add(finding.toString());
    }

    @Override
    public void summary(String markdown) {
        summaries.add(markdown);
    }

    @Override
    public void progress(String what) {}

    @Override
    public void keep(String name, byte[] bytes) {
        kept.put(name, bytes);
    }
}
