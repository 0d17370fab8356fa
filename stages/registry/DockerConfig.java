package stages.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Finds credentials as Docker's client does: {@code credHelpers}, then {@code credsStore}, then {@code auths}. The file is
 * read at each look-up, so a later {@code docker login} counts; where there is none, everything is asked anonymously.
 *
 * @param file Docker's {@code config.json}
 */
public record DockerConfig(Path file, CredentialHelper helper) {
    private static final String HUB = "https://index.docker.io/v1/";

    /** Locates the file: in the folder that {@code DOCKER_CONFIG} names, else in {@code ~/.docker}. */
    public static Path locate(Map<String, String> environment, Path home) {
        String folder = environment.getOrDefault("DOCKER_CONFIG", "");
        return (folder.isEmpty() ? home.resolve(".docker") : Path.of(folder)).resolve("config.json");
    }

    Optional<Credentials> find(Reference at) throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode config = read();
        String server = at.isHub() ? HUB : at.registry();
        String store = config.path("credHelpers")
                .path(server)
                .asText(config.path("credsStore").asText(""));
        if (!store.isEmpty()) {
            Optional<Credentials> held = helper.get(program(store), server);
            if (held.isPresent()) {
                return held;
            }
        }
        return inFile(config.path("auths"), server);
    }

    private String program(String store) throws IOException {
        if (!store.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IOException(
                    "'" + Untrusted.clean(store, 80) + "' in '" + file + "' is not the name of a credential helper");
        }
        return "docker-credential-" + store;
    }

    private Optional<Credentials> inFile(JsonNode auths, String server) throws IOException {
        if (auths.has(server)) {
            return entry(auths.path(server));
        }
        for (Map.Entry<String, JsonNode> candidate : auths.properties()) {
            if (host(candidate.getKey()).equals(host(server))) {
                return entry(candidate.getValue());
            }
        }
        return Optional.empty();
    }

    private Optional<Credentials> entry(JsonNode entry) throws IOException {
        if (!entry.path("identitytoken").asText("").isEmpty()) {
            return Optional.of(
                    Credentials.identityToken(entry.path("identitytoken").asText()));
        }
        String auth = entry.path("auth").asText("");
        String username = entry.path("username").asText("");
        if (auth.isEmpty()) {
            return username.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Credentials(username, entry.path("password").asText("")));
        }
        return Optional.of(decode(auth));
    }

    private Credentials decode(String auth) throws IOException {
        try {
            String pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                return new Credentials(
                        pair.substring(0, colon), pair.substring(colon + 1).replaceAll("\0+$", ""));
            }
        } catch (IllegalArgumentException e) {
            // The decoder's message would quote the secret: fall through to ours.
        }
        throw new IOException("an 'auth' entry in '" + file + "' is not the base64 form of 'user:password';"
                + " write it again with 'docker login'");
    }

    private JsonNode read() throws IOException {
        try {
            return Untrusted.object(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "'" + file + "' is " + e.getMessage() + "; mend it or write it anew with 'docker login'");
        }
    }

    private static String host(String server) {
        return server.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    }
}
