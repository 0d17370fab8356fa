package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Json;

/** What is refused on a warm cache: nothing is built or even scanned again, and still the answer is the right one. */
@Tag("lab")
class ScanGateTest {
    private static final List<String> PLATFORMS = List.of("linux/amd64", "linux/arm64");

    @TempDir
    Path folder;

    private Checkout two;

    @BeforeEach
    void aServiceOfTwoPlatforms() throws Exception {
        two = Checkout.tiny(folder).write("pipeline.groovy", """
                project('two') {
                    waivers   'waivers.yml'
                    platforms 'linux/amd64', 'linux/arm64'
                    service('two') { dockerfile 'Dockerfile' }
                }
                pipeline('ci') { stages { scanImage(buildImage(project.service('two'))) } }
                """).write("waivers.yml", """
                - id: CVE-2099-0001
                  package: bash
                  reason: made up for the lab
                  expires: 2099-01-01
                """);
    }

    /** The findings that refuse, each {@code RULE PLACE: MESSAGE}. */
    private static List<String> refusing(Checkout.Ended run) {
        return run.events("finding").stream()
                .map(e -> e.path("finding"))
                .filter(f -> f.path("level").asText().equalsIgnoreCase("error")
                        && f.path("waiver").asText("").isEmpty())
                .map(f -> f.path("rule").asText() + " " + f.at("/place/subject").asText() + ": "
                        + f.path("message").asText())
                .toList();
    }

    private static List<String> platforms(List<String> findings) {
        return PLATFORMS.stream()
                .filter(p -> findings.stream().anyMatch(f -> f.contains(p)))
                .toList();
    }

    @Test
    void aVulnerabilityOnOnePlatformAloneRefusesAndIsNamedWithIt() throws Exception {
        two.write("Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY ${TARGETARCH} /app\n");
        for (var lodash : List.of("amd64 4.17.21", "arm64 4.17.11")) {
            var words = lodash.split(" ");
            two.write(
                    words[0] + "/node_modules/lodash/package.json",
                    "{\"name\":\"lodash\",\"version\":\"" + words[1] + "\"}");
        }
        two.commit().pipeline("ci").with(4);
        var warm = two.pipeline("ci", "--json").with(4);
        assertEquals(List.of(), warm.tasks("passed", false), "all of it was known");
        var refusing = refusing(warm);
        assertEquals(1, refusing.size(), refusing::toString);
        for (var named : List.of("CVE-2019-10744", "lodash 4.17.11", "linux/arm64", "CRITICAL"))
            assertTrue(refusing.get(0).contains(named), refusing::toString);
        assertEquals(List.of("slipway/scanImage/two@linux/arm64/"), categories(warm));
        assertTrue(two.pipeline("ci").with(4).err().contains("CVE-2019-10744"));
    }

    /** The categories of SARIF whose run holds an error. */
    private List<String> categories(Checkout.Ended run) throws Exception {
        var id = run.events("run-started").get(0).path("run").asText();
        JsonNode sarif = Json.read(
                Files.readString(
                        two.root().resolve(".pipeline/runs").resolve(id).resolve("findings.sarif")),
                JsonNode.class);
        return sarif.path("runs")
                .valueStream()
                .filter(r -> r.path("results")
                        .valueStream()
                        .anyMatch(f -> f.path("level").asText().equals("error")))
                .map(r -> r.at("/automationDetails/id").asText())
                .toList();
    }

    @Test
    void aNewerDatabaseRefusesWhatThatBeforeItLetPass() throws Exception {
        two.write("Dockerfile", "FROM debian:bookworm-slim\nCOPY file /file\n").commit();
        var before = two.pipeline("ci", "--json").with(0);
        assertEquals(List.of(), refusing(before));
        var newer = two.with("TRIVY_CACHE_DIR", database("2026-11-20T00:00:00Z").toString());
        var refused = newer.pipeline("ci", "--json").with(4);
        assertEquals(
                List.of("scanImage:two@linux/amd64", "scanImage:two@linux/arm64"),
                refused.tasks("passed", false).stream().sorted().toList());
        assertEquals(PLATFORMS, platforms(refusing(refused)));
        for (var finding : refusing(refused))
            assertTrue(finding.startsWith("CVE-2016-2781 ") && finding.contains("coreutils"), finding);
        assertTrue(
                newer.pipeline("explain", "ci", "scanImage:two").with(0).out().contains("2026-11-20"));
        assertEquals(
                List.of(), newer.pipeline("ci", "--json").with(4).tasks("passed", false), "refused without a scan");
        two.pipeline("ci").with(0);
    }

    /**
     * The lab's database of another day, in which Debian rates CVE-2016-2781 of coreutils high instead of low. The bytes of
     * a bbolt file's leaves may be replaced by as many others.
     */
    private Path database(String day) throws Exception {
        var lab = Path.of(System.getenv("TRIVY_CACHE_DIR")).resolve("db");
        var db = Files.createDirectories(folder.resolve("trivy/db"));
        var bytes = Files.readString(lab.resolve("trivy.db"), StandardCharsets.ISO_8859_1);
        Files.writeString(
                db.resolve("trivy.db"),
                bytes.replace("{\"Severity\":1}", "{\"Severity\":3}").replace("\"debian\":1", "\"debian\":3"),
                StandardCharsets.ISO_8859_1);
        Files.writeString(
                db.resolve("metadata.json"),
                Files.readString(lab.resolve("metadata.json"))
                        .replaceFirst("\"UpdatedAt\":\"[^\"]*\"", "\"UpdatedAt\":\"" + day + "\""));
        return db.getParent();
    }
}
