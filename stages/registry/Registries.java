package stages.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stages.api.*;

/** Opens clients of registries with the credentials that Docker has. */
public final class Registries {
    private static final String LOG_IN = "log in again with 'docker login', or mend Docker's config.json";

    private Registries() {}

    /** As Docker is configured here; ask once per task, for it keeps connections and tokens. */
    public static RegistryClient open(StageContext context) {
        var environment = Stream.of("DOCKER_CONFIG")
                .flatMap(name -> context.variable(name).map(value -> Map.entry(name, value)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var home = context.variable("HOME").map(Path::of).orElseGet(context::work);
        var commands = context.commands();
        var config = new DockerConfig(
                DockerConfig.locate(environment, home), (program, server) -> ask(commands, program, server));
        return new RegistryClient(config, context.clock());
    }

    /** The protocol of docker-credential-helpers: the server on standard input, {@code Username} and {@code Secret} as JSON. */
    static Optional<Credentials> ask(Commands commands, String program, String server)
            throws IOException, InterruptedException {
        var exit = commands.read(Command.of(program, "get").input(server.getBytes(StandardCharsets.UTF_8)));
        if (exit.code() != 0 && exit.out().contains("credentials not found")) return Optional.empty();
        if (exit.code() != 0)
            throw new StageFailure("'" + program + "' ended with exit code " + exit.code(), LOG_IN, exit.tail());
        return Optional.of(read(exit.out(), program));
    }

    /** The parser's message would quote the answer, which is a secret: only that it is no answer is said. */
    private static Credentials read(String answer, String program) {
        var username = "";
        var secret = "";
        try {
            var json = Json.<JsonNode>read(answer, JsonNode.class);
            username = json.path("Username").asText("");
            secret = json.path("Secret").asText("");
        } catch (IllegalArgumentException e) {
            // Said below, without its message and without it as a cause.
        }
        if (secret.isEmpty()) throw new StageFailure("'" + program + "' gave no user name and secret", LOG_IN);
        return new Credentials(username, secret);
    }
}
