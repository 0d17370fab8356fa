package dsl.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Folders of the user's own, as the XDG base directory specification names them.
 *
 * @param cache results, bytes and compiled scripts; SLIPWAY_CACHE names another
 * @param config keys, versions of tools, locks
 */
record Folders(Path cache, Path config) {
    static Folders of(Map<String, String> environment, Optional<Path> given) {
        var home = Path.of(environment.getOrDefault("HOME", "."));
        var cache = given.map(Path::toAbsolutePath)
                .or(() -> Optional.ofNullable(environment.get("SLIPWAY_CACHE")).map(Path::of))
                .orElseGet(() -> xdg(environment, "XDG_CACHE_HOME", home.resolve(".cache")));
        return new Folders(cache, xdg(environment, "XDG_CONFIG_HOME", home.resolve(".config")));
    }

    private static Path xdg(Map<String, String> environment, String name, Path standard) {
        var given = environment.getOrDefault(name, "");
        return (given.isEmpty() ? standard : Path.of(given)).resolve("slipway");
    }
}
