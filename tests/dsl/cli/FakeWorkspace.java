package dsl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dsl.model.*;
import dsl.model.PipelineSpec.Input;
import dsl.report.CacheAnswer;
import dsl.report.Samples;
import dsl.store.RunEvent;
import dsl.store.RunFolder;
import dsl.store.RunObserver;
import dsl.word.Mismatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import stages.Toolbox;
import stages.api.Command;
import stages.api.Commands;
import stages.api.Json;

/** The repository of {@link Samples}: its runs are replayed, its tools are what a test puts on the path. */
final class FakeWorkspace implements Workspace {
    static final List<PipelineSpec> PIPELINES = List.of(
            new PipelineSpec(
                    "docker-ci",
                    "Lint, build, scan and test every service that a change touches",
                    List.of(
                            input(Input.Kind.FLAG, "publish", "push the images and their tags"),
                            input(
                                    Input.Kind.OPTION,
                                    "base",
                                    "revision to compare with (default: 100% of the merge base)")),
                    new Location("scripts/docker-ci.groovy", 1, 1)),
            new PipelineSpec(
                    "release",
                    "Release one service: everything verified first, everything public last",
                    List.of(
                            new Input(
                                    Input.Kind.ARGUMENT,
                                    "service",
                                    "",
                                    List.of("mcp-server", "memory-core"),
                                    Optional.empty(),
                                    new Location("scripts/release.groovy", 3, 5)),
                            input(Input.Kind.ARGUMENT, "version", "semantic version, or \"next\"")),
                    new Location("scripts/release.groovy", 1, 1)));

    private static Input input(Input.Kind kind, String name, String help) {
        return new Input(kind, name, help, List.of(), Optional.empty(), new Location("scripts/x.groovy", 3, 5));
    }

    final Path root;
    Map<String, String> environment = Map.of("PATH", "");
    List<RunEvent> events = Samples.passing();
    List<Problem> problems = List.of();
    List<PipelineSpec> pipelines = PIPELINES;
    Map<String, CacheAnswer> cached = Samples.cached();
    Optional<RuntimeException> failure = Optional.empty();
    Optional<String> engine = Optional.of("28.2.2");
    Optional<Options> opened = Optional.empty();
    Map<String, Object> inputs = Map.of();
    final List<Command> asked = new ArrayList<>();

    FakeWorkspace(Path root) {
        this.root = root;
    }

    /** The exit code, what went to standard output, what to standard error. */
    record Said(int code, String out, String err) {
        String all() {
            return out + err + "exit " + code + "\n";
        }
    }

    Said run(String... arguments) {
        var out = new java.io.ByteArrayOutputStream();
        var err = new java.io.ByteArrayOutputStream();
        var utf8 = java.nio.charset.StandardCharsets.UTF_8;
        var console = new Console(
                new java.io.PrintStream(out, false, utf8),
                new java.io.PrintStream(err, false, utf8),
                false,
                false,
                false);
        Workspace.Opener opener = (options, note) -> {
            opened = Optional.of(options);
            return this;
        };
        int code = Cli.run(List.of(arguments), console, opener, halted -> {
            throw new AssertionError("halted with " + halted);
        });
        return new Said(code, out.toString(utf8), err.toString(utf8));
    }

    /** An executable that says a version. */
    void tool(String name, String answer) throws IOException {
        var folder = Files.createDirectories(root.resolve("bin"));
        var file = Files.writeString(folder.resolve(name), answer);
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        environment = Map.of("PATH", folder.toString());
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public Loaded load() {
        return new Loaded(
                Project.empty(),
                pipelines,
                Samples.types(),
                List.of("pipeline.groovy", "scripts/docker-ci.groovy"),
                problems);
    }

    @Override
    public Loaded load(String pipeline) {
        return load();
    }

    @Override
    public Loaded load(List<Path> files) {
        return new Loaded(
                Project.empty(),
                pipelines,
                Samples.types(),
                files.stream().map(Path::toString).toList(),
                problems);
    }

    @Override
    public Optional<String> text(String file) {
        return Optional.of("line one\n    timeuot '10m'\nline three\n");
    }

    @Override
    public Plan plan(String pipeline, Map<String, Object> given) {
        inputs = given;
        failure.ifPresent(f -> {
            throw f;
        });
        return Samples.plan();
    }

    @Override
    public Map<String, CacheAnswer> cached(Plan plan) {
        return cached;
    }

    @Override
    public ToolFinder tools() {
        var versions = new ToolVersions(commands(), root.resolve("cache"), n -> {});
        var variables = new TreeMap<>(environment);
        variables.put("DOCKER_HOST", "unix://" + root + "/no.sock"); // the fake command alone answers for the engine
        return new ToolFinder(Map.of(), variables, root, versions, Toolbox.Family.DEBIAN);
    }

    /** A tool says what its file holds, the engine its version. */
    @Override
    public Commands commands() {
        return new Commands() {
            @Override
            public Exit run(Command command) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Exit read(Command command) throws IOException {
                asked.add(command);
                if (command.argv().contains("--format"))
                    return engine.map(version -> new Exit(command.argv(), 0, version + "\n", List.of()))
                            .orElseGet(() ->
                                    new Exit(command.argv(), 1, "", List.of("Cannot connect to the Docker daemon")));
                return new Exit(
                        command.argv(),
                        0,
                        Files.readString(Path.of(command.argv().get(0))),
                        List.of());
            }
        };
    }

    @Override
    public Running start(Plan plan, JsonNode request, Optional<RunFolder> resumed, List<RunObserver> observers)
            throws IOException {
        var folder = Files.createDirectories(
                RunFolder.of(root, ((RunEvent.RunStarted) events.get(0)).run()).path());
        Files.writeString(folder.resolve("request.json"), Json.pretty(request));
        Files.write(
                folder.resolve("journal.jsonl"), events.stream().map(Json::line).toList());
        return new Running() {
            @Override
            public int run() {
                events.forEach(e -> observers.forEach(o -> o.on(e)));
                return Stream.of(events.get(events.size() - 1))
                        .map(e -> ((RunEvent.RunEnded) e).code())
                        .findFirst()
                        .orElseThrow();
            }

            @Override
            public void cancel() {}
        };
    }

    @Override
    public Plan resume(RunFolder run) {
        throw new Mismatch("the tree is not the one that run " + run.id() + " worked on", "start a run of its own");
    }

    @Override
    public List<String> clean() {
        return List.of("run 1 died; removed 2 containers");
    }
}
