package dsl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dsl.host.Environment;
import dsl.host.GitTree;
import dsl.host.Masks;
import dsl.host.Processes;
import dsl.model.LoadedPipeline;
import dsl.model.Plan;
import dsl.model.Recipe;
import dsl.model.Task;
import dsl.plan.Planner;
import dsl.plan.Surroundings;
import dsl.report.CacheAnswer;
import dsl.report.PlanJson;
import dsl.run.Leftovers;
import dsl.run.RunSettings;
import dsl.run.Runner;
import dsl.script.Scripts;
import dsl.store.Caching;
import dsl.store.FolderCache;
import dsl.store.RunFolder;
import dsl.store.RunObserver;
import dsl.word.Mismatch;
import dsl.word.StageType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stages.Catalog;
import stages.api.*;

/** Joins loading, planning and running for one repository. */
final class EngineWorkspace implements Workspace {
    /** Prefixes of variables by which tools are configured. */
    private static final List<String> PASSED = List.of("TRIVY_", "SYFT_", "BUILDX_", "BUILDKIT_");

    private final Options options;
    private final Path root;
    private final Map<String, String> environment;
    private final Consumer<String> note;
    private final Folders folders;
    private final ScriptFiles files;
    private final Event event;
    private Scripts.@Nullable Loaded loaded;
    private @Nullable Future<GitTree> tree;
    private @Nullable ToolFinder tools;

    EngineWorkspace(Options options, Map<String, String> environment, Consumer<String> note) throws IOException {
        this.options = options;
        this.root = options.directory().toAbsolutePath().normalize();
        this.environment = environment;
        this.note = note;
        this.folders = Folders.of(environment, options.cache());
        this.files = new ScriptFiles(root);
        this.event = GithubEvent.of(environment);
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public Loaded load() throws IOException {
        var scripts = new ArrayList<>(files.repository());
        for (var name : ScriptFiles.OURS) files.ours(name).ifPresent(scripts::add);
        return loaded(loader().load(files.stages(), scripts));
    }

    /** Ours is read only where the repository has no pipeline of that name. */
    @Override
    public Loaded load(String pipeline) throws IOException {
        tree = ahead();
        var loader = loader();
        var here = loaded(loader.load(files.stages(), files.repository()));
        var ours = here.pipeline(pipeline).isPresent() ? Optional.<Scripts.Source>empty() : files.ours(pipeline);
        return ours.isPresent() ? loaded(loader.load(List.of(), List.of(ours.get()))) : here;
    }

    @Override
    public Loaded load(List<Path> more) throws IOException {
        var scripts = new ArrayList<>(files.repository());
        files.sources(more).stream()
                .filter(s -> scripts.stream().noneMatch(k -> k.name().equals(s.name())))
                .forEach(scripts::add);
        return loaded(loader().load(files.stages(), scripts));
    }

    private Scripts loader() {
        return new Scripts(words(), Verb.reserved(), compiled(), note);
    }

    /** What was compiled is code that nobody signed: a trusted run, which may share its cache with others, compiles. */
    private Optional<Path> compiled() {
        var scripts = folders.cache().resolve("scripts");
        return GithubEvent.tier(event) == Tier.TRUSTED ? Optional.empty() : Optional.of(scripts);
    }

    private Loaded loaded(Scripts.Loaded result) {
        loaded = result;
        return new Loaded(
                result.project(),
                result.pipelines().stream().map(LoadedPipeline::spec).toList(),
                result.types(),
                files.names(),
                result.problems());
    }

    /** A plan needs the tree and JSON, which take as long as the scripts: they are made beside these, as is Groovy. */
    private Future<GitTree> ahead() {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        threads.execute(Scripts::ahead);
        threads.execute(() -> Json.line(""));
        var made = threads.submit(() -> new GitTree(root, commands()));
        threads.shutdown();
        return made;
    }

    private GitTree tree() throws IOException, InterruptedException {
        try {
            return tree == null ? new GitTree(root, commands()) : tree.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IOException(e.getCause());
        }
    }

    private static Map<String, StageType> words() {
        var types = new LinkedHashMap<String, StageType>();
        var libraries = ServiceLoader.load(StageLibrary.class).stream().map(ServiceLoader.Provider::get);
        Stream.concat(Catalog.WORDS.stream(), libraries.flatMap(l -> l.words().stream()))
                .map(StageType::of)
                .forEach(t -> types.put(t.word(), t));
        return types;
    }

    @Override
    public Optional<String> text(String file) {
        return files.text(file);
    }

    @Override
    public Plan plan(String pipeline, Map<String, Object> inputs) throws IOException, InterruptedException {
        return plan(pipeline, inputs, List.of());
    }

    private Plan plan(String pipeline, Map<String, Object> inputs, List<Plan.FactValue> recorded)
            throws IOException, InterruptedException {
        var scripts = java.util.Objects.requireNonNull(loaded, "load comes before plan");
        var chosen = scripts.pipelines().stream()
                .filter(p -> p.spec().name().equals(pipeline))
                .findFirst()
                .orElseThrow();
        var around = new Surroundings(root, scripts.project(), event, tree(), commands());
        return new Planner(around, scripts.places()).plan(chosen, inputs, recorded);
    }

    @Override
    public Map<String, CacheAnswer> cached(Plan plan) throws IOException {
        var cache = new FolderCache(caching(), note);
        var answers = new LinkedHashMap<String, CacheAnswer>();
        for (var task : plan.tasks()) answers.put(task.id(), answer(task, cache, answers));
        return answers;
    }

    private CacheAnswer answer(Task task, FolderCache cache, Map<String, CacheAnswer> before) {
        if (task.recipe().uncached().isPresent())
            return new CacheAnswer(
                    CacheAnswer.State.MISS, task.recipe().uncached().get());
        if (options.noCache() || options.force().contains(task.id()))
            return new CacheAnswer(CacheAnswer.State.MISS, "not looked up, as asked");
        var known = cache.lastFinal(task);
        var late = task.type().late() && task.role() != Task.Role.JOIN;
        if (known.isPresent() && late) return CacheAnswer.IF_UNCHANGED;
        if (known.isPresent()) return new CacheAnswer(CacheAnswer.State.HIT, "");
        var open = task.edges().stream()
                .filter(e -> e.kind() != Task.Edge.Kind.AFTER)
                .filter(e -> !before.getOrDefault(e.to(), CacheAnswer.UNKNOWN).hit())
                .findFirst();
        if (open.isPresent())
            return new CacheAnswer(
                    CacheAnswer.State.UNKNOWN,
                    "depends on the result of " + open.get().to());
        return new CacheAnswer(
                CacheAnswer.State.MISS,
                cache.differences(task.id(), task.recipe().inputs(), Recipe::isPlanned));
    }

    @Override
    public ToolFinder tools() {
        if (tools == null) {
            var versions = new ToolVersions(commands(), folders.config(), note);
            var given =
                    loaded == null ? Map.<String, String>of() : loaded.project().tools();
            tools = new ToolFinder(given, environment, root, versions, ToolFinder.family());
        }
        return tools;
    }

    @Override
    public Commands commands() {
        return new Processes(root, Processes.scrub(environment, PASSED), new Masks(List.of()), line -> {});
    }

    @Override
    public Running start(Plan plan, JsonNode request, Optional<RunFolder> resumed, List<RunObserver> observers)
            throws IOException {
        var asked = (ObjectNode) request.deepCopy();
        asked.set("facts", Json.tree(plan.facts()));
        asked.put("plan", identity(plan));
        var finished = resumed.isPresent() ? resumed.get().finished() : Map.<String, dsl.store.StoredResult>of();
        var settings = new RunSettings(
                "local",
                Clock.systemUTC(),
                new Environment(root, environment, PASSED),
                origin(),
                limits(),
                caching(),
                tools(),
                this::sweep,
                asked,
                finished);
        var runner = new Runner(plan, settings, observers);
        return new Running() {
            @Override
            public int run() throws IOException {
                return runner.run();
            }

            @Override
            public void cancel() {
                runner.cancel();
            }
        };
    }

    /** What two plans have in common that do the same with the same files. */
    private static String identity(Plan plan) {
        return Digest.of(PlanJson.of(plan, Map.of())).value();
    }

    private RunSettings.Origin origin() throws IOException {
        try {
            var exit = commands()
                    .read(Command.of("git", "log", "-1", "--format=%H %ct").in(root));
            var words = exit.out().strip().split(" ");
            if (exit.code() == 0 && words.length == 2)
                return new RunSettings.Origin(event, Optional.of(words[0]), Long.parseLong(words[1]));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new RunSettings.Origin(event, Optional.empty(), 0);
    }

    private RunSettings.Limits limits() {
        var cores = Runtime.getRuntime().availableProcessors();
        var memory = (int) (((com.sun.management.OperatingSystemMXBean)
                                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                        .getTotalMemorySize()
                >> 20);
        return new RunSettings.Limits(
                options.jobs().orElse(Math.max(4, 2 * cores)), Math.max(2, cores), memory * 3 / 4, options.failFast());
    }

    private Caching caching() {
        var key = Optional.ofNullable(environment.get("SLIPWAY_CACHE_KEY")).filter(k -> !k.isBlank());
        var reader =
                Optional.ofNullable(environment.get("SLIPWAY_CACHE_PUBLIC_KEY")).filter(k -> !k.isBlank());
        return new Caching(
                folders.cache(),
                folders.config(),
                GithubEvent.tier(event),
                key,
                reader,
                options.noCache(),
                options.force());
    }

    private List<String> sweep(String run) {
        return new EngineLeftovers(root, commands(), words()).remove(run);
    }

    @Override
    public Plan resume(RunFolder run) throws IOException, InterruptedException {
        var request =
                Json.MAPPER.readTree(java.nio.file.Files.readString(run.path().resolve("request.json")));
        var asked = Request.of(run);
        load(asked.pipeline()).orFail();
        List<Plan.FactValue> facts = Json.from(
                request.path("facts"),
                Json.MAPPER.getTypeFactory().constructCollectionType(List.class, Plan.FactValue.class));
        var plan = plan(asked.pipeline(), asked.inputs(), facts);
        if (!identity(plan).equals(request.path("plan").asText()))
            throw new Mismatch(
                    "run " + run.id() + " cannot go on: its scripts or files were edited since",
                    "start a new one; what did not change comes from the cache");
        return plan;
    }

    @Override
    public List<String> clean() throws IOException {
        var removed = new ArrayList<>(Leftovers.sweep(root, this::sweep));
        for (var run : RunFolder.list(root)) {
            if (run.state() == RunFolder.State.RUNNING || run.isLeft()) continue;
            RunFolder.delete(run.path());
            removed.add("run " + run.id());
        }
        return removed;
    }
}
