package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stages.api.*;

/** What these stages yield is the same after it went through the cache. */
class ResultsTest {
    private static final Artifact ARTIFACT = new Artifact(Digest.of("x"), "application/json", "x.json", 1);

    @Test
    void resultsTravelAsJson() throws Exception {
        var place = new Finding.Place("Dockerfile", 3, 1);
        var finding = new Finding(Finding.Level.WARNING, "DL3008", "hadolint", "pin", place, Optional.of("why"));
        same(new LintReport("Dockerfile", List.of("hadolint 2.15.1"), List.of(), List.of(finding)));
        var byPlatform = new TreeMap<>(Map.of(Builds.AMD64, ARTIFACT, Builds.ARM64, ARTIFACT));
        var found = new ScanReport.Vulnerability(Builds.ARM64, "CVE-1", "ms", "1", "", Severity.HIGH, "title");
        same(new ScanReport(Digest.of("i"), "app", "trivy 1.2.3", "2", byPlatform, List.of(found)));
        var pkg = new Sbom.Package("ms", "1", "pkg:npm/ms@1", "MIT");
        same(new Sbom(Digest.of("i"), "trivy 1.2.3", byPlatform, byPlatform, List.of(pkg)));
    }

    private static void same(Result result) throws Exception {
        assertEquals(result, Json.MAPPER.readValue(Json.line(result), result.getClass()));
    }
}
