package stages.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.zafarkhaja.semver.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import stages.api.Json;

/** The library's versions, held against the specification's expression and node-semver's tables. */
class SemverTest {
    /** As semver.org suggests it (semver 2.0.0, "Is there a suggested regular expression"). */
    private static final Pattern SUGGESTED = Pattern.compile("^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$");

    private static boolean strict(String text) {
        return Version.tryParse(text, true).isPresent();
    }

    @Test
    void whatTheSpecificationTakesIsTaken() {
        var parts = List.of("0", "1", "12", "01", ".", ".", "-", "+", "a", "rc", "0a", "-1", " ", "v", "\n", "é");
        var random = new Random(6);
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "1.2.3" : "");
            for (int n = random.nextInt(7); n > 0; n--) text.append(parts.get(random.nextInt(parts.size())));
            assertEquals(SUGGESTED.matcher(text).matches(), strict(text.toString()), text.toString());
        }
    }

    @Test
    void numbersThatDoNotFitAreNoVersion() {
        for (var text : List.of("99999999999999999999.0.0", "1.0.99999999999999999999", "1.0.0-99999999999999999999"))
            assertEquals(Versions.version(text).map(Version::toString).orElse(text), text);
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "SLIPWAY_CORPORA",
            matches = ".+",
            disabledReason = "SLIPWAY_CORPORA does not say where the corpora are")
    void nodeSemverAgrees() throws IOException {
        var tables = Json.MAPPER.readTree(
                Files.readString(Path.of(System.getenv("SLIPWAY_CORPORA"), "semver/node-semver.json")));
        int compared = 0;
        for (var row : tables.get("comparisons")) {
            if (loose(row, 2)) continue;
            assertTrue(
                    Version.parse(row.get(0).asText())
                            .isHigherThan(Version.parse(row.get(1).asText())),
                    row.toString());
            compared++;
        }
        for (var row : tables.get("valid-versions")) {
            if (!Character.isDigit(row.get(0).asText().charAt(0))) continue;
            var version = Version.parse(row.get(0).asText());
            assertEquals(row.get(1).asLong(), version.majorVersion());
            assertEquals(row.get(2).asLong(), version.minorVersion());
            assertEquals(row.get(3).asLong(), version.patchVersion());
            compared++;
        }
        for (var row : tables.get("invalid-versions"))
            if (row.get(0).isTextual() && !row.get(1).asText().equals("too big"))
                assertTrue(!strict(row.get(0).asText()));
        for (var row : tables.get("increments")) compared += increments(row) ? 1 : 0;
        assertTrue(compared > 40, "rows that were compared: " + compared);
    }

    /** The three steps that a release takes, from versions proper: the rest are node-semver's own. */
    private static boolean increments(JsonNode row) {
        var from = Version.tryParse(row.get(0).asText(), true).filter(Version::isStable);
        var kind = row.get(1).asText();
        if (from.isEmpty()
                || loose(row, 3)
                || !List.of("major", "minor", "patch").contains(kind)) return false;
        var next = kind.equals("major") && from.get().majorVersion() == 0
                ? from.get().nextMajorVersion()
                : Step.valueOf(kind.toUpperCase(java.util.Locale.ROOT)).from(from.get());
        assertEquals(row.get(2).asText(), next.toString(), row.toString());
        return true;
    }

    private static boolean loose(JsonNode row, int at) {
        return row.path(at).asBoolean(false) || row.path(at).path("loose").asBoolean(false);
    }
}
