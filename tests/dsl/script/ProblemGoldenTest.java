package dsl.script;

import dsl.Golden;
import dsl.model.LoadedPipeline;
import dsl.model.Problem;
import dsl.report.ProblemText;
import dsl.report.Style;
import dsl.word.Mismatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stages.api.Changes;

/** Every mistake that a script can make, and the text that its author sees. */
class ProblemGoldenTest {
    private static final Path CASES = Path.of("tests/golden/script");

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".groovy"))
                    .map(f -> f.replace(".groovy", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mistakesAreShownAsTheirGoldenFileSays(String name) throws IOException {
        var text = Files.readString(CASES.resolve(name + ".groovy"));
        var source = new Scripts.Source(name + ".groovy", text);
        var loaded =
                new Scripts(Words.all(), Set.of("plan"), Optional.empty(), line -> {}).load(List.of(), List.of(source));
        var problems = new ArrayList<>(loaded.problems());
        if (problems.isEmpty()) loaded.pipelines().forEach(p -> problems.addAll(declared(p)));
        var rendered =
                new ProblemText((file, line) -> text.lines().skip(line - 1L).findFirst(), Style.PLAIN);
        Golden.check("script/" + name + ".txt", rendered.render(problems));
    }

    private static List<Problem> declared(LoadedPipeline pipeline) {
        try {
            pipeline.declare(Map.of("who", "a; rm -rf /"), (type, options) -> Changes.all("a test"));
            return List.of();
        } catch (Problem.Found found) {
            return found.problems();
        } catch (Mismatch m) {
            throw new AssertionError(m);
        }
    }
}
