package dsl.cli;

import dsl.report.*;
import dsl.store.RunFolder;
import dsl.word.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import stages.api.Json;

/** {@code runs}, {@code show}, {@code logs}, {@code clean}: what is left of runs. */
final class PastVerbs {
    private static final int SHOWN = 20;
    private final Session session;
    private final PastRuns past;

    PastVerbs(Session session) {
        this.session = session;
        this.past = new PastRuns(session.workspace().root());
    }

    /** {@code slipway.runs/1}, newest first. */
    private record Runs(String schema, List<Item> runs) {}

    /** @param end as in {@code slipway.run/1}; {@code running} or {@code died} where there is none */
    private record Item(String run, String pipeline, String end, String started, long tookMillis, String tasks) {}

    int runs() throws IOException {
        var all = past.all();
        var shown = session.json() ? all : all.subList(0, Math.min(SHOWN, all.size()));
        var items = new ArrayList<Item>();
        for (var run : shown) items.add(item(run));
        if (session.json()) session.answer(Json.pretty(new Runs("slipway.runs/1", items)) + "\n");
        else session.answer(items.isEmpty() ? "nothing ran here yet\n" : table(items, all.size()));
        return 0;
    }

    private Item item(RunFolder run) throws IOException {
        var record = PastRuns.record(run, session.console());
        return new Item(
                run.id(),
                record.pipeline(),
                end(run, record),
                record.started().toString(),
                record.took().toMillis(),
                Counts.of(record.tasks()).text());
    }

    private static String end(RunFolder run, RunRecord record) throws IOException {
        if (record.end().isPresent()) return record.end().get().word();
        return run.state() == RunFolder.State.RUNNING ? "running" : "died";
    }

    private String table(List<Item> items, int all) {
        var rows = items.stream()
                .map(i -> List.of(
                        i.run(),
                        i.pipeline(),
                        i.end(),
                        Texts.duration(java.time.Duration.ofMillis(i.tookMillis())),
                        i.tasks()))
                .toList();
        var table = Table.of(
                List.of("run", "pipeline", "end", "took", "tasks"),
                rows,
                session.console().answerStyle());
        return all > items.size()
                ? table + "and " + (all - items.size()) + " older ones, all of them with --json\n"
                : table;
    }

    int show() throws IOException {
        var run = named();
        var record = PastRuns.record(run, session.console());
        if (session.json()) session.answer(ResultJson.of(record));
        else {
            var text = new EndText(session.console().answerStyle(), Request.of(run), run.path());
            session.answer(text.list(record) + text.of(record, Digests.of(run), end(run, record)));
        }
        return 0;
    }

    private RunFolder named() throws IOException {
        return past.find(session.parsed().positional("RUN").orElse("last"));
    }

    int logs() throws IOException {
        var run = named();
        var task = session.parsed().positional("TASK").orElseThrow();
        var tasks = PastRuns.record(run, session.console()).tasks().stream()
                .map(TaskRecord::id)
                .toList();
        if (!tasks.contains(task)) {
            var near = Suggestion.of(task, tasks);
            var list = "'" + Cli.PROGRAM + " show " + run.id() + "' lists them";
            throw new Usage("no task '" + task + "' in run " + run.id(), near.isEmpty() ? list : near);
        }
        var lines = run.log(task);
        if (lines.isEmpty()) session.console().note("'" + task + "' logged nothing");
        var text = new StringBuilder();
        lines.forEach(l -> text.append(Texts.clean(l)).append('\n'));
        session.answer(text.toString());
        return 0;
    }

    int clean() throws IOException, InterruptedException {
        var removed = session.workspace().clean();
        removed.forEach(r -> session.console().say(r + "\n"));
        if (removed.isEmpty()) session.console().say("nothing to remove\n");
        return ExitCode.PASSED.code();
    }
}
