package stages.image;

import java.util.List;
import stages.api.Finding;
import stages.api.Output;
import stages.api.Result;

/**
 * What the linters found in a Dockerfile, at their own levels, by line.
 *
 * @param dockerfile relative to the root
 * @param tools who looked, with versions
 * @param missing who could not look, and why
 */
public record LintReport(String dockerfile, List<String> tools, List<String> missing, List<Finding> findings)
        implements Result {
    public LintReport {
        tools = List.copyOf(tools);
        missing = List.copyOf(missing);
        findings = List.copyOf(findings);
    }

    @Output
    public int warnings() {
        return (int) findings.stream()
                .filter(finding -> finding.level() != Finding.Level.NOTE)
                .count();
    }
}
