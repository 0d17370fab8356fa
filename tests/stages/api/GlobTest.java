package stages.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    private static boolean matches(String pattern, String path) {
        return new Glob(pattern).matches(path);
    }

    @TestFactory
    Stream<DynamicTest> matchesWhatPicomatchMatches() throws IOException {
        JsonNode table = new ObjectMapper()
                .readTree(Path.of("tests/stages/api/glob-cases.json").toFile());
        List<String> paths = strings(table.get("paths"));
        return StreamSupport.stream(table.get("cases").spliterator(), false)
                .map(row -> DynamicTest.dynamicTest(
                        row.get("group").asText() + " " + row.get("pattern").asText(), () -> {
                            var glob = new Glob(row.get("pattern").asText());
                            assertEquals(
                                    strings(row.get("matches")),
                                    paths.stream().filter(glob::matches).toList());
                        }));
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`a/[b`, 2, '[' is never closed; write '\\[' for the character",
                "`a/b]`, 3, ']' closes nothing; write '\\]' for the character",
                "`{a,b`, 0, '{' is never closed; write '\\{' for the character",
                "`{a,(b}`, 3, '(' is never closed; write '\\(' for the character",
                "`a}`, 1, '}' closes nothing; write '\\}' for the character",
                "`a/!(b`, 3, '(' is never closed; write '\\(' for the character",
                "`a)`, 1, ')' closes nothing; write '\\)' for the character",
                "`a\\`, 1, nothing follows the '\\'",
                "`packages\\mcp`, 8, '\\m' is no escape; folders are parted by '/' on every system",
                "`[b-a]`, 1, the range 'b-a' is reversed",
                "`[[:letter:]]`, 3, 'letter' is no character class; write one of POSIX's such as '[[:alpha:]]'",
                "`a[/]b`, 2, '/' cannot stand in brackets: they match one character of a name",
                "`(?:a)`, 0, '(?' is no glob; write '\\(' for the character",
                "`\"a`, 0, '\"' is never closed; write '\\\"' for the character",
                "`{1..5000}`, 0, the range has more than 1000 values",
                "`!!a`, 1, one '!' excludes; remove the other",
                "``, 0, the pattern is empty",
                "`!`, 0, the pattern is empty",
            })
    void saysWhereAndWhyAPatternCannotBeRead(String pattern, int offset, String message) {
        var error = assertThrows(GlobSyntaxException.class, () -> new Glob(pattern));
        assertEquals(offset, error.offset());
        assertEquals("pattern '%s', character %d: %s".formatted(pattern, offset + 1, message), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/", "a//b", "../a", "a/./b", "a/..", "!/a", "**/", "."})
    void refusesWhatNoPathOfARepositoryCanBe(String pattern) {
        var error = assertThrows(GlobSyntaxException.class, () -> new Glob(pattern));
        assertTrue(error.getMessage().contains("is in no path"), error.getMessage());
    }

    @Test
    void countsInBraces() {
        var glob = new Glob("v{8..11}/{01..03}-{a..c}/{0..10..5}");
        assertAll(
                () -> assertTrue(glob.matches("v10/02-b/5")),
                () -> assertFalse(glob.matches("v1/02-b/5")),
                () -> assertFalse(glob.matches("v10/2-b/5")),
                () -> assertFalse(glob.matches("v10/02-b/4")),
                () -> assertTrue(matches("{3..1}", "2")));
    }

    @Test
    void matchesAnyNameThatAFileCanHave() {
        String name = "src/a \"b\"\n'c' \\ \u2028 \t日本/é\uD83D\uDE80.ts";
        assertAll(
                () -> assertTrue(matches("**", name)),
                () -> assertTrue(matches("src/**", name)),
                () -> assertTrue(matches("**/*.ts", name)),
                () -> assertTrue(matches("src/*/*", name)),
                () -> assertTrue(matches(Glob.escape(name), name)),
                () -> assertFalse(matches("src/*", name)));
    }

    @Test
    void escapesEveryCharacterOfItsSyntax() {
        for (String name :
                List.of("!a", "a(b|c)", "{a,b}", "{1..3}", "[ab]", "*", "?", "+(a)", "\\", "\"a\"", "@(a)")) {
            assertTrue(matches(Glob.escape(name), name), name);
            assertTrue(matches(Glob.escape(name) + "/**", name + "/x"), name);
            assertFalse(matches(Glob.escape(name), "a"), name);
        }
    }

    @Test
    void staysFastOnHostilePatternsAndNames() {
        String name = "a".repeat(3000);
        String folders = "a/".repeat(1000) + "c";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertFalse(matches("*a*a*a*a*a*a*a*a*a*a*a*a*b", name));
            assertFalse(matches("+(a|aa|a*|+(a|*(a)))b", name));
            assertFalse(matches("**/a/**/a/**/a/**/a/**/a/**/b", folders));
            assertTrue(matches("*!(*!(*!(*b)))", name));
            assertFalse(matches("{a,{a,{a,a}}}".repeat(200), name));
        });
        assertThrows(GlobSyntaxException.class, () -> new Glob("(".repeat(100_000)));
        assertThrows(GlobSyntaxException.class, () -> new Glob("(".repeat(60_000)));
        assertThrows(GlobSyntaxException.class, () -> new Glob("{".repeat(60_000)));
    }

    @Test
    void isAValue() {
        assertEquals(new Glob("a/**"), new Glob("a/**"));
        assertEquals("!a/**", new Glob("!a/**").toString());
        assertTrue(new Glob("!a").excludes());
        assertFalse(new Glob("!(a)").excludes());
        assertTrue(matches("!a", "a"));
    }
}
