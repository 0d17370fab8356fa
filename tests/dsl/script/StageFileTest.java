package dsl.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dsl.Golden;
import dsl.model.Problem;
import dsl.report.ProblemText;
import dsl.report.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stages.TestContext;
import stages.api.Stage;
import stages.api.StageFailure;
import stages.api.ToolMissing;

/** Mistakes in the file of a stage, in its use, and in what it does when it runs; each with the text that its author sees. */
class StageFileTest {
    private static final Path CASES = Path.of("tests/golden/stages");

    @TempDir
    Path folder;

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".groovy"))
                    .map(f -> f.replace(".groovy", ""))
                    .sorted()
                    .toList();
        }
    }

    private static Scripts.Source source(String file) throws IOException {
        return new Scripts.Source(file, Files.readString(CASES.resolve(file)));
    }

    private static String rendered(List<Problem> problems, Scripts.Source... sources) {
        return new ProblemText(
                        (file, line) -> Stream.of(sources)
                                .filter(s -> s.name().equals(file))
                                .flatMap(s -> s.text().lines().skip(line - 1L))
                                .findFirst(),
                        Style.PLAIN)
                .render(problems);
    }

    private static Scripts.Loaded load(List<Scripts.Source> stages, List<Scripts.Source> scripts) {
        return new Scripts(Words.all(), Set.of(), Optional.empty(), line -> {}).load(stages, scripts);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mistakesInAFileAreShownAsItsGoldenFileSays(String name) throws IOException {
        var source = source(name + ".groovy");
        Golden.check(
                "stages/" + name + ".txt",
                rendered(load(List.of(source), List.of()).problems(), source));
    }

    @Test
    void mistakesInItsUseToo() throws IOException {
        var stage = source("uses/stages/atMost.groovy");
        var script = source("uses/pipeline.groovy");
        Golden.check(
                "stages/uses.txt",
                rendered(load(List.of(stage), List.of(script)).problems(), stage, script));
    }

    /** A broken stage is one problem, not one for each use as well. */
    @Test
    void aWordThatDidNotLoadIsNoUnknownWord() {
        var broken = new Scripts.Source("stages/atMost.groovy", "stage { input 'image', Image }\n");
        var script = new Scripts.Source(
                "pipeline.groovy", "pipeline('p') { stages { atMost(buildImage(project.service('api'))) } }\n");
        assertEquals(
                List.of("option-missing"),
                load(List.of(broken), List.of(script)).problems().stream()
                        .map(Problem::code)
                        .toList());
    }

    private static final List<String> FAILING = List.of(
            "throw new IllegalStateException('no such thing')",
            "helper(); [layers: 1]",
            "[layers: context.nothing()]",
            "[layers: limit.size]",
            "assert limit == 11",
            "limit = 3; [layers: limit]",
            "[layers: new File('/nowhere').text.size()]",
            "def again\n        again = { again() }\n        again()",
            "context.run(['git', 'no-such-verb']); [layers: 1]",
            "context.finding(level: 'fatal', rule: 'r', message: 'm'); [layers: 1]",
            "context.finding(levl: 'error', rule: 'r', message: 'm'); [layers: 1]",
            "context.finding(rule: 'r'); [layers: 1]",
            "[layers: 'many']",
            "null");

    @Test
    void whatFailsAsItRunsNamesItsLineAndShowsNoFrame() throws Exception {
        var shown = new StringBuilder();
        for (var body : FAILING) {
            var stage = stage(body);
            var context = TestContext.of(folder, folder.resolve("out"));
            var failure = assertThrows(StageFailure.class, () -> stage.run(context), body);
            shown.append("$ ")
                    .append(body)
                    .append('\n')
                    .append(failure.getMessage())
                    .append('\n');
            if (!failure.hint().isEmpty())
                shown.append("  ").append(failure.hint()).append('\n');
        }
        Golden.check("stages/runs.txt", shown.toString());
    }

    @Test
    void aMissingToolIsNoFailureOfTheStage() throws Exception {
        var context = TestContext.of(folder, folder.resolve("out"));
        assertThrows(
                ToolMissing.class,
                () -> stage("throw new ToolMissing('no such tool', 'install it')")
                        .run(context));
    }

    /** The stage of a file whose run { } has this body, with its option as the script would give it. */
    private static Stage<?> stage(String body) {
        var text = """
                def helper() { throw new IllegalStateException('helped') }
                stage {
                    option 'limit', Integer, default: 10
                    output 'layers', Integer
                    run { context ->
                        %s
                    }
                }
                """.formatted(body);
        var source = new Scripts.Source("stages/atMost.groovy", text);
        var loaded = load(List.of(source), List.of());
        assertEquals("", rendered(loaded.problems(), source));
        return (Stage<?>) loaded.types().get("atMost").make().apply(Map.of("limit", 10));
    }
}
