package stages.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import stages.api.Json;

/**
 * Questions to the engine over its socket on this machine, where it has one: ten times faster than a process. Spoken is
 * HTTP/1.0, so that an answer ends where the connection does; interrupting the thread closes it.
 */
public record EngineSocket(Path path) {
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}");

    private static final Answer NONE = new Answer(0, MissingNode.getInstance());

    /**
     * Not virtual ones: their first wait for a socket starts a poller, which stays in native code, and for whose sake the
     * JVM waits 300 ms before it exits.
     */
    private static final ExecutorService THREADS =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

    /** @param status of HTTP */
    public record Answer(int status, JsonNode body) {
        public boolean ok() {
            return status == 200;
        }
    }

    /** What the registry holds under a reference now, as the engine sees it: through its mirrors, with its trust. */
    public Optional<JsonNode> descriptor(String reference) {
        if (!REFERENCE.matcher(reference).matches()) return Optional.empty();
        var answer = get("/distribution/" + reference + "/json");
        return answer.ok() ? Optional.of(answer.body().path("Descriptor")) : Optional.empty();
    }

    /**
     * The socket that Docker's client would use; nothing where it would use another way to an engine.
     *
     * @param variables those of the environment that the client gets
     */
    public static Optional<EngineSocket> local(Function<String, Optional<String>> variables) {
        var host = variables.apply("DOCKER_HOST");
        if (host.isEmpty() && hasContext(variables)) return Optional.empty();
        var address = host.orElse("unix:///var/run/docker.sock");
        if (!address.startsWith("unix://")) return Optional.empty();
        var path = Path.of(address.substring("unix://".length()));
        return Files.exists(path) ? Optional.of(new EngineSocket(path)) : Optional.empty();
    }

    /** Whether a context other than the default is chosen ({@code docker context use}). */
    private static boolean hasContext(Function<String, Optional<String>> variables) {
        var chosen = variables.apply("DOCKER_CONTEXT");
        if (chosen.isPresent()) return !chosen.get().equals("default");
        var folder = variables
                .apply("DOCKER_CONFIG")
                .or(() -> variables.apply("HOME").map(home -> home + "/.docker"));
        try {
            var file = Path.of(folder.orElse("."), "config.json");
            var name = Files.exists(file)
                    ? Json.MAPPER
                            .readTree(Files.readString(file))
                            .path("currentContext")
                            .asText()
                    : "";
            return !Set.of("", "default").contains(name);
        } catch (IOException e) {
            return true;
        }
    }

    /** @param target path of the Docker Engine API, made of safe characters */
    public Answer get(String target) {
        var asked = THREADS.submit(() -> spoken(target));
        try {
            return asked.get();
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return NONE;
        } catch (ExecutionException e) {
            return NONE;
        }
    }

    private Answer spoken(String target) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            var request = "GET " + target + " HTTP/1.0\r\nHost: docker\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return answer(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Answer answer(String text) throws IOException {
        var end = text.indexOf("\r\n\r\n");
        var first = text.lines().findFirst().orElse("").split(" ", -1);
        if (end < 0 || first.length < 2) return NONE;
        return new Answer(Integer.parseInt(first[1]), Json.MAPPER.readTree(text.substring(end + 4)));
    }
}
