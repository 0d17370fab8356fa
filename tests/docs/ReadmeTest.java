package docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dsl.script.Scripts;
import dsl.word.StageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.Catalog;

/** The README's scripts load; its commands, the demo first, do what it shows. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");

    @TempDir
    Path folder;

    @Test
    void itsScriptsLoad() throws IOException {
        var types = new LinkedHashMap<String, StageType>();
        Catalog.WORDS.stream().map(StageType::of).forEach(t -> types.put(t.word(), t));
        var scripts = new ArrayList<Scripts.Source>();
        var stages = new ArrayList<Scripts.Source>();
        for (var fence : Fence.of(README))
            if (fence.language().equals("groovy"))
                (fence.text().startsWith("stage {") ? stages : scripts)
                        .add(new Scripts.Source("block" + scripts.size() + stages.size() + ".groovy", fence.text()));
        assertEquals(List.of(2, 1), List.of(scripts.size(), stages.size()));
        var loaded = new Scripts(types, Set.of(), Optional.empty(), line -> {}).load(stages, scripts);
        assertEquals(List.of(), loaded.problems());
    }

    /** Its commands in order; what a block of text shows, the command before it said, in this order. */
    @Test
    @Tag("lab")
    void itsTourGoesAsItIsShown() throws Exception {
        var copy = Pattern.compile("copy=(\\S+)");
        var at = "";
        var said = "";
        for (var fence : Fence.of(README)) {
            if (fence.language().equals("sh")) said = run(fence.text(), at);
            if (fence.language().equals("text")) shows(said, fence.text());
            var place = copy.matcher(said);
            if (at.isEmpty() && place.find()) at = place.group(1);
        }
        assertTrue(Files.isDirectory(Path.of(at)), at);
    }

    @Test
    void theStageOfAJarIsBuiltAsItsReadmeSays() throws Exception {
        var said = "";
        for (var fence : Fence.of(Path.of("examples/java-stage/README.md")))
            if (fence.language().equals("sh")) said = run(fence.text(), "");
            else shows(said, fence.text());
    }

    private String run(String commands, String copy) throws Exception {
        var out = folder.resolve("out.txt");
        var builder = new ProcessBuilder("bash", "-ceu", commands)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GITHUB_"));
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().put("SLIPWAY_CACHE", folder.resolve("cache").toString());
        builder.environment().put("copy", copy);
        builder.environment().merge("PATH", System.getProperty("java.home") + "/bin", (path, bin) -> bin + ":" + path);
        var process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(300, TimeUnit.SECONDS)) process.destroyForcibly();
        var said = Files.readString(out);
        assertEquals(0, process.waitFor(), commands + said);
        return said;
    }

    /** Every line that is shown, shortened where it has dots, among the lines that were said, in this order. */
    private static void shows(String said, String text) {
        var rest = said.lines().map(ReadmeTest::plain).toList();
        for (var line : text.lines().map(ReadmeTest::plain).toList()) {
            if (line.equals("...")) continue;
            var found = 0;
            while (found < rest.size() && !matches(rest.get(found), line)) found++;
            assertTrue(found < rest.size(), () -> "not said: " + line + "\n" + said);
            rest = rest.subList(found + 1, rest.size());
        }
    }

    private static boolean matches(String said, String line) {
        var shown = line.replaceAll("\\s?\\.\\.\\.$", "");
        return shown.equals(line) ? said.equals(line) : said.startsWith(shown);
    }

    /** Without what is another in each run: places, names of runs, digests, times. */
    private static String plain(String line) {
        return line.replaceAll("\\S*slipway-demo\\.\\w+", "COPY")
                .replaceAll("\\d{8}-\\d{6}-[0-9a-f]{4}", "RUN")
                .replaceAll("\\b[0-9a-f]{12,}", "HEX")
                .replaceAll("(\\d+m )?\\d+(\\.\\d+)?s\\b", "TIME")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
