package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stages.api.*;

class WaiversTest {
    private static final Instant NOW = Instant.parse("2026-11-24T23:59:59Z");
    private static final Digest DIGEST = Digest.of("x");

    @Test
    void aWaiverHoldsThroughItsLastDayAndThenRefusesAgain() {
        var waivers = "- id: CVE-1\n  reason: not reachable\n  expires: 2026-11-24\n";
        var passed = assertInstanceOf(Verdict.Passed.class, judge(waivers, NOW));
        assertEquals(
                Optional.of("not reachable (until 2026-11-24)"),
                passed.findings().getFirst().waiver());
        var refused = assertInstanceOf(Verdict.Refused.class, judge(waivers, NOW.plusSeconds(1)));
        assertEquals(
                "CVE-1: lodash 1.0 on linux/arm64 is CRITICAL: bad; its waiver expired on 2026-11-24",
                refused.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "package, lodash, true",
        "package, minimist, false",
        "platform, linux/arm64, true",
        "platform, linux/amd64, false",
        "service, app, true",
        "service, other, false"
    })
    void aWaiverIsNarrowedByWhatItNames(String key, String value, boolean passes) {
        var verdict = judge("- {id: CVE-1, reason: r, expires: 2027-01-01, " + key + ": " + value + "}\n", NOW);
        assertEquals(passes, verdict instanceof Verdict.Passed);
    }

    @Test
    void aWaiverThatMatchesNothingIsANoteAtItsLine() {
        var verdict = judge(
                "# accepted\n- {id: CVE-1, reason: r, expires: 2027-01-01}\n- {id: CVE-2, reason: r, expires: 2027-01-01}\n"
                        + "- {id: CVE-3, reason: r, expires: 2027-01-01, service: other}\n",
                NOW);
        var notes = verdict.findings().stream()
                .filter(finding -> finding.rule().equals("unused-waiver"))
                .toList();
        assertEquals(1, notes.size());
        assertEquals(new Finding.Place("waivers.yaml", 3, 0), notes.getFirst().place());
        assertEquals(
                "the waiver for 'CVE-2' matches nothing in app: remove it",
                notes.getFirst().message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'- id: CVE-1\n  expires: 2027-01-01' | waivers.yaml:1: a waiver needs 'reason'",
                "'- id: CVE-1\n  reason: r' | waivers.yaml:1: a waiver needs 'expires'",
                "'\n- {id: C, reason: r, expires: soon}' | waivers.yaml:2: 'soon' is no date such as 2027-01-31",
                "'- {id: C, reason: r, expires: 2027-01-01,\n   until: x}' | waivers.yaml:2: 'until' is no part of a waiver",
                "'id: C' | waivers.yaml:1: a list of waivers is wanted",
                "'- {id: C, reason: r, expires: 2027-01-01, platform: ARM}' | waivers.yaml:1: 'ARM' is no platform, such as linux/amd64",
                "'- {id: C' | waivers.yaml:1"
            })
    void whatIsNoWaiverIsSaidWithFileAndLine(String text, String message) {
        var failure = assertThrows(StageFailure.class, () -> judge(text, NOW));
        assertTrue(failure.getMessage().startsWith(message), failure::getMessage);
    }

    @Test
    void anEmptyFileWaivesNothing() {
        assertInstanceOf(Verdict.Refused.class, judge("# nothing yet\n", NOW));
    }

    @Test
    void severitiesOutsideOfThePolicyAreReportedAndPass() {
        var report = report(Severity.HIGH, Severity.LOW);
        var stage = new ScanVerdict(report, Set.of(Severity.CRITICAL), Waivers.none(), NOW);
        var passed = assertInstanceOf(Verdict.Passed.class, stage.verdict());
        assertEquals(
                List.of(Finding.Level.WARNING, Finding.Level.NOTE),
                passed.findings().stream().map(Finding::level).toList());
    }

    private static Verdict judge(String waivers, Instant now) {
        var read = Waivers.read(new RepositoryFile("waivers.yaml", waivers));
        return new ScanVerdict(report(Severity.CRITICAL), Set.of(Severity.CRITICAL), read, now).verdict();
    }

    private static ScanReport report(Severity... severities) {
        var platform = new Platform("linux/arm64");
        var found = List.of(severities).stream()
                .map(severity -> new ScanReport.Vulnerability(platform, "CVE-1", "lodash", "1.0", "", severity, "bad"))
                .toList();
        var raw = new TreeMap<Platform, Artifact>();
        raw.put(platform, new Artifact(DIGEST, "application/json", "raw", 1));
        return new ScanReport(DIGEST, "app", "trivy 0.59.1", "2", raw, found);
    }
}
