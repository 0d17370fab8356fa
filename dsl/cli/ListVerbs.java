package dsl.cli;

import dsl.model.PipelineSpec;
import dsl.model.PipelineSpec.Input;
import dsl.report.*;
import dsl.word.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import stages.api.Json;

/** {@code check}, {@code pipelines} and {@code stages}: what scripts and records hold. Nothing is planned. */
final class ListVerbs {
    private final Session session;

    ListVerbs(Session session) {
        this.session = session;
    }

    int check() throws IOException {
        var files = files();
        var loaded = files.isEmpty()
                ? session.workspace().load()
                : session.workspace().load(files);
        var problems = loaded.problems();
        if (session.json()) session.answer(ProblemJson.of(loaded.files(), problems));
        else if (session.parsed().has("--sarif")) session.answer(ProblemSarif.of(problems));
        else if (problems.isEmpty())
            session.answer("no problems in " + Texts.count(loaded.files().size(), "script") + "\n");
        else session.console().say(text().render(problems));
        return problems.isEmpty() ? 0 : 2;
    }

    private ProblemText text() {
        return new ProblemText(
                (file, line) -> session.workspace()
                        .text(file)
                        .flatMap(t -> t.lines().skip(line - 1L).findFirst()),
                session.console().style());
    }

    private List<Path> files() {
        return session.parsed().positionals().stream().map(Path::of).toList();
    }

    /** {@code slipway.pipelines/1}. */
    private record Pipelines(String schema, List<Item> pipelines) {}

    private record Item(String name, String description, String file, int line, List<Taken> inputs) {}

    /** @param kind {@code argument}, {@code flag}, {@code option} */
    private record Taken(String kind, String name, String help, List<String> choices, Optional<String> standard) {}

    int pipelines() throws IOException {
        var pipelines = session.workspace().load().orFail().pipelines();
        session.answer(session.json() ? json(pipelines) : text(pipelines));
        return 0;
    }

    private static String json(List<PipelineSpec> pipelines) {
        var items = pipelines.stream()
                .map(p -> new Item(
                        p.name(),
                        p.description(),
                        p.location().file(),
                        p.location().line(),
                        p.inputs().stream().map(ListVerbs::taken).toList()))
                .toList();
        return Json.pretty(new Pipelines("slipway.pipelines/1", items)) + "\n";
    }

    private static Taken taken(Input i) {
        return new Taken(
                i.kind().name().toLowerCase(java.util.Locale.ROOT), i.name(), i.help(), i.choices(), i.standard());
    }

    private String text(List<PipelineSpec> pipelines) {
        if (pipelines.isEmpty()) return "no pipelines\n";
        var column = Texts.widest(pipelines.stream().map(PipelineSpec::name).toList());
        var text = new StringBuilder();
        for (var p : pipelines) {
            var name = Texts.pad(p.name(), column);
            text.append((session.console().answerStyle().bold(name) + "  " + p.description()).stripTrailing())
                    .append('\n');
            var takes = takes(p);
            if (!takes.isEmpty())
                text.append(" ".repeat(column)).append("  ").append(takes).append('\n');
        }
        return text.append("\n" + Cli.PROGRAM + " PIPELINE --help shows what one takes\n")
                .toString();
    }

    private static String takes(PipelineSpec pipeline) {
        return String.join(
                " ",
                pipeline.inputs().stream()
                        .map(i -> switch (i.kind()) {
                            case ARGUMENT -> i.standard().isPresent() ? "[" + Inputs.label(i) + "]" : Inputs.label(i);
                            case FLAG -> "[--" + i.name() + "]";
                            case OPTION -> "[--" + i.name() + "=VALUE]";
                        })
                        .toList());
    }

    int stages() throws IOException {
        var loaded = session.workspace().load();
        var reference = Reference.of(loaded.types().values());
        var word = session.parsed().positional("WORD");
        if (word.isPresent()) reference = only(reference, word.get());
        var text = new ReferenceText(session.console().answerStyle(), Console.WIDTH);
        if (session.json()) session.answer(reference.json());
        else
            session.answer(
                    word.isEmpty()
                            ? text.list(reference)
                            : text.page(reference.words().get(0)));
        return 0;
    }

    private static Reference only(Reference all, String word) {
        var found = all.words().stream().filter(w -> w.word().equals(word)).toList();
        if (!found.isEmpty()) return new Reference(all.schema(), found, all.runner());
        var near = Suggestion.of(
                word, all.words().stream().map(Reference.Word::word).toList());
        var list = "'" + Cli.PROGRAM + " stages' lists them";
        throw new Usage("no stage or fact '" + word + "'", near.isEmpty() ? list : near);
    }
}
