package stages.image;

import java.io.IOException;
import java.time.Instant;
import java.util.*;
import stages.api.*;

/**
 * Lints a Dockerfile with hadolint and with BuildKit's own checks. Either will do, and the result names who looked; a
 * Dockerfile that does not parse is a failure, not a finding.
 */
@Word("lintDockerfile")
@Help("Lints a service's Dockerfile with hadolint and with the checks of docker build")
@Cached
@Uses(value = "hadolint", version = ">=2.10", optional = true)
@Uses(value = "docker buildx", version = ">=0.15", optional = true)
@Takes(memory = 200)
public record LintDockerfile(
        @Help("service whose Dockerfile to lint") Service service,

        @Help("lowest level that is refused: error, warning or note") @Policy @Default("warning")
        Finding.Level failOn)
        implements Stage<LintReport>, Gate<LintReport>, ReadsSources, NeedsFiles {
    private static final Comparator<Finding> BY_LINE = Comparator.comparingInt(
                    (Finding finding) -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column())
            .thenComparing(Finding::rule);

    @Override
    public Map<String, String> files() {
        return Map.of("dockerfile", service.dockerfile());
    }

    @Override
    public Sources sources(SourceTree tree) {
        var candidates = new TreeSet<>(Hadolint.configurations(service.dockerfile()));
        candidates.add(service.dockerfile());
        candidates.add(service.dockerfile() + ".dockerignore");
        candidates.add(service.context().equals(".") ? ".dockerignore" : service.context() + "/.dockerignore");
        candidates.retainAll(tree.files());
        return Sources.of(candidates);
    }

    @Override
    public LintReport run(StageContext context) throws IOException, InterruptedException {
        var linters = List.of(new DockerCheck(service), new Hadolint(service.dockerfile()));
        var findings = new ArrayList<Finding>();
        var tools = new ArrayList<String>();
        var missing = new ArrayList<String>();
        for (var linter : linters) {
            var tool = context.optionalTool(linter.tool());
            if (tool.isPresent()) {
                findings.addAll(linter.lint(tool.get(), context));
                tools.add(linter.tool() + " " + tool.get().version());
            } else {
                missing.add(linter.tool() + " is not there, or is too old");
                context.log(missing.getLast() + ": the Dockerfile is linted without it");
            }
        }
        if (tools.isEmpty())
            throw new ToolMissing(
                    "neither hadolint nor docker buildx 0.15 is there: nothing can lint '" + service.dockerfile() + "'",
                    "install one of them; './pipeline doctor' says how");
        findings.sort(BY_LINE);
        return new LintReport(service.dockerfile(), tools, missing, findings);
    }

    @Override
    public Verdict judge(LintReport report, Instant now) {
        var refused = report.findings().stream()
                .filter(finding -> finding.level().compareTo(failOn) >= 0)
                .sorted(Comparator.comparing(Finding::level).reversed())
                .toList();
        if (refused.isEmpty()) return new Verdict.Passed(report.findings());
        var worst = refused.getFirst();
        var more = refused.size() == 1 ? "" : " (and " + (refused.size() - 1) + " more)";
        return new Verdict.Refused(
                worst.place().subject() + ":" + worst.place().line() + ": " + worst.rule() + ": " + worst.message()
                        + more,
                report.findings());
    }
}
