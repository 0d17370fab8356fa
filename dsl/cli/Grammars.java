package dsl.cli;

import dsl.cli.Grammar.Group;
import dsl.cli.Grammar.Option;
import dsl.cli.Grammar.Positional;
import dsl.model.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each pipeline and each verb takes. Made for the one that is asked for alone. */
final class Grammars {
    private static final Option JSON = Option.flag("--json", "JSON on standard output");

    private Grammars() {}

    /** A pipeline that is to be run. */
    static Grammar run(PipelineSpec pipeline) {
        return new Grammar(
                pipeline.name(),
                pipeline.description(),
                Inputs.positionals(pipeline),
                Grammar.groups(
                        Inputs.options(pipeline),
                        CommonOptions.RUNNING,
                        CommonOptions.CACHING,
                        CommonOptions.EVERYWHERE),
                Examples.of(pipeline));
    }

    /** A verb, with what it takes of a pipeline. */
    static Grammar verb(Verb verb, Optional<PipelineSpec> pipeline) {
        var positionals = new ArrayList<>(positionals(verb));
        pipeline.map(Inputs::positionals).ifPresent(positionals::addAll);
        var none = new Group("", List.of());
        return new Grammar(
                verb.plans()
                        ? verb.word() + " " + pipeline.map(PipelineSpec::name).orElse("PIPELINE")
                        : verb.word(),
                verb.help(),
                positionals,
                Grammar.groups(
                        pipeline.map(Inputs::options).orElse(none),
                        new Group("Options", options(verb)),
                        verb == Verb.RESUME ? CommonOptions.RUNNING : none,
                        verb == Verb.PLAN || verb == Verb.EXPLAIN || verb == Verb.RESUME ? CommonOptions.CACHING : none,
                        CommonOptions.EVERYWHERE),
                Examples.of(verb, pipeline));
    }

    private static List<Positional> positionals(Verb verb) {
        return switch (verb) {
            case EXPLAIN -> List.of(one("TASK", true, "a task, as 'plan' names it"));
            case CHECK -> List.of(new Positional("FILE", false, true, List.of(), "scripts to check (default: all)"));
            case STAGES -> List.of(one("WORD", false, "a stage or a fact"));
            case SHOW, RESUME -> List.of(one("RUN", false, "a run, or the end of its name (default: the last)"));
            case LOGS ->
                List.of(
                        one("RUN", true, "a run, or the end of its name, or 'last'"),
                        one("TASK", true, "a task of it"));
            case PLAN, GRAPH, PIPELINES, DOCTOR, RUNS, CLEAN, COMPLETION -> List.of();
        };
    }

    private static Positional one(String label, boolean required, String help) {
        return new Positional(label, required, false, List.of(), help);
    }

    private static List<Option> options(Verb verb) {
        return switch (verb) {
            case GRAPH ->
                List.of(new Option(
                        List.of("--format"),
                        "FORMAT",
                        false,
                        List.of("mermaid", "dot", "json"),
                        "mermaid, dot or json (default: mermaid)"));
            case CHECK -> List.of(JSON, Option.flag("--sarif", "SARIF 2.1.0 on standard output"));
            case PLAN, PIPELINES, STAGES, DOCTOR, RUNS, SHOW -> List.of(JSON);
            case EXPLAIN, LOGS, RESUME, CLEAN, COMPLETION -> List.of();
        };
    }
}
