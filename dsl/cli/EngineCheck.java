package dsl.cli;

import dsl.report.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import stages.api.Command;
import stages.api.Commands;
import stages.api.StageFailure;

/** Whether the Docker engine answers, asked through docker's command line, as the stages reach it. */
record EngineCheck(ToolFinder tools, Commands commands) {
    static final String HINT = "start it, or select another with 'docker context use' or DOCKER_HOST";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** @param answer the engine's version, or why there is none */
    record Engine(boolean reachable, String answer) {}

    Engine ask() throws InterruptedException {
        var docker = tools.find("docker", "");
        if (docker.isEmpty()) return new Engine(false, "docker is missing");
        var ask = Command.of(docker.get().argv()).and("version", "--format", "{{.Server.Version}}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> commands.read(ask));
            try {
                return engine(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                answer.cancel(true);
                return new Engine(false, "no answer within " + Texts.duration(PATIENCE));
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException || e.getCause() instanceof StageFailure)
                return new Engine(false, String.valueOf(e.getCause().getMessage()));
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Engine engine(Commands.Exit exit) {
        if (exit.code() == 0) return new Engine(true, exit.out().strip());
        return new Engine(
                false,
                exit.tail().isEmpty() ? "no answer" : exit.tail().getLast().strip());
    }
}
