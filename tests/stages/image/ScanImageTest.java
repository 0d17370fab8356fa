package stages.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stages.image.Builds.AMD64;
import static stages.image.Builds.ARM64;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stages.TestContext;
import stages.api.*;

@Tag("lab")
class ScanImageTest {
    private static final Set<Severity> BAD = Set.of(Severity.CRITICAL, Severity.HIGH);

    @TempDir
    Path temporary;

    private TestContext context;
    private Image image;

    @BeforeEach
    void build() throws Exception {
        var root = temporary.resolve("repository");
        context = TestContext.of(root, temporary.resolve("run"));
        image = ScannedImage.build(root, context);
    }

    @Test
    void whatIsOnOnePlatformAloneIsFoundAndRefusedByName() throws Exception {
        var stage = new ScanImage(image, BAD, Optional.empty());
        var report = Builds.run(stage, context, AMD64, ARM64);
        assertEquals(
                List.of(
                        "linux/arm64 CVE-2019-10744 lodash 4.17.4 CRITICAL",
                        "linux/arm64 github-pat /app/settings  CRITICAL",
                        "linux/amd64 CVE-2017-20162 ms 1.0.0 MEDIUM",
                        "linux/arm64 CVE-2017-20162 ms 1.0.0 MEDIUM"),
                report.vulnerabilities().stream()
                        .map(v -> v.platform() + " " + v.id() + " " + v.pkg() + " " + v.version() + " " + v.severity())
                        .toList());
        assertEquals(2, report.critical());
        assertEquals(stage.lateInputs(context).get("trivy database"), report.database());
        assertEquals(Set.of(AMD64, ARM64), report.raw().keySet());
        var raw = new String(context.store().bytes(report.raw().get(ARM64).digest()));
        assertFalse(raw.contains(temporary.toString()), "no path of this machine");
        assertFalse(raw.contains("0123456789abcdefABCDEF"), "no secret");
        var verdict = assertInstanceOf(Verdict.Refused.class, stage.judge(report, Instant.EPOCH));
        assertTrue(
                verdict.reason()
                        .startsWith("CVE-2019-10744: lodash 4.17.4 on linux/arm64 is CRITICAL, mended in 4.17.12"),
                verdict::reason);
        assertEquals("app@linux/arm64", verdict.findings().getFirst().place().subject());
    }

    @Test
    void aScannerThatLookedAtAnotherPlatformIsNotBelieved() {
        var amd64 = image.platforms().getFirst();
        var swapped = new PlatformImage(ARM64, amd64.manifest(), amd64.config(), amd64.layers());
        var wrong = new Image(image.name(), image.digest(), List.of(swapped), image.index());
        var failure = assertThrows(
                StageFailure.class, () -> new ScanImage(wrong, BAD, Optional.empty()).runOn(ARM64, context.task()));
        assertEquals("the scanner was asked for app on linux/arm64 and looked at amd64", failure.getMessage());
    }

    @Test
    void aDatabaseThatIsDueIsUpdatedOnceAndAFailedUpdateIsSaid() throws Exception {
        var stage = new ScanImage(image, BAD, Optional.empty());
        var late = Clock.fixed(Instant.parse("2100-01-01T00:00:00Z"), ZoneOffset.UTC);
        var first = context.task().clock(late);
        assertEquals("2, updated 2026-11-01T00:00:00Z", stage.lateInputs(first).get("trivy database"));
        assertTrue(first.ran().stream().anyMatch(command -> command.argv().contains("--download-db-only")));
        assertTrue(first.lines().contains("trivy's database is due for an update and could not be updated"));
        var second = context.task().clock(late);
        stage.lateInputs(second);
        assertEquals(List.of(), second.ran());
    }

    @Test
    void withoutADatabaseItFails() {
        var none = context.task()
                .answer(command -> Optional.of(
                        command.argv().contains("version")
                                ? new Commands.Exit(command.argv(), 0, "{\"Version\": \"0.59.1\"}", List.of())
                                : new Commands.Exit(command.argv(), 1, "", List.of("FATAL no such host"))));
        var failure =
                assertThrows(StageFailure.class, () -> new ScanImage(image, BAD, Optional.empty()).lateInputs(none));
        assertEquals("trivy cannot get its vulnerability database", failure.getMessage());
        assertEquals(List.of("FATAL no such host"), failure.details());
    }
}
