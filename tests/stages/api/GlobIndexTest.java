package stages.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobIndexTest {
    private static Map<String, Glob> find(GlobIndex<String> index, String path) {
        var found = new TreeMap<String, Glob>();
        index.find(path, match -> found.put(match.subject(), match.glob()));
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "src/a.ts, src/**",
        "src/docs/a.md, !**/*.md",
        "src/README.md, src/README.md",
        "lib/docs/a.md, !**/*.md",
        "lib/a.ts,",
    })
    void theLastPatternThatMatchesDecides(String path, String pattern) {
        var globs = Globs.of("src/**", "!**/*.md", "src/README.md");
        assertEquals(pattern, globs.deciding(path).map(Glob::pattern).orElse(null));
        assertEquals(pattern != null && !pattern.startsWith("!"), globs.includes(path));
        var found = find(new GlobIndex<>(Map.of("service", globs)), path);
        assertEquals(pattern == null ? Map.of() : Map.of("service", new Glob(pattern)), found);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAsEachSetOfPatternsWould(long seed) {
        var generator = new GlobGenerator(seed);
        var random = new Random(seed);
        var subjects = new LinkedHashMap<String, Globs>();
        for (int i = 0; i < 50; i++) {
            subjects.put(
                    "s" + i,
                    new Globs(Stream.generate(() -> (random.nextInt(3) == 0 ? "!" : "") + generator.pattern())
                            .filter(pattern -> !pattern.startsWith("!!"))
                            .limit(4)
                            .map(Glob::new)
                            .toList()));
        }
        var index = new GlobIndex<>(subjects);
        for (int i = 0; i < 2000; i++) {
            String path = generator.path();
            var expected = new TreeMap<String, Glob>();
            subjects.forEach((name, globs) -> globs.deciding(path).ifPresent(glob -> expected.put(name, glob)));
            assertEquals(expected, find(index, path), path);
        }
    }

    @Test
    void holdsAPathAgainstPatternsOfItsOwnFoldersOnly() {
        var subjects = new LinkedHashMap<Integer, Globs>();
        for (int i = 0; i < 1000; i++) {
            String folder = "packages/service-" + i;
            subjects.put(i, Globs.of(folder + "/**", folder + "/src/**/*.{ts,js}", "**/package-lock.json", "!**/*.md"));
        }
        var index = new GlobIndex<>(subjects);
        int[] found = new int[1];
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 100_000; i++) {
                index.find("packages/service-" + i % 1000 + "/src/deep/file" + i + ".ts", match -> found[0]++);
            }
        });
        assertEquals(100_000, found[0]);
    }
}
