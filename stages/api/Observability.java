package stages.api;

import java.util.List;
import java.util.Optional;

/** Where a repository defines what it watches. All paths are relative to its root. */
public record Observability(
        @Help("Prometheus configuration") List<Glob> prometheus,
        @Help("rule files") List<Glob> rules,
        @Help("unit tests of rules, in promtool's format") List<Glob> ruleTests,
        @Help("Grafana dashboards, JSON") List<Glob> dashboards,
        @Help("text that every dashboard must carry") Optional<String> brand) {}
