package stages.api;

import java.util.List;
import java.util.SortedMap;

/**
 * What a scanner found in every platform of an image, nothing left out and nothing judged.
 *
 * @param tool who scanned, with its version
 * @param database version of the vulnerability database
 * @param raw the tool's own answer, by platform
 */
public record ScanReport(
        Digest subject,
        String name,
        String tool,
        String database,
        SortedMap<Platform, Artifact> raw,
        List<Vulnerability> vulnerabilities)
        implements Evidence {
    public ScanReport {
        vulnerabilities = List.copyOf(vulnerabilities);
    }

    /**
     * A vulnerability, or a secret that lies in the image ({@code fixed} empty, {@code id} the scanner's rule).
     *
     * @param fixed the version that mends it, empty where there is none
     */
    public record Vulnerability(
            Platform platform, String id, String pkg, String version, String fixed, Severity severity, String title) {}

    @Output
    public int critical() {
        return count(Severity.CRITICAL);
    }

    @Output
    public int high() {
        return count(Severity.HIGH);
    }

    @Output
    public int medium() {
        return count(Severity.MEDIUM);
    }

    @Output
    public int low() {
        return count(Severity.LOW);
    }

    private int count(Severity severity) {
        return (int)
                vulnerabilities.stream().filter(v -> v.severity() == severity).count();
    }
}
