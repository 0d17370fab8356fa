package stages.image;

import java.time.Instant;
import java.util.*;
import stages.api.*;
import stages.api.ScanReport.Vulnerability;

/** Decides on a report: a finding of a refused severity refuses unless a waiver that has not expired covers it. */
record ScanVerdict(ScanReport report, Set<Severity> failOn, Waivers waivers, Instant now) {
    private static final String TOOL = "trivy";

    Verdict verdict() {
        var findings = new ArrayList<Finding>();
        var used = new HashSet<Waivers.Waiver>();
        for (var vulnerability : report.vulnerabilities()) {
            var covering = waivers.covering(report.name(), vulnerability);
            used.addAll(covering);
            findings.add(finding(vulnerability, covering));
        }
        for (var waiver : waivers.all())
            if (!used.contains(waiver) && waiver.concerns(report.name(), platforms())) findings.add(unused(waiver));
        return Verdict.of(findings);
    }

    private Set<Platform> platforms() {
        return report.raw().keySet();
    }

    private Finding finding(Vulnerability vulnerability, List<Waivers.Waiver> covering) {
        var valid = covering.stream().filter(waiver -> !waiver.expired(now)).findFirst();
        var expired = valid.isEmpty() ? covering.stream().findFirst() : Optional.<Waivers.Waiver>empty();
        var note = expired.map(waiver -> "; its waiver expired on " + waiver.expires())
                .orElse("");
        return new Finding(
                level(vulnerability.severity()),
                vulnerability.id(),
                TOOL,
                text(vulnerability) + note,
                Finding.Place.of(report.name() + "@" + vulnerability.platform()),
                valid.map(waiver -> waiver.reason() + " (until " + waiver.expires() + ")"));
    }

    private Finding.Level level(Severity severity) {
        if (failOn.contains(severity)) return Finding.Level.ERROR;
        return severity.compareTo(Severity.MEDIUM) >= 0 ? Finding.Level.WARNING : Finding.Level.NOTE;
    }

    private static String text(Vulnerability found) {
        var what =
                (found.pkg() + " " + found.version()).strip() + " on " + found.platform() + " is " + found.severity();
        var mended = found.fixed().isEmpty() ? "" : ", mended in " + found.fixed();
        return what + mended + (found.title().isEmpty() ? "" : ": " + found.title());
    }

    private Finding unused(Waivers.Waiver waiver) {
        return new Finding(
                Finding.Level.NOTE,
                "unused-waiver",
                "slipway",
                "the waiver for '" + waiver.id() + "' matches nothing in " + report.name() + ": remove it",
                new Finding.Place(waivers.path(), waiver.line(), 0),
                Optional.empty());
    }
}
