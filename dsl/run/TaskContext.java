package dsl.run;

import dsl.host.Processes;
import dsl.model.Task;
import dsl.store.RunEvent;
import dsl.store.TaskFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.*;
import java.util.stream.Stream;
import stages.api.*;

/** What one try of one task may ask of its run. All that it says is masked. */
final class TaskContext implements StageContext, AutoCloseable {
    private final Runner run;
    private final Task task;
    private final TaskFolder folder;
    final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    final List<String> summaries = Collections.synchronizedList(new ArrayList<>());

    TaskContext(Runner run, Task task) {
        this.run = run;
        this.task = task;
        this.folder = new TaskFolder(run.folder, task.id());
    }

    @Override
    public Path root() {
        return run.settings.root();
    }

    @Override
    public Path work() {
        return folder.work();
    }

    @Override
    public void log(String line) {
        (line.isEmpty() ? Stream.of("") : run.masks.mask(line).lines()).forEach(this::say);
    }

    private void say(String masked) {
        run.voice.tell(at -> {
            run.voice.attempt("the log of '" + task.id() + "' cannot be written", () -> folder.log(masked));
            return new RunEvent.LogLine(at, task.id(), masked);
        });
    }

    @Override
    public Commands commands() {
        return new Processes(root(), environment(), run.masks, this::say);
    }

    private Map<String, String> environment() {
        var environment = run.settings.environment().of(task.controls());
        environment.put(Leftovers.VARIABLE, run.folder.id());
        return environment;
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment().get(name));
    }

    @Override
    public Tool tool(String name) {
        return optionalTool(name)
                .orElseThrow(() -> new ToolMissing(
                        "'" + name + "' is not there", run.settings.tools().hint(name)));
    }

    @Override
    public Optional<Tool> optionalTool(String name) {
        var range = task.type().uses().stream()
                .filter(u -> u.value().equals(name))
                .map(Uses::version)
                .findFirst();
        return run.settings.tools().find(name, range.orElse(""));
    }

    @Override
    public ContentStore store() {
        return run.cache.store();
    }

    @Override
    public Clock clock() {
        return run.settings.clock();
    }

    @Override
    public Event event() {
        return run.settings.origin().event();
    }

    @Override
    public Optional<String> commit() {
        return run.settings.origin().commit();
    }

    @Override
    public long commitTime() {
        return run.settings.origin().commitTime();
    }

    @Override
    public Map<String, String> labels() {
        return Map.of("slipway.run", run.folder.id(), "slipway.task", task.id());
    }

    @Override
    public Tier tier() {
        return run.settings.caching().tier();
    }

    @Override
    public Path cacheFolder(String name) {
        return run.cache.folder(name);
    }

    @Override
    public String once(String question, Answer answer) throws IOException, InterruptedException {
        return run.once.ask(question, answer);
    }

    @Override
    public String secret(String name) {
        return run.settings.environment().secret(task.controls(), name);
    }

    @Override
    public void finding(Finding finding) {
        var masked = run.masks.mask(finding);
        findings.add(masked);
        run.voice.tell(at -> new RunEvent.Found(at, task.id(), masked));
    }

    @Override
    public void summary(String markdown) {
        var masked = run.masks.mask(markdown);
        summaries.add(masked);
        run.voice.tell(at -> new RunEvent.Summary(at, task.id(), masked));
    }

    @Override
    public void progress(String what) {
        run.voice.tell(at -> new RunEvent.Progress(at, task.id(), run.masks.mask(what)));
    }

    @Override
    public void keep(String name, byte[] bytes) {
        run.voice.attempt("'" + name + "' of '" + task.id() + "' cannot be kept", () -> {
            var kept = folder.keep(run.masks.mask(name), run.masks.mask(bytes));
            run.voice.tell(at -> new RunEvent.Kept(at, task.id(), kept.toString()));
        });
    }

    @Override
    public void close() {
        run.voice.attempt("the work folder of '" + task.id() + "' cannot be removed", folder::close);
    }
}
