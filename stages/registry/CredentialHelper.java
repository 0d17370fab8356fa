package stages.registry;

import java.io.IOException;
import java.util.Optional;

/** Runs a Docker credential helper: {@code PROGRAM get}, the server on standard input, JSON on standard output. */
@FunctionalInterface
public interface CredentialHelper {
    /**
     * Returns what the helper holds for a server, empty where it says that it holds nothing.
     *
     * @param program a name to be found on the path, for example {@code docker-credential-pass}
     * @param server the registry's name in Docker's terms, for example {@code ghcr.io}
     * @throws IOException the helper is missing, failed or gave no valid answer; the message holds no secret
     */
    Optional<Credentials> get(String program, String server) throws IOException, InterruptedException;
}
