package stages.github;

import java.util.*;
import stages.api.Json;
import stages.api.Platform;
import stages.api.ScanReport;
import stages.api.ScanReport.Vulnerability;
import stages.api.Severity;

/** A scanner's report as SARIF 2.1.0: one run for each platform, which is its own category, so that none replaces another's. */
final class ScanSarif {
    private ScanSarif() {}

    static String of(ScanReport scan) {
        var runs = scan.raw().keySet().stream().map(p -> run(scan, p)).toList();
        return Json.line(Map.of(
                "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
                "version", "2.1.0",
                "runs", runs));
    }

    private static Map<String, Object> run(ScanReport scan, Platform platform) {
        var rules = new TreeMap<String, Map<String, Object>>();
        var results = new ArrayList<Map<String, Object>>();
        for (var found : scan.vulnerabilities()) {
            if (!found.platform().equals(platform)) continue;
            rules.putIfAbsent(found.id(), rule(found));
            results.add(result(scan, found));
        }
        // GitHub takes what stands before the last slash for the category.
        var category =
                "slipway/scanImage/" + scan.name() + "@" + platform.toString().replace('/', '-') + "/";
        var driver = Map.of("name", scan.tool().split(" ")[0], "rules", List.copyOf(rules.values()));
        return Map.of(
                "tool", Map.of("driver", driver), "automationDetails", Map.of("id", category), "results", results);
    }

    private static Map<String, Object> rule(Vulnerability found) {
        var title = found.title().isBlank() ? found.id() : found.title();
        var severity = Map.of("security-severity", score(found.severity()), "tags", List.of("security"));
        return Map.of("id", found.id(), "shortDescription", Map.of("text", title), "properties", severity);
    }

    /** In the middle of GitHub's ranges for critical, high, medium and low. */
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
            case UNKNOWN -> "0.1";
        };
    }

    private static Map<String, Object> result(ScanReport scan, Vulnerability found) {
        var fixed = found.fixed().isEmpty() ? "" : ", fixed in " + found.fixed();
        var text = found.id() + " in " + found.pkg() + " " + found.version() + fixed;
        var place = Map.of(
                "physicalLocation",
                Map.of("artifactLocation", Map.of("uri", scan.name()), "region", Map.of("startLine", 1)));
        var level = found.severity().compareTo(Severity.HIGH) >= 0 ? "error" : "warning";
        return Map.of(
                "ruleId", found.id(), "level", level, "message", Map.of("text", text), "locations", List.of(place));
    }
}
