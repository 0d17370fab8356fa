package stages.compose;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stages.api.*;
import stages.composefile.ComposeFiles;

/**
 * Compose's own resolution of a file. Its variables are the declared ones and those of the task's environment; an
 * {@code .env} file is not read, as it is this machine's.
 */
final class ComposeConfig {
    static final ObjectMapper JSON = new ObjectMapper();

    private ComposeConfig() {}

    static Commands.Exit run(StageContext context, ComposeFile file) throws IOException, InterruptedException {
        return context.commands().read(command(context, file, "config", "--format", "json"));
    }

    static ObjectNode model(Commands.Exit exit) throws IOException {
        return JSON.readValue(exit.out(), ObjectNode.class);
    }

    /** @throws StageFailure that names what is wrong with the file and where */
    static ObjectNode modelOrFail(StageContext context, ComposeFile file) throws IOException, InterruptedException {
        var exit = run(context, file);
        if (exit.code() == 0) return model(exit);
        var findings = new ModelErrors(files(context, file), file.file())
                .findings(exit.tail(), context.root().toString());
        var lines = findings.stream()
                .map(one -> one.place().subject() + ":" + one.place().line() + ":"
                        + one.place().column() + ": " + one.message())
                .toList();
        throw new StageFailure(
                "compose refuses '" + file.file() + "': " + findings.get(0).message(),
                "'validateCompose' tells all that is wrong with it",
                lines);
    }

    private static Command command(StageContext context, ComposeFile file, String... arguments) {
        return context.tool("docker compose")
                .command("-f", context.root().resolve(file.file()).toString(), "-p", "slipway")
                .and(arguments)
                .with(file.variables())
                .with("COMPOSE_DISABLE_ENV_FILE", "1");
    }

    static ComposeFiles files(StageContext context, ComposeFile file) {
        return ComposeFiles.read(file, path -> {
            var found = context.root().resolve(path);
            try {
                return Files.isRegularFile(found) ? Optional.of(Files.readString(found)) : Optional.empty();
            } catch (IOException e) {
                throw new StageFailure("cannot read '" + path + "': " + e.getMessage());
            }
        });
    }

    /** What compose would find for its variables: asked of a process, as the task's environment is the runner's. */
    static Map<String, String> variables(StageContext context, ComposeFile file)
            throws IOException, InterruptedException {
        var command = Command.of("env", "-0").with(file.variables());
        var found = new HashMap<String, String>();
        for (var line : List.of(
                context.commands().read(command).orFail("environment").out().split("\0"))) {
            int sign = line.indexOf('=');
            if (sign > 0) found.put(line.substring(0, sign), line.substring(sign + 1));
        }
        return found;
    }
}
