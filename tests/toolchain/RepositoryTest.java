package toolchain;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules that files keep, whatever is in them. */
class RepositoryTest {
    private static final Set<String> ENGINE = Set.of("model", "script", "plan", "run");

    private static final int ENGINE_LINES = 3_800;

    /** What the engine stands on. Bounded too, so that nothing is moved there to make the engine look small. */
    private static final Set<String> BELOW = Set.of("word", "syntax", "host", "store");

    private static final int BELOW_LINES = 4_200;

    private static final int FILE_LINES = 350;

    /** Files that are longer, each with the reason. */
    private static final Map<String, String> LONGER = Map.of(
            "tests/stages/changes/DetectChangesTest.java", "one fixture serves all contexts of a change",
            "tests/stages/github/GithubReleaseTest.java", "one server serves all states of a release");

    /** What lock files, wrappers and settings call the address they download from. */
    private static final Pattern DOWNLOAD_ADDRESS = Pattern.compile(
            "\"resolved\"\\s*:\\s*\"https?:|^\\s*resolved\\s+\"https?:|distributionUrl\\s*=|wrapperUrl\\s*=|<url>\\s*https?:"
                    + "|(extra-)?index-url\\s*=|^\\s*registry\\s*=\\s*https?:",
            Pattern.MULTILINE);

    private static final Pattern LEFT_BEHIND = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

    @Test
    void engineCanBeReadInAnAfternoon() throws IOException {
        int engine = linesOf(ENGINE);
        assertTrue(engine > 0 && engine < ENGINE_LINES, ENGINE + " have " + engine + " lines");
        int below = linesOf(BELOW);
        assertTrue(below > 0 && below < BELOW_LINES, BELOW + " have " + below + " lines");
    }

    private static int linesOf(Set<String> packages) throws IOException {
        return Repository.sources().stream()
                .filter(file -> packages.stream().anyMatch(part -> file.startsWith(Path.of("dsl", part))))
                .mapToInt(Repository::lines)
                .sum();
    }

    @Test
    void noFileIsLongWithoutAReason() throws IOException {
        var longer = Repository.sources().stream()
                .filter(file -> Repository.lines(file) > FILE_LINES)
                .collect(toMap(Path::toString, Repository::lines, Integer::sum, TreeMap::new));
        assertEquals(LONGER.keySet(), longer.keySet(), "lines: " + longer);
    }

    @Test
    void noFileHoldsADownloadAddress() throws IOException {
        assertEquals(List.of(), filesWith(DOWNLOAD_ADDRESS, Repository.files()));
    }

    @Test
    void nothingIsLeftToDo() throws IOException {
        var main = Repository.sources().stream()
                .filter(file -> !file.startsWith("tests"))
                .toList();
        assertEquals(List.of(), filesWith(LEFT_BEHIND, main));
    }

    @Test
    void everyPackageStatesItsContract() throws IOException {
        var silent = Repository.sources().stream()
                .filter(file -> file.startsWith("dsl") || file.startsWith("stages"))
                .map(file -> file.resolveSibling("package-info.java"))
                .filter(info -> !Files.isRegularFile(info) || !text(info).startsWith("/**"))
                .collect(toCollection(TreeSet::new));
        assertEquals(new TreeSet<Path>(), silent);
    }

    @Test
    void commandsCanBeExecuted() {
        for (String command : List.of("pipeline", "test", "demo", ".ci/run")) {
            assertTrue(Files.isExecutable(Path.of(command)), command);
        }
    }

    private static List<Path> filesWith(Pattern pattern, List<Path> files) {
        return files.stream().filter(file -> pattern.matcher(text(file)).find()).toList();
    }

    /** Binary files read as some text, in which no pattern is found. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
