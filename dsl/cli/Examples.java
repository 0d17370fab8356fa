package dsl.cli;

import dsl.model.PipelineSpec;
import dsl.model.PipelineSpec.Input;
import java.util.List;
import java.util.Optional;

/** Command lines to learn from, at the end of each help. */
final class Examples {
    private Examples() {}

    private static String arguments(PipelineSpec pipeline) {
        var arguments = new StringBuilder();
        for (var a : pipeline.inputs(Input.Kind.ARGUMENT))
            if (a.standard().isEmpty())
                arguments
                        .append(' ')
                        .append(
                                a.choices().isEmpty()
                                        ? Inputs.label(a)
                                        : a.choices().get(0));
        return arguments.toString();
    }

    static List<String> of(PipelineSpec pipeline) {
        var plain = pipeline.name() + arguments(pipeline);
        var flag = pipeline.inputs(Input.Kind.FLAG).stream()
                .findFirst()
                .map(f -> Cli.PROGRAM + " " + plain + " --" + f.name());
        var examples = new java.util.ArrayList<String>();
        examples.add(Cli.PROGRAM + " " + plain);
        flag.ifPresent(examples::add);
        examples.add(Cli.PROGRAM + " plan " + plain);
        return examples;
    }

    static List<String> of(Verb verb, Optional<PipelineSpec> pipeline) {
        if (pipeline.isEmpty()) return of(verb);
        var task = verb == Verb.EXPLAIN ? " TASK" : "";
        return List.of(
                Cli.PROGRAM + " " + verb.word() + " " + pipeline.get().name() + task + arguments(pipeline.get()));
    }

    private static List<String> of(Verb verb) {
        var lines = switch (verb) {
            case PLAN -> List.of("plan docker-ci", "plan docker-ci --json");
            case GRAPH -> List.of("graph docker-ci --format dot | dot -Tsvg > plan.svg");
            case EXPLAIN -> List.of("explain docker-ci buildImage:mcp-server");
            case CHECK -> List.of("check", "check pipelines/nightly.groovy --sarif > check.sarif");
            case STAGES -> List.of("stages", "stages buildImage");
            case LOGS -> List.of("logs last buildImage:mcp-server");
            case COMPLETION -> List.of("completion > ~/.local/share/bash-completion/completions/pipeline");
            case PIPELINES, DOCTOR, RUNS, SHOW, RESUME, CLEAN -> List.<String>of();
        };
        return lines.stream().map(l -> Cli.PROGRAM + " " + l).toList();
    }
}
