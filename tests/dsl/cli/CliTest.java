package dsl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.Golden;
import dsl.model.Location;
import dsl.model.PipelineSpec;
import dsl.model.PipelineSpec.Input;
import dsl.model.Problem;
import dsl.report.Samples;
import dsl.word.Mismatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Json;
import stages.api.StageFailure;
import stages.api.ToolMissing;

class CliTest {
    @TempDir
    Path root;

    private FakeWorkspace workspace;

    @BeforeEach
    void start() throws Exception {
        workspace = new FakeWorkspace(root);
        workspace.tool("docker", "Docker version 28.2.2, build e6534b4");
        workspace.tool("trivy", "Version: 0.59.1");
    }

    @Test
    void helpOfTheProgram() {
        Golden.check("cli/help.txt", workspace.run("--help").all());
        assertEquals(workspace.run("--help"), workspace.run());
        assertEquals(workspace.run("--help"), workspace.run("help"));
        assertTrue(workspace.opened.isEmpty(), "no script is loaded for it");
    }

    @Test
    void helpOfPipelines() {
        Golden.check(
                "cli/help-docker-ci.txt", workspace.run("docker-ci", "--help").all());
        Golden.check("cli/help-release.txt", workspace.run("-h", "release").all());
    }

    @Test
    void helpOfVerbs() {
        var all = new StringBuilder();
        for (var verb : Verb.shown())
            all.append("----- ")
                    .append(verb.word())
                    .append('\n')
                    .append(workspace.run(verb.word(), "--help").all());
        all.append("----- plan release\n")
                .append(workspace.run("plan", "release", "--help").all());
        Golden.check("cli/help-verbs.txt", all.toString());
    }

    @Test
    void version() {
        assertEquals("slipway 0.1.0\n", workspace.run("--version").out());
    }

    /** Each is one message with what to do, and exit code 2. */
    @Test
    void whatIsWrongWithACommandLine() {
        var all = new StringBuilder();
        for (var line : List.of(
                "dcoker-ci",
                "paln docker-ci",
                "nothing-like-it",
                "init",
                "docker-ci --pubish",
                "docker-ci --jobs 0",
                "docker-ci --jobs",
                "docker-ci --base --publish",
                "docker-ci --publish=yes",
                "docker-ci extra",
                "docker-ci --force buildImage:mcp-sever",
                "docker-ci -C /no/such/folder",
                "release",
                "release mcp-sever 1.0.0",
                "release mcp-server",
                "plan",
                "explain docker-ci",
                "explain docker-ci scanImage:mcp-sever",
                "graph docker-ci --format doot",
                "stages scanImgae",
                "show 17",
                "logs",
                "--no-cache")) {
            var said = workspace.run(line.split(" "));
            assertEquals(2, said.code(), line);
            assertEquals("", said.out(), line);
            all.append("$ ./pipeline ")
                    .append(line)
                    .append('\n')
                    .append(said.err())
                    .append('\n');
        }
        Golden.check("cli/usage-errors.txt", all.toString());
    }

    @Test
    void optionsStandAnywhere() {
        workspace.run(
                "-C", root.toString(), "--cache=x", "plan", "--no-cache", "docker-ci", "--publish", "--base", "main");
        assertEquals(Map.of("publish", true, "base", "main"), workspace.inputs);
        workspace.run(
                "-C", root.toString(), "docker-ci", "--force", "scanImage:mcp-server", "--force=buildImage:mcp-server");
        assertEquals(
                Set.of("scanImage:mcp-server", "buildImage:mcp-server"),
                workspace.opened.orElseThrow().force());
        assertEquals(root, workspace.opened.orElseThrow().directory());
        workspace.run("plan", "docker-ci", "--base=-x");
        assertEquals(Map.of("base", "-x"), workspace.inputs);
        workspace.run("plan", "release", "memory-core", "--", "--plain");
        assertEquals(Map.of("service", "memory-core", "version", "--plain"), workspace.inputs);
        workspace.run("explain", "release", "scanImage:mcp-server", "memory-core", "1.0.0");
        assertEquals(Map.of("service", "memory-core", "version", "1.0.0"), workspace.inputs);
    }

    @Test
    void plans() {
        var json = workspace.run("plan", "docker-ci", "--json");
        assertEquals(
                "slipway.plan/1",
                Json.tree(Json.read(json.out(), Object.class)).path("schema").asText());
        assertEquals("", json.err());
        assertTrue(workspace.run("plan", "docker-ci").out().startsWith("docker-ci publish=true: 8 tasks, 4 cached\n"));
        assertTrue(workspace.run("graph", "docker-ci").out().startsWith("flowchart LR\n"));
        assertTrue(workspace.run("graph", "docker-ci", "--format=dot").out().startsWith("digraph"));
        assertTrue(workspace
                .run("explain", "docker-ci", "scanImage:mcp-server")
                .out()
                .contains("whose result it takes"));
    }

    @Test
    void lists() {
        Golden.check("cli/pipelines.txt", workspace.run("pipelines").all());
        Golden.check("cli/pipelines.json", workspace.run("pipelines", "--json").out());
        assertTrue(workspace.run("stages").out().startsWith("Stages\n  buildImage"));
        assertTrue(workspace.run("stages", "scanImage").out().startsWith("scanImage  scans"));
        assertTrue(workspace.run("stages", "scanImage", "--json").out().contains("slipway.stages/1"));
    }

    @Test
    void check() {
        assertEquals("no problems in 2 scripts\n", workspace.run("check").out());
        assertEquals(
                "no problems in 1 script\n", workspace.run("check", "a.groovy").out());
        assertEquals(
                "no problems in 3 scripts\n",
                workspace.run("check", "a.groovy", "b.groovy", "c.groovy").out());
        workspace.problems = List.of(problem());
        Golden.check("cli/check.txt", workspace.run("check").all());
        assertEquals(2, workspace.run("check", "--json").code());
        assertTrue(workspace.run("check", "--sarif").out().contains("\"ruleId\" : \"unknown-word\""));
    }

    private static Problem problem() {
        return new Problem(
                "unknown-word",
                new Location("pipeline.groovy", 2, 5),
                7,
                "unknown word 'timeuot' in the options of 'buildImage'",
                "did you mean 'timeout'?");
    }

    @Test
    void problemsStopEverything() {
        workspace.problems = List.of(problem());
        for (var line : List.of("docker-ci", "plan docker-ci", "pipelines", "docker-ci --help")) {
            var said = workspace.run(line.split(" "));
            assertEquals(2, said.code(), line);
            assertEquals("", said.out(), line);
            assertTrue(said.err().startsWith("pipeline.groovy:2:5: error: unknown word"), said.err());
        }
    }

    @Test
    void inputsThatTheCommandLineCannotOffer() {
        var at = new Location("pipeline.groovy", 2, 5);
        var inputs = List.of(
                new Input(Input.Kind.FLAG, "json", "", List.of(), Optional.empty(), at),
                new Input(Input.Kind.OPTION, "two words", "", List.of(), Optional.empty(), at),
                new Input(Input.Kind.ARGUMENT, "a", "", List.of("x"), Optional.of("y"), at),
                new Input(Input.Kind.ARGUMENT, "b", "", List.of(), Optional.empty(), at));
        workspace.pipelines = List.of(new PipelineSpec("odd", "", inputs, at));
        Golden.check("cli/input-problems.txt", workspace.run("check").all());
    }

    @Test
    void endsOfPlanning() {
        workspace.failure = Optional.of(new Mismatch("the clone is shallow", "run 'git fetch --unshallow'"));
        assertEquals(
                "error: the clone is shallow\n  run 'git fetch --unshallow'\nexit 2\n",
                workspace.run("plan", "docker-ci").all());
        workspace.failure = Optional.of(new StageFailure("git failed", "", List.of("fatal: no")));
        assertEquals(
                "error: git failed\n  | fatal: no\nexit 1\n",
                workspace.run("plan", "docker-ci").all());
        workspace.failure = Optional.of(new ToolMissing("git is missing", "apt-get install git"));
        assertEquals(
                "error: git is missing\n  apt-get install git\nexit 3\n",
                workspace.run("plan", "docker-ci").all());
        workspace.failure = Optional.of(new Problem.Found(problem()));
        assertEquals(2, workspace.run("plan", "docker-ci").code());
    }

    @Test
    void aDefectIsSaidToBeOne() {
        workspace.failure = Optional.of(new IllegalStateException("impossible"));
        assertEquals("""
                error: unexpected IllegalStateException: impossible
                  this is a defect of Slipway, not of your script; --debug shows where
                exit 1
                """, workspace.run("plan", "docker-ci").all());
        assertTrue(workspace.run("plan", "docker-ci", "--debug").err().contains("at dsl.cli."));
    }

    @Test
    void aRunTellsItsWayAndItsEnd() {
        Golden.check(
                "cli/run-passed.txt", workspace.run("docker-ci", "--publish").all());
        workspace.events = Samples.failing();
        Golden.check(
                "cli/run-failed.txt",
                workspace.run("docker-ci", "--base", "a b").all());
        Golden.check(
                "cli/run-verbose.txt", workspace.run("docker-ci", "--verbose").all());
        assertTrue(Files.exists(root.resolve(".pipeline/runs/20261124-080000-ab12/junit.xml")));
    }

    @Test
    void aRunForPrograms() {
        workspace.events = Samples.failing();
        var said = workspace.run("docker-ci", "--json");
        assertEquals("", said.err());
        assertEquals(workspace.events.size(), said.out().lines().count());
        said.out()
                .lines()
                .forEach(l -> assertEquals(
                        "slipway.event/1",
                        Json.tree(Json.read(l, Object.class)).path("schema").asText()));
    }

    @Test
    void runsThatAreOver() {
        workspace.events = Samples.failing();
        workspace.run("docker-ci", "--force", "scanImage:mcp-server", "--publish");
        Golden.check("cli/runs.txt", workspace.run("runs").all());
        Golden.check("cli/show.txt", workspace.run("show").all());
        assertEquals(workspace.run("show"), workspace.run("show", "ab12"));
        assertTrue(workspace.run("show", "--json").out().contains("slipway.run/1"));
        assertTrue(workspace.run("runs", "--json").out().contains("slipway.runs/1"));
        assertEquals(2, workspace.run("logs", "last", "scanImage:mcp-sever").code());
        assertEquals(
                "note: 'scanImage:mcp-server' logged nothing\nexit 0\n",
                workspace.run("logs", "last", "scanImage:mcp-server").all());
        assertEquals(2, workspace.run("resume").code());
        assertEquals(
                "run 1 died; removed 2 containers\nexit 0\n",
                workspace.run("clean").all());
    }

    @Test
    void aMissingToolStopsBeforeAnythingRuns() throws Exception {
        Files.delete(root.resolve("bin/trivy"));
        Golden.check("cli/missing-tools.txt", workspace.run("docker-ci").all());
        assertFalse(Files.exists(root.resolve(".pipeline")));
        assertEquals(3, workspace.run("docker-ci").code());
    }

    @Test
    void completion() {
        var bash = workspace.run("completion").out();
        assertTrue(bash.contains("docker-ci") && bash.contains("--publish") && bash.contains("memory-core"), bash);
    }

    @Test
    void reservedNames() {
        assertTrue(Verb.reserved().containsAll(List.of("plan", "init", "run", "cache", "completion", "doctor")));
    }
}
