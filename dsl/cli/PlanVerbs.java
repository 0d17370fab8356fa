package dsl.cli;

import dsl.model.PipelineSpec;
import dsl.model.Plan;
import dsl.report.Explanation;
import dsl.report.PlanGraph;
import dsl.report.PlanJson;
import dsl.report.PlanText;
import dsl.word.Suggestion;
import java.io.IOException;
import java.util.List;

/** {@code plan}, {@code graph} and {@code explain}: all that can be told before anything runs. */
final class PlanVerbs {
    private final Session session;
    private final PipelineSpec pipeline;

    PlanVerbs(Session session, PipelineSpec pipeline) {
        this.session = session;
        this.pipeline = pipeline;
    }

    int plan() throws IOException, InterruptedException {
        var plan = made();
        var cached = session.workspace().cached(plan);
        session.answer(
                session.json()
                        ? PlanJson.of(plan, cached)
                        : new PlanText(session.console().answerStyle(), Console.WIDTH).of(plan, cached));
        return 0;
    }

    int graph() throws IOException, InterruptedException {
        var word = session.parsed().value("--format").orElse("mermaid");
        session.answer(format(word).of(made()));
        return 0;
    }

    private static PlanGraph.Format format(String word) {
        var formats = List.of(PlanGraph.Format.values());
        var words = formats.stream().map(PlanGraph.Format::word).toList();
        return formats.stream()
                .filter(f -> f.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Usage(
                        "option '--format': '" + word + "' is none of " + String.join(", ", words),
                        Suggestion.of(word, words)));
    }

    int explain() throws IOException, InterruptedException {
        var task = session.parsed().positional("TASK").orElseThrow();
        var plan = made();
        var explanation = new Explanation(
                plan, session.workspace().cached(plan), session.console().answerStyle());
        var text = explanation.of(task);
        if (text.isEmpty()) {
            var near = explanation.suggestion(task);
            var list = "'" + Cli.PROGRAM + " plan " + pipeline.name() + "' lists the tasks";
            throw new Usage(
                    "no task '" + task + "' in the plan of '" + pipeline.name() + "'", near.isEmpty() ? list : near);
        }
        session.answer(text.get());
        var last = new PastRuns(session.workspace().root()).lastAnswers(task);
        if (!last.isEmpty()) session.answer("  last run  " + String.join("\n            ", last) + "\n");
        return 0;
    }

    private Plan made() throws IOException, InterruptedException {
        return session.workspace().plan(pipeline.name(), Inputs.values(pipeline, session.parsed()));
    }
}
