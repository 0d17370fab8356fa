package stages;

import dsl.host.Masks;
import dsl.host.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import stages.api.Command;
import stages.api.Commands;
import stages.api.StageFailure;

/** Processes in an environment of the few variables that tools need. */
record TestCommands(Path root, List<Command> ran, List<String> log, Function<Command, Optional<Commands.Exit>> answers)
        implements Commands {
    @Override
    public Exit run(Command command) throws IOException, InterruptedException {
        return run(command, line -> {});
    }

    @Override
    public Exit run(Command command, Consumer<String> lines) throws IOException, InterruptedException {
        ran.add(command);
        var given = answers.apply(command);
        return given.isPresent() ? given.get() : start(command, true, lines);
    }

    @Override
    public Exit read(Command command) throws IOException, InterruptedException {
        ran.add(command);
        var given = answers.apply(command);
        return given.isPresent() ? given.get() : start(command, false, line -> {});
    }

    @Override
    public Dialogue open(Command command) throws IOException {
        ran.add(command);
        var passed = new TreeMap<>(System.getenv());
        passed.keySet().removeIf(name -> !passed(name));
        return new Processes(root, passed, new Masks(List.of()), log::add).open(command);
    }

    Exit start(Command command, boolean merged, Consumer<String> lines) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command.argv())
                .directory(command.folder().orElse(root).toFile())
                .redirectErrorStream(merged);
        builder.environment().keySet().removeIf(name -> !passed(name));
        builder.environment().putAll(command.environment());
        var process = launch(builder);
        var tail = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var logged = threads.submit(follow(merged ? process.inputReader() : process.errorReader(), tail, lines));
            var out = threads.submit(() -> merged ? "" : text(process));
            try (var in = process.getOutputStream()) {
                if (command.input().isPresent()) in.write(command.input().get());
            }
            var code = process.waitFor();
            logged.get();
            return new Exit(command.argv(), code, out.get(), List.copyOf(tail));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process launch(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new StageFailure("'" + builder.command().get(0) + "' cannot be started: " + e.getMessage());
        }
    }

    private Callable<Boolean> follow(BufferedReader reader, List<String> tail, Consumer<String> lines) {
        return () -> {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
                tail.add(line);
                if (tail.size() > 40) tail.removeFirst();
                lines.accept(line);
            }
            return true;
        };
    }

    private String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static boolean passed(String name) {
        return name.equals("PATH") || name.equals("HOME") || name.startsWith("DOCKER_") || name.startsWith("TRIVY_");
    }
}
