package dsl.cli;

import dsl.model.PipelineSpec;
import dsl.model.Plan;
import dsl.model.Task;
import dsl.report.FindingsSarif;
import dsl.report.Reports;
import dsl.report.RunRecord;
import dsl.store.RunFolder;
import dsl.store.RunObserver;
import dsl.word.StageType;
import dsl.word.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stages.api.Gate;

/** Runs a pipeline, or goes on with a run: plan, preflight, run, reports, and the end on one screen. */
final class RunVerb {
    private final Session session;
    private final List<String> arguments;
    private final Workspace workspace;

    RunVerb(Session session, List<String> arguments) {
        this.session = session;
        this.arguments = arguments;
        this.workspace = session.workspace();
    }

    int run(PipelineSpec pipeline) throws IOException, InterruptedException {
        var inputs = Inputs.values(pipeline, session.parsed());
        return run(
                workspace.plan(pipeline.name(), inputs),
                Request.of(pipeline.name(), arguments, inputs),
                Optional.empty());
    }

    int resume() throws IOException, InterruptedException {
        var run = new PastRuns(workspace.root())
                .find(session.parsed().positional("RUN").orElse("last"));
        if (run.state() == RunFolder.State.RUNNING) throw new Usage("run " + run.id() + " is still going on", "");
        return run(workspace.resume(run), Request.of(run), Optional.of(run));
    }

    private int run(Plan plan, Request request, Optional<RunFolder> resumed) throws IOException, InterruptedException {
        forced(plan);
        told(plan);
        new Preflight(workspace.tools(), workspace.commands()).check(plan, () -> workspace.cached(plan));
        var record = new RunRecord();
        try (var view = View.of(session.console(), session.options(), plan)) {
            var running = workspace.start(plan, request.json(), resumed, observers(plan, record, view.observer()));
            return session.interrupts().during(running::cancel, () -> {
                int code = running.run();
                view.end();
                end(record, request);
                return code;
            });
        }
    }

    /** How the facts came to be, and why there is nothing to do where there is nothing. */
    private void told(Plan plan) {
        if (session.json()) return;
        plan.facts().stream().flatMap(f -> f.notes().stream()).forEach(session.console()::note);
        if (plan.tasks().isEmpty())
            plan.skipped().forEach(s -> session.console().note("'" + s.subject() + "' is left out: " + s.reason()));
    }

    private List<RunObserver> observers(Plan plan, RunRecord record, RunObserver view) {
        var root = workspace.root();
        var sarif = new FindingsSarif(RunVerb::judged, s -> isFile(root, s));
        var reports = new Reports(record, plan, run -> RunFolder.of(root, run).path(), sarif, session.console()::note);
        return List.of(record, view, reports);
    }

    /** How it is shown while it runs. */
    private record View(RunObserver observer) implements AutoCloseable {
        static View of(Console console, Options options, Plan plan) {
            if (options.json()) return new View(new JsonView(console));
            if (console.live()) return new View(new LiveView(console, options.verbose(), Clock.systemUTC()).ticking());
            return new View(new PlainView(console, options.verbose(), lookedUp(plan)));
        }

        private static Set<String> lookedUp(Plan plan) {
            return plan.tasks().stream()
                    .filter(t -> t.type().kind() == StageType.Kind.CACHED)
                    .filter(t -> t.recipe().uncached().isEmpty())
                    .map(Task::id)
                    .collect(Collectors.toSet());
        }

        void end() {
            if (observer instanceof LiveView live) live.close();
        }

        @Override
        public void close() {
            end();
        }
    }

    private void end(RunRecord record, Request request) throws IOException {
        if (session.json()) return;
        var folder = RunFolder.of(workspace.root(), record.run());
        var text = new EndText(session.console().style(), request, folder.path());
        session.console().say("\n" + text.of(record, Digests.of(folder), EndText.word(record)));
    }

    /** What is forced must be there: a typing error must not pass for a fresh result. */
    private void forced(Plan plan) {
        var ids = plan.tasks().stream().map(Task::id).toList();
        for (var task : session.options().force())
            if (!ids.contains(task)) {
                var near = Suggestion.of(task, ids);
                var list = "'" + Cli.PROGRAM + " plan " + plan.pipeline() + "' lists the tasks";
                throw new Usage("option '--force': no task '" + task + "' in the plan", near.isEmpty() ? list : near);
            }
    }

    private static boolean judged(Task task) {
        try {
            return Gate.class.isAssignableFrom(
                    Class.forName(task.type().code(), false, RunVerb.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return false; // a custom stage: its findings name their tool themselves
        }
    }

    private static boolean isFile(Path root, String subject) {
        try {
            var file = root.resolve(subject).normalize();
            return file.startsWith(root) && Files.isRegularFile(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
