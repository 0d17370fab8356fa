package stages.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import stages.api.*;
import stages.composefile.ComposeFiles;
import stages.composefile.Groups;
import stages.engine.EngineImages;

/**
 * Brings a compose file up with the built images, waits until it is ready ({@code Readiness}), and takes it down again.
 *
 * <p>A test that passed need not run again while its key holds: the files it reads, the digests of the built images, and as
 * late inputs those of the other images. It does run again where it reads files outside of the repository's tree.
 */
@Help("brings a compose file up with the built images and waits until all of it is ready")
@Word("composeTest")
@Cached
@Takes(engine = 1)
@Uses("docker")
@Uses("docker compose")
public record ComposeTest(
        @Help("the compose file") ComposeFile file,

        @Help("images to run in the services of the same name")
        List<Image> images)
        implements Stage<ComposeResult>, ReadsSources, NeedsSubjects, NeedsLocks, LateInputs {
    private static final String PROJECT = "com.docker.compose.project=";
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int KEPT_LINES = 20_000;
    private static final Pattern PORT_TAKEN = Pattern.compile(
            ".*?:(\\d+)\\b.*(?:port is already allocated|address already in use|ports are not available).*");

    public ComposeTest {
        images = List.copyOf(images);
    }

    @Override
    public Sources sources(SourceTree tree) {
        return ComposeFiles.plan(file, tree).sources(tree);
    }

    @Override
    public boolean needs(String component, String subject, SourceTree tree) {
        return ComposeFiles.plan(file, tree).services().contains(subject);
    }

    @Override
    public Set<String> locks(SourceTree tree) {
        return ComposeFiles.plan(file, tree).locks();
    }

    @Override
    public SortedMap<String, String> lateInputs(StageContext context) throws IOException, InterruptedException {
        var inputs = new TreeMap<String, String>();
        var images = List.copyOf(model(context).foreign());
        var questions = images.stream()
                .map(image -> (Callable<String>) () -> ForeignImages.refresh(context, image))
                .toList();
        var digests = Together.ask(questions);
        for (int i = 0; i < images.size(); i++) inputs.put("image " + images.get(i), digests.get(i));
        return inputs;
    }

    @Override
    public ComposeResult run(StageContext context) throws IOException, InterruptedException {
        var model = model(context);
        var project = "slipway-" + Digest.of(file.file() + context.labels()).brief();
        try (var engine = Engine.connect(context.commands());
                var reach = new Reach()) {
            var readiness = new Readiness(engine, PROJECT + project, model, file, reach);
            readiness.checkDeclared();
            for (var image : model.foreign()) ForeignImages.provide(context, image);
            for (var image : model.built()) EngineImages.load(context, image, engine.platform(image));
            var path = context.work().resolve("compose.json");
            Files.write(path, ComposeConfig.JSON.writeValueAsBytes(model.json()));
            return bringUp(context, engine, project, up(context, path, project), readiness);
        }
    }

    private TestModel model(StageContext context) throws IOException, InterruptedException {
        return TestModel.of(ComposeConfig.modelOrFail(context, file), images, context.labels());
    }

    private Command up(StageContext context, Path model, String project) {
        return context.tool("docker compose")
                .command("-f", model.toString(), "-p", project, "up", "-d", "--no-build")
                .with(file.variables())
                .with("COMPOSE_PROGRESS", "plain")
                .with("COMPOSE_DISABLE_ENV_FILE", "1");
    }

    /** Compose starts and waits in its own order on another thread, while the first container that dies is seen from here. */
    private ComposeResult bringUp(
            StageContext context, Engine engine, String project, Command command, Readiness readiness)
            throws IOException, InterruptedException {
        try (var teardown = new Teardown(engine, PROJECT + project);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var up = executor.submit(() -> context.commands().run(command));
            try {
                return await(up, readiness, context);
            } catch (StageFailure failure) {
                teardown.keepLogs(context, KEPT_LINES);
                throw failure;
            } finally {
                up.cancel(true);
            }
        }
    }

    private ComposeResult await(Future<Commands.Exit> up, Readiness readiness, StageContext context)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            boolean started = up.isDone();
            var waiting = readiness.look();
            if (started) refuseFailed(up);
            if (started && waiting.isEmpty() && readiness.look().isEmpty()) return readiness.result();
            if (System.nanoTime() - start > file.within().toNanos())
                throw new StageFailure(
                        "'" + file.file() + "' is not ready within "
                                + file.within().toSeconds() + "s",
                        "the logs of its containers lie beside the task's log",
                        waiting.isEmpty() ? List.of("compose still starts it") : waiting);
            context.progress(waiting.isEmpty() ? "starting" : waiting.get(0));
            Thread.sleep(PAUSE);
        }
    }

    private void refuseFailed(Future<Commands.Exit> up) throws IOException, InterruptedException {
        try {
            var exit = up.get();
            if (exit.code() == 0) return;
            for (var line : exit.tail()) {
                var taken = PORT_TAKEN.matcher(line);
                if (taken.matches()) throw portTaken(Groups.group(taken, 1), exit.tail());
            }
            exit.orFail("compose could not start '" + file.file() + "'");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            if (e.getCause() instanceof StageFailure failure) throw failure;
            throw new IllegalStateException(e.getCause());
        }
    }

    private StageFailure portTaken(String port, List<String> lines) {
        return new StageFailure(
                "port " + port + " is in use on this machine, and '" + file.file() + "' publishes it",
                "stop what uses it ('docker ps --filter publish=" + port
                        + "' or 'ss -ltnp' tell), or publish another port",
                lines);
    }
}
