package stages.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stages.TestContext;
import stages.api.*;
import stages.github.FakeGitHub.Fault;

/** Against a server that holds every call against GitHub's own description. */
class UploadSarifTest {
    private static final String COMMIT = "4b6472266afd7b471e86085a6659e8c7f2b119da";

    @TempDir
    Path folder;

    @AutoClose
    private final FakeGitHub hub = new FakeGitHub();

    private final List<Duration> waits = new ArrayList<>();
    private TestContext context;

    UploadSarifTest() throws IOException {}

    @BeforeEach
    void context() {
        context = TestContext.of(folder, folder.resolve("out"))
                .secret("GITHUB_TOKEN", FakeGitHub.TOKEN)
                .commit(COMMIT, 1);
    }

    private static ScanReport scan(int results) {
        var raw = new TreeMap<Platform, Artifact>();
        var found = new ArrayList<ScanReport.Vulnerability>();
        for (var platform : List.of(new Platform("linux/amd64"), new Platform("linux/arm64"))) {
            raw.put(platform, new Artifact(Digest.of("raw"), "application/json", "x", 1));
            for (int i = 0; i < results; i++)
                found.add(new ScanReport.Vulnerability(
                        platform, "CVE-2026-" + i, "libc", "1.0", i % 2 == 0 ? "1.1" : "", Severity.HIGH, "t"));
        }
        return new ScanReport(Digest.of("image"), "web", "trivy 0.60", "db", raw, found);
    }

    private UploadSarif stage(List<ScanReport> scans, String... files) {
        return new UploadSarif(
                scans,
                List.of(files),
                Optional.of("refs/heads/main"),
                Optional.of("acme/shop"),
                Optional.of(hub.api()),
                Duration.ofMinutes(5));
    }

    private SarifUploaded run(UploadSarif stage) throws Exception {
        var patience = new Patience(
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                3,
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                context.clock(),
                waits::add);
        return stage.run(context, patience);
    }

    private String uploaded() throws IOException {
        var packed = Base64.getDecoder().decode(hub.sarifs.get(0).path("sarif").asText());
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aScanIsUploadedAsValidSarifWithACategoryPerPlatformAndWaitedFor() throws Exception {
        hub.statuses.addAll(List.of("pending", "pending", "complete"));
        var done = run(stage(List.of(scan(3))));
        assertEquals(2, done.runs());
        assertEquals(6, done.results());
        assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(2)), waits);
        assertEquals(COMMIT, hub.sarifs.get(0).path("commit_sha").asText());
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(Path.of("tests/dsl/report/sarif-2.1.0.schema.json")), InputFormat.JSON);
        assertEquals(List.of(), new ArrayList<>(schema.validate(uploaded(), InputFormat.JSON)));
        var runs = Json.<JsonNode>read(uploaded(), JsonNode.class).path("runs");
        assertEquals(
                List.of("slipway/scanImage/web@linux-amd64/", "slipway/scanImage/web@linux-arm64/"),
                runs.findValuesAsText("id").stream()
                        .filter(i -> i.contains("/"))
                        .toList());
        assertEquals(List.of(), hub.problems);
    }

    @Test
    void aFileIsUploadedAsItIs() throws Exception {
        var text = "{\"version\":\"2.1.0\",\"runs\":[]}";
        Files.writeString(folder.resolve("x.sarif"), text);
        hub.statuses.add("complete");
        run(stage(List.of(), "x.sarif"));
        assertEquals(text, uploaded());
    }

    @Test
    void whatGitHubDoesNotTakeIsSaidInItsWords() {
        hub.statuses.add("failed");
        hub.sarifErrors = "no\nrule";
        var failure = assertThrows(StageFailure.class, () -> run(stage(List.of(scan(1)))));
        assertEquals("GitHub did not take 'the scan of web'", failure.getMessage());
        assertEquals(List.of("no rule"), failure.details());
    }

    @Test
    void limitsAreCheckedBeforeAnythingIsSent() throws Exception {
        var failure = assertThrows(StageFailure.class, () -> run(stage(List.of(scan(1), scan(25_001)))));
        assertEquals("'the scan of web' has 25001 results in a run, GitHub takes 25000", failure.getMessage());
        var run = "{\"tool\":{\"driver\":{\"name\":\"t\"}},\"automationDetails\":{\"id\":\"a%s/\"},\"results\":[]}";
        var twice = run.formatted("") + "," + run.formatted("");
        Files.writeString(folder.resolve("twice.sarif"), "{\"version\":\"2.1.0\",\"runs\":[" + twice + "]}");
        var same = assertThrows(StageFailure.class, () -> run(stage(List.of(), "twice.sarif")));
        assertEquals("two runs of 't' in 'twice.sarif' have the category 'a/'", same.getMessage());
        var many = new StringJoiner(",");
        for (int i = 0; i < 21; i++) many.add(run.formatted(i));
        Files.writeString(folder.resolve("many.sarif"), "{\"version\":\"2.1.0\",\"runs\":[" + many + "]}");
        assertThrows(StageFailure.class, () -> run(stage(List.of(), "many.sarif")));
        var noise = new byte[11 << 20];
        new Random(1).nextBytes(noise);
        var big = "{\"version\":\"2.1.0\",\"runs\":[],\"x\":\""
                + Base64.getEncoder().encodeToString(noise) + "\"}";
        Files.writeString(folder.resolve("big.sarif"), big);
        var size = assertThrows(StageFailure.class, () -> run(stage(List.of(), "big.sarif")));
        assertTrue(size.getMessage().endsWith("GitHub takes 10485760"), size.getMessage());
        assertEquals(List.of(), hub.requests);
    }

    @Test
    void filesOutsideAreNotRead() {
        assertThrows(StageFailure.class, () -> run(stage(List.of(), "../x.sarif")));
        assertThrows(StageFailure.class, () -> run(stage(List.of())));
    }

    /** What was not taken is said in one message; the same command then does it. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverGoesWrongTheSameCommandEndsTheSame(Fault fault) throws Exception {
        for (int at = 0; at < 2; at++) {
            hub.fault(fault, at);
            hub.statuses.clear();
            hub.statuses.addAll(List.of("complete", "complete"));
            try {
                run(stage(List.of(scan(1))));
            } catch (StageFailure e) {
                assertTrue(!e.hint().isEmpty(), e.getMessage());
            }
            hub.faultAt = -1;
            hub.statuses.clear();
            hub.statuses.add("complete");
            assertEquals(2, run(stage(List.of(scan(1)))).results());
        }
        assertEquals(List.of(), hub.problems);
    }
}
