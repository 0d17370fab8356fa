package stages.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stages.api.Command;
import stages.api.Commands;
import stages.api.Json;
import stages.api.StageContext;
import stages.registry.Credentials;
import stages.registry.DockerConfig;
import stages.registry.RegistryClient;

/** Opens clients of registries with the credentials that Docker has. */
final class Registries {
    private Registries() {}

    static RegistryClient open(StageContext context) {
        var environment = Stream.of("DOCKER_CONFIG")
                .flatMap(name -> context.variable(name).map(value -> Map.entry(name, value)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var home = Path.of(context.variable("HOME").orElse("."));
        var commands = context.commands();
        var config = new DockerConfig(
                DockerConfig.locate(environment, home), (program, server) -> ask(commands, program, server));
        return new RegistryClient(config, context.clock());
    }

    /** The protocol of docker-credential-helpers: the server on standard input, {@code Username} and {@code Secret} as JSON. */
    private static Optional<Credentials> ask(Commands commands, String program, String server)
            throws IOException, InterruptedException {
        var exit = commands.read(Command.of(program, "get").input(server.getBytes(StandardCharsets.UTF_8)));
        if (exit.code() != 0 && exit.out().contains("credentials not found")) return Optional.empty();
        if (exit.code() != 0) throw new IOException("'" + program + "' ended with exit code " + exit.code());
        JsonNode answer = Json.read(exit.out(), JsonNode.class);
        return Optional.of(new Credentials(
                answer.path("Username").asText(), answer.path("Secret").asText()));
    }
}
