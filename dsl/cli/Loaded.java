package dsl.cli;

import dsl.model.PipelineSpec;
import dsl.model.Problem;
import dsl.model.Project;
import dsl.word.StageType;
import dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What scripts hold.
 *
 * @param files the scripts that were loaded, as problems name them
 * @param types all words that do something, by word
 */
record Loaded(
        Project project,
        List<PipelineSpec> pipelines,
        Map<String, StageType> types,
        List<String> files,
        List<Problem> problems) {
    Loaded {
        var all = new ArrayList<>(problems);
        pipelines.forEach(p -> all.addAll(Inputs.problems(p)));
        problems = List.copyOf(all);
    }

    /** @throws Problem.Found where there are problems */
    Loaded orFail() {
        if (!problems.isEmpty()) throw new Problem.Found(problems);
        return this;
    }

    Optional<PipelineSpec> pipeline(String name) {
        return pipelines.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** @throws Usage with a suggestion */
    PipelineSpec pipelineOrFail(String name) {
        return pipeline(name).orElseThrow(() -> {
            var names =
                    new ArrayList<>(pipelines.stream().map(PipelineSpec::name).toList());
            Verb.shown().forEach(v -> names.add(v.word()));
            var near = Suggestion.of(name, names);
            var list = "'" + Cli.PROGRAM + " pipelines' lists what this repository can run";
            return new Usage("no pipeline '" + name + "'", near.isEmpty() ? list : near);
        });
    }
}
