package stages.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@link Glob} against picomatch itself, on patterns that nobody chose. */
@Tag("lab")
class GlobDifferentialTest {
    private static final String PICOMATCH = "picomatch@4.0.7";
    private static final int PATTERNS = 30_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Case(String pattern, List<String> paths) {}

    @TempDir
    Path folder;

    @Test
    void answersAsPicomatchDoes() throws Exception {
        long seed = Long.getLong("slipway.seed", 20_261_124L);
        var generator = new GlobGenerator(seed);
        var cases = new ArrayList<Case>();
        for (int i = 0; i < PATTERNS; i++) {
            cases.add(new Case(
                    generator.pattern(),
                    Stream.generate(generator::path).limit(12).toList()));
        }
        assertEquals(List.of(), differences(cases, oracle(cases)), "seed " + seed);
    }

    private static List<String> differences(List<Case> cases, List<String> answers) throws IOException {
        var differences = new ArrayList<String>();
        int compared = 0;
        for (int i = 0; i < cases.size(); i++) {
            boolean[] expected = JSON.readValue(answers.get(i), boolean[].class);
            var glob = new Glob(cases.get(i).pattern());
            for (int j = 0; expected != null && j < expected.length; j++) {
                String path = cases.get(i).paths().get(j);
                compared++;
                if (glob.matches(path) != expected[j]) {
                    differences.add("%s on %s: picomatch says %s".formatted(glob, path, expected[j]));
                }
            }
        }
        assertTrue(compared > PATTERNS * 11, "only " + compared + " pairs were compared");
        return differences;
    }

    private List<String> oracle(List<Case> cases) throws Exception {
        run(List.of("npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), PICOMATCH), null);
        Path input = folder.resolve("cases.jsonl");
        Files.write(input, cases.stream().map(GlobDifferentialTest::line).toList());
        Path script = Path.of("tests/stages/api/glob-oracle.mjs").toAbsolutePath();
        return Files.readAllLines(run(List.of("node", script.toString()), input));
    }

    private static String line(Case c) {
        return JSON.valueToTree(Map.of("pattern", c.pattern(), "paths", c.paths()))
                .toString();
    }

    private Path run(List<String> command, Path input) throws Exception {
        Path output = folder.resolve("output");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        if (input != null) {
            process.redirectInput(input.toFile());
        }
        Process started = process.start();
        boolean ended = started.waitFor(3, TimeUnit.MINUTES);
        started.destroy();
        assertTrue(ended && started.exitValue() == 0, () -> command + " failed: " + read(output));
        return output;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
