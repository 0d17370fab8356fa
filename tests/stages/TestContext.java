package stages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.regex.Pattern;
import stages.api.*;

/**
 * A context for tests of stages: real processes, a content store in a temporary folder, everything that a stage says kept
 * for the test to look at. {@link #task} gives the next task of the same run, with an empty work folder.
 */
public final class TestContext implements StageContext {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");

    private final Path root;
    private final Path folder;
    private final Path work;
    private final Run run;
    private final Map<String, String> secrets = new TreeMap<>();
    private final List<Command> ran = Collections.synchronizedList(new ArrayList<>());
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, byte[]> kept = Collections.synchronizedMap(new LinkedHashMap<>());
    private final StringBuilder summary = new StringBuilder();
    private Function<Command, Optional<Commands.Exit>> answers = command -> Optional.empty();
    private Tier tier = Tier.LAPTOP;
    private Clock clock = Clock.systemUTC();
    private Optional<String> commit = Optional.empty();
    private long commitTime;

    private record Run(
            ContentStore store, Map<String, FutureTask<String>> once, Map<String, Optional<Tool>> tools, String id) {}

    private TestContext(Path root, Path folder, Run run) {
        try {
            this.root = root;
            this.folder = Files.createDirectories(folder);
            this.work = Files.createTempDirectory(folder, "work");
            this.run = run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param temporary where work folders, the store and caches go */
    public static TestContext of(Path root, Path temporary) {
        var store = new FolderStore(temporary.resolve("store"));
        var id = "test-" + Long.toHexString(System.nanoTime());
        return new TestContext(
                root, temporary, new Run(store, new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), id));
    }

    /** Another task of this run; what was set on this context is set there. */
    public TestContext task() {
        var next = new TestContext(root, folder, run);
        next.secrets.putAll(secrets);
        next.answers = answers;
        next.tier = tier;
        next.clock = clock;
        next.commit = commit;
        next.commitTime = commitTime;
        return next;
    }

    public TestContext tier(Tier value) {
        tier = value;
        return this;
    }

    public TestContext clock(Clock value) {
        clock = value;
        return this;
    }

    public TestContext commit(String id, long seconds) {
        commit = Optional.of(id);
        commitTime = seconds;
        return this;
    }

    public TestContext secret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** Replaces a tool by what a test wants there. */
    public TestContext tool(Tool tool) {
        run.tools().put(tool.name(), Optional.of(tool));
        return this;
    }

    public TestContext without(String tool) {
        run.tools().put(tool, Optional.empty());
        return this;
    }

    /** Answers instead of a process, for the commands that it has an answer for. */
    public TestContext answer(Function<Command, Optional<Commands.Exit>> value) {
        answers = value;
        return this;
    }

    /** The commands so far, of this task. */
    public List<Command> ran() {
        return List.copyOf(ran);
    }

    public List<String> lines() {
        return List.copyOf(log);
    }

    public List<String> progress() {
        return List.copyOf(progress);
    }

    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    public Map<String, byte[]> kept() {
        return Map.copyOf(kept);
    }

    public String summary() {
        return summary.toString();
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
        return processes();
    }

    private TestCommands processes() {
        return new TestCommands(root, ran, log, answers);
    }

    @Override
    public Tool tool(String name) {
        return optionalTool(name).orElseThrow(() -> new ToolMissing("'" + name + "' is not there", "run tests/lab/up"));
    }

    @Override
    public Optional<Tool> optionalTool(String name) {
        return run.tools().computeIfAbsent(name, this::find);
    }

    @Override
    public ContentStore store() {
        return run.store();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Event event() {
        return Event.none();
    }

    @Override
    public Optional<String> commit() {
        return commit;
    }

    @Override
    public long commitTime() {
        return commitTime;
    }

    @Override
    public Map<String, String> labels() {
        return Map.of("dev.slipway.run", run.id());
    }

    @Override
    public Tier tier() {
        return tier;
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    @Override
    public Path cacheFolder(String name) {
        try {
            return Files.createDirectories(
                    folder.resolve("cache").resolve(tier.word()).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String once(String question, Answer answer) throws IOException, InterruptedException {
        var task = run.once().computeIfAbsent(question, key -> new FutureTask<>(answer::find));
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            run.once().remove(question, task);
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IOException(e.getCause());
        }
    }

    @Override
    public String secret(String name) {
        return Optional.ofNullable(secrets.get(name))
                .orElseThrow(() -> new StageFailure("the task declares no secret '" + name + "'"));
    }

    @Override
    public void finding(Finding finding) {
        findings.add(finding);
    }

    @Override
    public void summary(String markdown) {
        summary.append(markdown);
    }

    @Override
    public void progress(String what) {
        progress.add(what);
    }

    @Override
    public void keep(String name, byte[] bytes) {
        kept.put(name, bytes);
    }

    private Optional<Tool> find(String name) {
        var argv = List.of(name.split(" "));
        try {
            var exit = processes()
                    .start(Command.of(argv).and(name.equals("hadolint") ? "--version" : "version"), false, line -> {});
            var version = VERSION.matcher(exit.out());
            return exit.code() == 0 && version.find()
                    ? Optional.of(new Tool(name, argv, version.group()))
                    : Optional.empty();
        } catch (IOException | StageFailure e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
