package dsl.run;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dsl.host.Processes;
import dsl.model.Task;
import dsl.store.RunEvent;
import dsl.store.RunFolder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.*;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stages.api.*;

/** What one try of one task may ask of its run. All that it says is masked. */
final class TaskContext implements StageContext, AutoCloseable {
    private final Runner run;
    private final Task task;
    private @Nullable Writer log;
    private @Nullable Path work;
    final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    final List<String> summaries = Collections.synchronizedList(new ArrayList<>());

    TaskContext(Runner run, Task task) {
        this.run = run;
        this.task = task;
    }

    @Override
    public Path root() {
        return run.settings.root();
    }

    @Override
    public Path work() {
        var folder = made(run.folder.path().resolve("work").resolve(RunFolder.safe(task.id())));
        work = folder;
        return folder;
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StageFailure("cannot make the folder '" + folder + "': " + e.getMessage());
        }
    }

    @Override
    public void log(String line) {
        (line.isEmpty() ? Stream.of("") : run.masks.mask(line).lines()).forEach(this::say);
    }

    private void say(String masked) {
        run.voice.tell(at -> {
            write(masked);
            return new RunEvent.LogLine(at, task.id(), masked);
        });
    }

    private void write(String line) {
        try {
            if (log == null) log = Files.newBufferedWriter(file("log.txt"), CREATE, APPEND);
            log.write(line + "\n");
            log.flush();
        } catch (IOException e) {
            run.voice.trouble("the log of '" + task.id() + "' cannot be written", e);
        }
    }

    private Path file(String name) throws IOException {
        return Files.createDirectories(run.folder.task(task.id())).resolve(name);
    }

    @Override
    public Commands commands() {
        return new Processes(root(), environment(), run.masks, this::say);
    }

    private Map<String, String> environment() {
        var settings = run.settings;
        var environment = Processes.scrub(settings.environment(), settings.passThrough());
        task.controls().env().forEach((name, value) -> {
            var given = value.isEmpty() ? settings.environment().get(name) : value;
            if (given != null) environment.put(name, given);
        });
        task.controls().secrets().keySet().forEach(name -> environment.put(name, secret(name)));
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
        return made(run.settings
                .caching()
                .root()
                .resolve("folders")
                .resolve(tier().word())
                .resolve(name));
    }

    @Override
    public String once(String question, Answer answer) throws IOException, InterruptedException {
        return run.once.ask(question, answer);
    }

    @Override
    public String secret(String name) {
        var reference = task.controls().secrets().get(name);
        if (reference != null) return Secrets.read(run.settings, name, reference);
        throw new StageFailure("the task declares no secret '" + name + "'", "add: secrets " + name + ": 'env:NAME'");
    }

    @Override
    public void finding(Finding finding) {
        findings.add(run.voice.masked(finding));
        run.voice.tell(at -> new RunEvent.Found(at, task.id(), run.voice.masked(finding)));
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
        try {
            var file = file("kept").resolve(run.masks.mask(name).replaceAll("[^A-Za-z0-9._@-]+", "-"));
            Files.createDirectories(file.resolveSibling(""));
            Files.write(file, run.masks.mask(bytes));
            run.voice.tell(at -> new RunEvent.Kept(
                    at, task.id(), run.folder.path().relativize(file).toString()));
        } catch (IOException e) {
            run.voice.trouble("'" + name + "' of '" + task.id() + "' cannot be kept", e);
        }
    }

    @Override
    public void close() {
        try {
            if (log != null) log.close();
            if (work != null) Leftovers.delete(work);
        } catch (IOException e) {
            run.voice.trouble("the work folder of '" + task.id() + "' cannot be removed", e);
        }
    }
}
