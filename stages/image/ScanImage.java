package stages.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.*;
import stages.api.*;
import stages.api.ScanReport.Vulnerability;

/**
 * Scans every platform of an image with Trivy for known vulnerabilities and for secrets that lie in it. The report holds
 * everything that was found; what is refused is decided by {@link #judge} alone, anew each time.
 */
@Word("scanImage")
@Help("Scans every platform of an image for known vulnerabilities and secrets")
@Cached
@Uses(value = "trivy", version = ">=0.55")
@Takes(memory = 600)
public record ScanImage(
        @Help("image to scan, as another stage built it") Image image,

        @Help("severities that are refused") @Policy @Default("CRITICAL,HIGH")
        Set<Severity> failOn,

        @Help("YAML file of findings to accept, each with a reason and an expiry date") @Policy
        Optional<RepositoryFile> waivers)
        implements PerPlatform<ScanReport, ScanReport>, Gate<ScanReport>, LateInputs {
    private static final String JSON = "application/json";
    private static final Comparator<Vulnerability> ORDER = Comparator.comparing(Vulnerability::severity)
            .reversed()
            .thenComparing(Vulnerability::id)
            .thenComparing(Vulnerability::pkg)
            .thenComparing(Vulnerability::version)
            .thenComparing(Vulnerability::platform);

    public ScanImage {
        failOn = Set.copyOf(failOn);
    }

    @Override
    public SortedMap<String, String> lateInputs(StageContext context) throws IOException, InterruptedException {
        return new TreeMap<>(Map.of("trivy database", Trivy.of(context).database()));
    }

    @Override
    public ScanReport runOn(Platform platform, StageContext context) throws IOException, InterruptedException {
        var part = Trivy.part(image, platform);
        var trivy = Trivy.of(context);
        var database = trivy.database();
        var layout = Layout.view(context.work(), image.name(), part, context.store());
        var answer = trivy.image(layout, "json", List.of("--scanners", "vuln,secret", "--skip-db-update"));
        var report = Answers.json("trivy", Files.readString(answer));
        var metadata = report.path("Metadata");
        Trivy.agree(
                image.name(),
                part,
                metadata.path("ImageConfig").path("architecture").asText(),
                metadata.path("ImageID").asText());
        var name = image.name() + "-" + platform.value().replace('/', '-') + ".trivy.json";
        var raw = new TreeMap<>(Map.of(platform, context.store().add(answer, JSON, name)));
        return new ScanReport(
                image.digest(), image.name(), trivy.named(), database, raw, found(platform, report.path("Results")));
    }

    @Override
    public ScanReport join(SortedMap<Platform, ScanReport> parts, StageContext context) {
        var raw = new TreeMap<Platform, Artifact>();
        for (var part : parts.values()) raw.putAll(part.raw());
        var first = parts.values().iterator().next();
        var all = parts.values().stream()
                .flatMap(part -> part.vulnerabilities().stream())
                .sorted(ORDER)
                .toList();
        return new ScanReport(image.digest(), image.name(), first.tool(), first.database(), raw, all);
    }

    @Override
    public Verdict judge(ScanReport report, Instant now) {
        return new ScanVerdict(report, failOn, waivers.map(Waivers::read).orElse(Waivers.none()), now).verdict();
    }

    private static List<Vulnerability> found(Platform platform, JsonNode results) {
        var found = new ArrayList<Vulnerability>();
        for (var result : results) {
            for (var entry : result.path("Vulnerabilities"))
                found.add(new Vulnerability(
                        platform,
                        entry.path("VulnerabilityID").asText(),
                        entry.path("PkgName").asText(),
                        entry.path("InstalledVersion").asText(),
                        entry.path("FixedVersion").asText(),
                        severity(entry),
                        entry.path("Title").asText()));
            for (var entry : result.path("Secrets"))
                found.add(new Vulnerability(
                        platform,
                        entry.path("RuleID").asText(),
                        result.path("Target").asText(),
                        "",
                        "",
                        severity(entry),
                        entry.path("Title").asText()));
        }
        return found.stream().distinct().sorted(ORDER).toList();
    }

    private static Severity severity(JsonNode entry) {
        var text = entry.path("Severity").asText();
        return List.of(Severity.values()).stream()
                .filter(severity -> severity.name().equals(text))
                .findFirst()
                .orElse(Severity.UNKNOWN);
    }
}
