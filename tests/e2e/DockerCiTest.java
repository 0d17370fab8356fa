package e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import stages.api.Digest;

/** docker-ci over the whole example: cold once, then everything that a warm cache must and must not give. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerCiTest {
    private static final Set<String> SERVICES = Set.of("mcp-server", "memory-core", "memory-rest-api");

    @TempDir
    static Path folder;

    @TempDir
    Path other;

    private Checkout cortex;
    private Checkout.Ended cold;

    @BeforeAll
    void runsCold() throws Exception {
        cortex = Checkout.cortex(folder, folder.resolve("cache"));
        cold = cortex.pipeline("docker-ci", "--publish", "--json").with(0);
    }

    private static List<String> built(Checkout.Ended run) {
        return run.tasks("passed", false).stream()
                .filter(t -> t.startsWith("buildImage"))
                .toList();
    }

    private static String digest(Path results, String task) throws IOException {
        return Files.readAllLines(results).stream()
                .<JsonNode>map(l -> stages.api.Json.read(l, JsonNode.class))
                .filter(r -> r.path("task").asText().equals(task))
                .map(r -> r.at("/result/digest").asText())
                .findFirst()
                .orElseThrow();
    }

    private Path results(Checkout.Ended run) {
        return cortex.root()
                .resolve(".pipeline/runs")
                .resolve(run.events("run-started").get(0).path("run").asText())
                .resolve("results.jsonl");
    }

    @Test
    void theSecondRunBuildsNothingAndNamesEachKey() throws Exception {
        assertEquals(9, built(cold).size());
        var warm = cortex.pipeline("docker-ci", "--publish", "--json").with(0);
        assertEquals(List.of(), warm.tasks("passed", false));
        assertTrue(warm.events("cache").stream()
                .allMatch(
                        e -> e.path("hit").asBoolean() && e.path("key").asText().startsWith("sha256:")));
    }

    @Test
    void whatStandsInTheRegistryIsWhatWasScannedAndRanInTheComposeTest() throws Exception {
        for (var service : SERVICES) {
            var digest = digest(results(cold), "buildImage:" + service);
            var at = "docker://127.0.0.1:5000/cortex/" + service + ":main";
            var raw = Checkout.run(new ProcessBuilder("skopeo", "inspect", "--raw", "--tls-verify=false", at))
                    .with(0)
                    .out();
            assertEquals(digest, Digest.of(raw).value());
            assertTrue(raw.contains("\"amd64\"") && raw.contains("\"arm64\""), raw);
            var text = Files.readString(results(cold));
            for (var evidence : List.of("scanImage:", "sbom:"))
                assertTrue(
                        text.lines()
                                .anyMatch(l -> l.contains("\"task\":\"" + evidence + service + "\"")
                                        && l.contains("\"subject\":\"" + digest)),
                        evidence + service);
            assertTrue(
                    text.lines()
                            .anyMatch(l ->
                                    l.contains("\"task\":\"composeTest:docker-compose.yml\"") && l.contains(digest)),
                    "compose ran " + service);
        }
    }

    private Set<String> planned(String... services) throws Exception {
        var tasks =
                cortex.pipeline("plan", "docker-ci", "--json").with(0).json().path("tasks");
        var direct = new TreeSet<String>();
        for (var t : tasks) {
            assertFalse(t.path("reason").asText().isBlank(), t.toString());
            if (t.path("stage").asText().equals("lintDockerfile"))
                direct.add(t.path("subject").asText());
            else if (SERVICES.contains(t.path("subject").asText())
                    && !List.of(services).contains(t.path("subject").asText()))
                assertEquals(
                        "needed by composeTest:docker-compose.yml",
                        t.path("reason").asText());
        }
        return direct;
    }

    @Test
    void aTouchedFileSelectsItsServiceAndOfTheCoreItsDependentsToo() throws Exception {
        var api = "packages/memory-rest-api/src/touched.js";
        var core = "packages/memory-core/src/touched.js";
        try {
            cortex.write(api, "export {};\n");
            assertEquals(Set.of("memory-rest-api"), planned("memory-rest-api"));
            var run = cortex.pipeline("docker-ci", "--json").with(0);
            assertEquals(
                    Set.of(
                            "buildImage:memory-rest-api",
                            "buildImage:memory-rest-api@linux/amd64",
                            "buildImage:memory-rest-api@linux/arm64"),
                    Set.copyOf(built(run)));
            assertTrue(run.tasks("passed", true).contains("buildImage:memory-core"), "needed, and known");
            assertTrue(run.tasks("passed", false).contains("composeTest:docker-compose.yml"));
            var why = cortex.pipeline("explain", "docker-ci", "buildImage:memory-rest-api")
                    .with(0)
                    .out();
            assertTrue(why.contains("`" + api + "` changed, matched by `packages/memory-rest-api/**`"), why);
            Files.delete(cortex.root().resolve(api));
            cortex.write(core, "export {};\n");
            assertEquals(SERVICES, planned(SERVICES.toArray(String[]::new)));
        } finally {
            Files.deleteIfExists(cortex.root().resolve(api));
            Files.deleteIfExists(cortex.root().resolve(core));
        }
    }

    private static Map<String, String> keys(Checkout.Ended run) {
        return run.events("cache").stream()
                .filter(e -> e.path("hit").asBoolean())
                .collect(Collectors.toMap(
                        e -> e.path("task").asText(), e -> e.path("key").asText()));
    }

    @Test
    void throughJbangEveryTaskHasTheSameKey() throws Exception {
        var direct = keys(cortex.pipeline("docker-ci", "--json").with(0));
        assertEquals(34, direct.size());
        assertEquals(direct, keys(JbangTest.jbang(cortex, "docker-ci", "--json").with(0)));
    }

    @Test
    void aSecondCloneBuildsNothingAndNoResultKnowsTheFirst() throws Exception {
        var second = Checkout.cortex(other, cortex.cache());
        var run = second.pipeline("docker-ci", "--json").with(0);
        assertEquals(List.of(), built(run));
        try (Stream<Path> files = Files.walk(cortex.cache())) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(f -> f.toString().contains("/results/"))
                    .toList()) assertFalse(Files.readString(file).contains(folder.toString()), file.toString());
        }
    }

    @Test
    void aWaiverPastItsDateRefusesOnAWarmCache() throws Exception {
        var clone = Checkout.cortex(other, cortex.cache());
        var waivers = clone.root().resolve("security/waivers.yml");
        Files.writeString(waivers, Files.readString(waivers).replace("2099-01-01", "2020-01-01"));
        var run = clone.commit().pipeline("docker-ci", "--json").with(4);
        assertEquals(List.of(), built(run));
        var findings = run.events("finding").stream()
                .map(e -> e.path("finding").toString())
                .collect(Collectors.joining("\n"));
        for (var named : List.of("CVE-2099-0001", "bash", "linux/arm64", "linux/amd64", "2020-01-01"))
            assertTrue(findings.contains(named), named);
    }

    @Test
    void aNewerDatabaseScansAgainAndBuildsNothing() throws Exception {
        var lab = Path.of(System.getenv("TRIVY_CACHE_DIR"));
        var newer = Files.createDirectories(other.resolve("trivy/db"));
        Files.copy(lab.resolve("db/trivy.db"), newer.resolve("trivy.db"));
        var metadata = Files.readString(lab.resolve("db/metadata.json"));
        Files.writeString(
                newer.resolve("metadata.json"),
                metadata.replaceAll("\"UpdatedAt\":\\s*\"[^\"]*\"", "\"UpdatedAt\":\"2026-11-23T00:00:00Z\""));
        var run = Checkout.cortex(other, cortex.cache())
                .with("TRIVY_CACHE_DIR", newer.getParent().toString())
                .pipeline("docker-ci", "--json")
                .with(0);
        assertEquals(List.of(), built(run));
        assertEquals(
                6,
                run.tasks("passed", false).stream()
                        .filter(t -> t.startsWith("scanImage") && t.contains("@"))
                        .count());
        var why = run.events("cache").stream()
                .filter(e -> e.path("task").asText().startsWith("scanImage:mcp-server@"))
                .findFirst()
                .orElseThrow();
        assertTrue(why.path("why").asText().contains("2026-11-23"), why.toString());
    }

    @Test
    void aTamperedEntryAndDamagedBytesAreNotUsed() throws Exception {
        var copy = other.resolve("cache");
        Checkout.peer("cp", "-R", cortex.cache().toString(), copy.toString());
        var clone = Checkout.cortex(other, copy);
        var changed = new ArrayList<Path>();
        try (Stream<Path> files = Files.walk(copy.resolve("results"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                if (Files.readString(file).contains("\"task\":\"scanImage:mcp-server@linux/amd64\"")) {
                    Files.writeString(file, Files.readString(file).replace("HIGH", "LOW"));
                    changed.add(file);
                }
        }
        assertFalse(changed.isEmpty());
        var config = Files.readAllLines(results(cold)).stream()
                .<JsonNode>map(l -> stages.api.Json.read(l, JsonNode.class))
                .filter(r -> r.path("task").asText().equals("buildImage:memory-core@linux/arm64"))
                .findFirst()
                .orElseThrow()
                .at("/result/config/digest")
                .asText();
        var blob = copy.resolve("blobs/sha256").resolve(new Digest(config).hex());
        assertTrue(blob.toFile().setWritable(true));
        Files.writeString(blob, "{}");
        var run = clone.pipeline("docker-ci", "--json").with(0);
        assertTrue(run.tasks("passed", false).contains("scanImage:mcp-server@linux/amd64"));
        assertTrue(run.tasks("passed", false).contains("buildImage:memory-core@linux/arm64"));
        var whys = run.events("cache").stream().map(e -> e.path("why").asText()).collect(Collectors.joining("\n"));
        assertTrue(
                whys.contains("it was changed or cut, or signed with another key") && whys.contains("gone or damaged"),
                whys);
    }
}
