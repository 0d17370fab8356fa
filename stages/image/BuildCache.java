package stages.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import stages.api.Platform;
import stages.api.Tier;

/**
 * Where BuildKit's layer cache is kept beside the builder itself. Every reference carries the tier, so that a run never
 * imports what another tier exported, and the platform, so that no part overwrites another's.
 */
public enum BuildCache {
    /** A folder of this machine. */
    LOCAL,
    /** An OCI registry. */
    REGISTRY,
    /** The cache of GitHub Actions. */
    GHA;

    /**
     * The options of buildx that import and export the cache.
     *
     * @param folder of this tier
     * @param repository of the registry cache
     */
    List<String> options(Tier tier, String image, Platform platform, Path folder, Optional<String> repository) {
        var scope = tier.word() + "-" + image + "-" + platform.value().replace('/', '-');
        return switch (this) {
            case LOCAL -> {
                var path = folder.resolve(scope).toString();
                yield List.of(
                        "--cache-from=" + Csv.line("type=local", "src=" + path),
                        "--cache-to=" + Csv.line("type=local", "dest=" + path, "mode=max"));
            }
            case REGISTRY -> {
                var reference = "ref=" + repository.orElseThrow() + ":" + scope;
                yield List.of(
                        "--cache-from=" + Csv.line("type=registry", reference),
                        "--cache-to=" + Csv.line("type=registry", reference, "mode=max", "ignore-error=true"));
            }
            case GHA ->
                List.of(
                        "--cache-from=" + Csv.line("type=gha", "scope=" + scope),
                        "--cache-to=" + Csv.line("type=gha", "scope=" + scope, "mode=max", "ignore-error=true"));
        };
    }
}
