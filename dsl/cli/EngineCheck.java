package dsl.cli;

import dsl.report.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import stages.api.Command;
import stages.api.Commands;
import stages.api.StageFailure;
import stages.api.Tool;
import stages.engine.EngineSocket;

/** Whether the Docker engine answers, asked as the stages reach it: by its socket, else through docker's command line. */
record EngineCheck(ToolFinder tools, Commands commands) {
    static final String HINT = "start it, or select another with 'docker context use' or DOCKER_HOST";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** @param answer the engine's version, or why there is none */
    record Engine(boolean reachable, String answer) {}

    Engine ask() throws InterruptedException {
        var docker = tools.find("docker", "");
        if (docker.isEmpty()) return new Engine(false, "docker is missing");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> bySocket().orElseGet(() -> byCommand(docker.get())));
            try {
                return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                answer.cancel(true);
                return new Engine(false, "no answer within " + Texts.duration(PATIENCE));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ten times faster than a process. */
    private Optional<Engine> bySocket() {
        return EngineSocket.local(tools::variable)
                .map(socket -> socket.get("/version"))
                .filter(EngineSocket.Answer::ok)
                .map(answer -> new Engine(true, answer.body().path("Version").asText()));
    }

    private Engine byCommand(Tool docker) {
        try {
            var ask = Command.of(docker.argv()).and("version", "--format", "{{.Server.Version}}");
            var exit = commands.read(ask);
            if (exit.code() == 0) return new Engine(true, exit.out().strip());
            var said = exit.tail().isEmpty() ? "no answer" : exit.tail().getLast();
            return new Engine(false, said.strip());
        } catch (IOException | StageFailure e) {
            return new Engine(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Engine(false, "interrupted");
        }
    }
}
