package dsl.cli;

import dsl.report.ExitCode;
import dsl.report.Texts;
import dsl.word.StageType;
import java.io.IOException;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import stages.api.Json;
import stages.api.Uses;

/** Which tools the words need, which are there, and what installs the rest; whether the engine answers. */
final class Doctor {
    /**
     * {@code slipway.doctor/1}.
     *
     * @param ok whether everything that is not optional is there
     */
    record Diagnosis(String schema, boolean ok, List<Row> tools, EngineCheck.Engine engine) {}

    /**
     * @param state {@code found}, {@code unfit}, {@code missing}
     * @param needed the range of versions; any where empty
     * @param hint what to do; empty where nothing is wrong
     */
    record Row(
            String tool,
            String state,
            Optional<String> version,
            Optional<String> path,
            String needed,
            boolean optional,
            List<String> words,
            String hint) {
        boolean bad() {
            return !optional && !state.equals("found");
        }
    }

    private record Need(String tool, String range) {}

    private final Session session;
    private final ToolFinder tools;

    Doctor(Session session) {
        this.session = session;
        this.tools = session.workspace().tools();
    }

    int examine() throws IOException, InterruptedException {
        var loaded = session.workspace().load();
        if (!loaded.problems().isEmpty())
            session.console().note("scripts have problems, '" + Cli.PROGRAM + " check' shows them");
        var rows = rows(loaded.types().values());
        var engine = new EngineCheck(tools, session.workspace().commands()).ask();
        var ok = rows.stream().noneMatch(Row::bad) && engine.reachable();
        session.answer(
                session.json()
                        ? Json.pretty(new Diagnosis("slipway.doctor/1", ok, rows, engine)) + "\n"
                        : text(rows, engine));
        return ok ? 0 : ExitCode.MISSING.code();
    }

    /** Tools are asked for their versions at once: each takes its time. */
    private List<Row> rows(Collection<StageType> types) throws InterruptedException {
        var needs = new LinkedHashMap<Need, List<StageType>>();
        types.stream()
                .sorted(java.util.Comparator.comparing(StageType::word))
                .forEach(t -> t.uses()
                        .forEach(u -> needs.computeIfAbsent(need(u), n -> new ArrayList<>())
                                .add(t)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var rows = needs.entrySet().stream()
                    .map(n -> threads.submit(() -> row(n.getKey(), n.getValue())))
                    .toList();
            var done = new ArrayList<Row>();
            for (Future<Row> row : rows) done.add(row.get());
            done.sort(java.util.Comparator.comparing(Row::tool).thenComparing(Row::needed));
            return done;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Need need(Uses use) {
        return new Need(use.value(), use.version());
    }

    private Row row(Need need, List<StageType> types) {
        var words = types.stream().map(StageType::word).toList();
        var optional = types.stream()
                .flatMap(t -> t.uses().stream())
                .filter(u -> need(u).equals(need))
                .allMatch(Uses::optional);
        return switch (tools.look(need.tool(), need.range())) {
            case ToolFinder.Found.Fits f ->
                row(
                        need,
                        "found",
                        Optional.of(f.tool().version()),
                        Optional.of(f.path().toString()),
                        optional,
                        words,
                        "");
            case ToolFinder.Found.Unfit u ->
                row(
                        need,
                        "unfit",
                        Optional.of(u.version()),
                        Optional.of(u.path().toString()),
                        optional,
                        words,
                        tools.hint(need.tool()));
            case ToolFinder.Found.Absent a ->
                row(need, "missing", Optional.empty(), Optional.empty(), optional, words, tools.hint(need.tool()));
        };
    }

    private static Row row(
            Need need,
            String state,
            Optional<String> version,
            Optional<String> path,
            boolean optional,
            List<String> words,
            String hint) {
        return new Row(
                need.tool(), state, version.filter(v -> !v.isEmpty()), path, need.range(), optional, words, hint);
    }

    private String text(List<Row> rows, EngineCheck.Engine engine) {
        var style = session.console().answerStyle();
        var table = new ArrayList<List<String>>();
        for (var r : rows)
            table.add(List.of(
                    r.tool(),
                    r.state() + (r.optional() && !r.state().equals("found") ? ", optional" : ""),
                    r.version().orElse("-") + (r.needed().isEmpty() ? "" : " (" + r.needed() + ")"),
                    r.path().orElse("-"),
                    String.join(", ", r.words())));
        var text = new StringBuilder(Table.of(List.of("tool", "", "version", "path", "needed by"), table, style));
        text.append('\n')
                .append(style.bold("engine  "))
                .append(
                        engine.reachable()
                                ? "docker " + engine.answer() + " answers"
                                : style.red("not reachable: ") + Texts.clean(engine.answer()))
                .append('\n');
        hints(rows)
                .forEach((tool, hint) -> text.append(text.indexOf("To install") < 0 ? "\nTo install\n" : "")
                        .append("  ")
                        .append(Texts.pad(tool, 16))
                        .append("  ")
                        .append(hint)
                        .append('\n'));
        return text.toString();
    }

    private static Map<String, String> hints(List<Row> rows) {
        var hints = new LinkedHashMap<String, String>();
        rows.stream().filter(r -> !r.hint().isEmpty()).forEach(r -> hints.put(r.tool(), r.hint()));
        return hints;
    }
}
