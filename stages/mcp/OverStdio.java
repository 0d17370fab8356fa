package stages.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.*;
import stages.api.*;

/** The conversation over standard input and output, as {@code docker run -i} gives it, but without a network. */
record OverStdio(StageContext context, Image image, Platform platform, Service.Mcp mcp, Duration within) {
    private static final Duration AFTER_ITS_OUTPUT = Duration.ofSeconds(2);

    Handshake.Answer answer() throws IOException, InterruptedException {
        var options = List.of("--interactive", "--network", "none");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var container = ServerContainer.create(context, image, platform, mcp, options, mcp.command());
                var process =
                        context.commands().open(container.docker(List.of("start", "--attach", "--interactive")))) {
            var scene = new Scene(context, platform, "stdio", within, process::tail);
            var transport = new StdioTransport(process, threads);
            var over = transport.end().thenAccept(foreign -> {
                throw new IllegalStateException(
                        foreign.map(OverStdio::noProtocol).orElseGet(() -> ended(process)));
            });
            var interview = new Interview(transport, over, scene);
            var answer = interview.answer(mcp);
            interview.close();
            refuseUncleanEnd(process, transport.end(), scene);
            return answer;
        }
    }

    private static String noProtocol(String line) {
        return "standard output holds '" + line + "', which is no protocol; a log belongs on standard error";
    }

    private static String ended(Commands.Dialogue process) {
        try {
            return "its standard output ended"
                    + process.await(AFTER_ITS_OUTPUT)
                            .map(exit -> ", and it with exit code " + exit.code())
                            .orElse(", and it still runs");
        } catch (IOException | InterruptedException e) {
            return "its standard output ended";
        }
    }

    private static void refuseUncleanEnd(
            Commands.Dialogue process, CompletableFuture<Optional<String>> output, Scene scene)
            throws IOException, InterruptedException {
        var step = "the end";
        var exit = process.await(scene.within());
        if (exit.isEmpty())
            throw scene.failure(
                    step, "it still runs, though its standard input is closed", "end when standard input does");
        if (exit.get().code() != 0)
            throw scene.failure(step, "exit code " + exit.get().code(), "");
        try {
            var foreign = output.get(AFTER_ITS_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
            if (foreign.isPresent()) throw scene.failure(step, noProtocol(foreign.get()), "");
        } catch (ExecutionException | TimeoutException e) {
            throw scene.failure(step, "its standard output cannot be read to its end: " + e.getMessage(), "");
        }
    }
}
