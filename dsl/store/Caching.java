package dsl.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import stages.api.Tier;

/**
 * Where results are kept, and who may read and write them.
 *
 * @param root the cache's folder
 * @param config the user's folder that holds the key of a laptop's cache
 * @param key SLIPWAY_CACHE_KEY: an Ed25519 private key, PKCS #8, base64 or PEM
 * @param publicKey SLIPWAY_CACHE_PUBLIC_KEY: its public key, X.509, with which an untrusted run reads what trusted ones wrote
 * @param off whether nothing is looked up; results are kept all the same
 * @param forced tasks that are not looked up, with their parts
 */
public record Caching(
        Path root,
        Path config,
        Tier tier,
        Optional<String> key,
        Optional<String> publicKey,
        boolean off,
        Set<String> forced) {
    Caching in(Path folder) {
        return new Caching(folder, config, tier, key, publicKey, off, forced);
    }
}
