package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;

@Tag("lab")
class LintDockerfileTest {
    private static final LintDockerfile STAGE = new LintDockerfile(Builds.service("app"), Finding.Level.WARNING);

    @TempDir
    Path temporary;

    private Path root;
    private TestContext context;

    @BeforeEach
    void repository() throws Exception {
        root = temporary.resolve("repository");
        Builds.dockerfile(root, "FROM node:22-bookworm-slim AS Build\nRUN cd /tmp && echo $HOME\nCMD node x.js\n");
        context = TestContext.of(root, temporary.resolve("run"));
    }

    @Test
    void bothLintersMakeOneListByLine() throws Exception {
        var report = STAGE.run(context);
        assertEquals(List.of(), report.missing());
        assertEquals(2, report.tools().size());
        var found = report.findings().stream()
                .map(f -> f.place().line() + " " + f.tool() + " " + f.rule() + " " + f.level())
                .toList();
        assertEquals(
                List.of(
                        "1 docker buildx StageNameCasing WARNING",
                        "2 hadolint DL3003 WARNING",
                        "2 hadolint SC2086 NOTE",
                        "3 docker buildx JSONArgsRecommended WARNING",
                        "3 hadolint DL3025 WARNING"),
                found);
        var verdict = assertInstanceOf(Verdict.Refused.class, STAGE.judge(report, Instant.EPOCH));
        assertEquals(
                "Dockerfile:1: StageNameCasing: Stage name 'Build' should be lowercase (and 3 more)", verdict.reason());
        var lenient = new LintDockerfile(Builds.service("app"), Finding.Level.ERROR);
        assertInstanceOf(Verdict.Passed.class, lenient.judge(report, Instant.EPOCH));
    }

    @Test
    void theConfigurationOfTheRepositoryIsRespected() throws Exception {
        Files.writeString(root.resolve(".hadolint.yaml"), "ignored: [DL3003, SC2086]\noverride:\n  error: [DL3025]\n");
        var report = STAGE.run(context.without("docker buildx"));
        assertEquals(
                List.of("DL3025 ERROR"),
                report.findings().stream().map(f -> f.rule() + " " + f.level()).toList());
        assertEquals(List.of("docker buildx is not there, or is too old"), report.missing());
        Files.writeString(root.resolve(".hadolint.yaml"), "ignored: [DL3003\n");
        var failure = assertThrows(StageFailure.class, () -> STAGE.run(context.task()));
        assertEquals("'.hadolint.yaml' is no configuration of hadolint", failure.getMessage());
    }

    @Test
    void theKeyHoldsTheDockerfileAndWhatConfiguresTheLinters() {
        var tree = tree("Dockerfile", ".hadolint.yaml", ".dockerignore", "index.js");
        assertEquals(
                new TreeSet<>(List.of("Dockerfile", ".hadolint.yaml", ".dockerignore")),
                STAGE.sources(tree).files());
    }

    @Test
    void aDockerfileThatDoesNotParseIsOneFailureWithFileAndLineWhicheverLinterIsThere() throws Exception {
        Builds.dockerfile(root, "FROM scratch\n\nCOPPY a b\n");
        var failure = assertThrows(StageFailure.class, () -> STAGE.run(context.task()));
        assertEquals(
                "Dockerfile:3: the Dockerfile does not parse: unknown instruction: COPPY (did you mean COPY?)",
                failure.getMessage());
        var alone =
                assertThrows(StageFailure.class, () -> STAGE.run(context.task().without("docker buildx")));
        assertTrue(alone.getMessage().startsWith("Dockerfile:3:"), alone::getMessage);
    }

    @Test
    void withoutAnyLinterItSaysSoAndWithoutAnEngineToo() {
        var engineless = context.tool(
                new Tool("docker buildx", List.of("docker", "--host", "unix:///nowhere.sock", "buildx"), "0.29.1"));
        var engine = assertThrows(ToolMissing.class, () -> STAGE.run(engineless));
        assertTrue(engine.getMessage().startsWith("no Docker engine answers"), engine::getMessage);
        var none = context.without("docker buildx").without("hadolint");
        assertThrows(ToolMissing.class, () -> STAGE.run(none));
    }

    private static SourceTree tree(String... files) {
        return new SourceTree() {
            @Override
            public SortedSet<String> files() {
                return new TreeSet<>(List.of(files));
            }

            @Override
            public Optional<String> read(String path) {
                return Optional.empty();
            }
        };
    }
}
