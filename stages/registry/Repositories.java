package stages.registry;

import java.util.Optional;
import stages.api.StageFailure;

/** Names repositories as projects do: a registry's host and a path, then the service. */
public final class Repositories {
    private Repositories() {}

    /**
     * @param registry the option of a stage, which the project gives where a script does not
     * @throws StageFailure where there is none, or it is none
     */
    public static Reference of(Optional<String> registry, String service) {
        var where = registry.orElseThrow(() -> new StageFailure(
                "there is no registry to publish to", "write it into the project: registry 'ghcr.io/acme/shop'"));
        return parse(where + "/" + service);
    }

    /** @throws StageFailure where it is none */
    public static Reference parse(String repository) {
        try {
            return Reference.parse(repository);
        } catch (IllegalArgumentException e) {
            throw new StageFailure("'" + repository + "' is no repository: " + e.getMessage());
        }
    }
}
