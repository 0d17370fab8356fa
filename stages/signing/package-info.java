/**
 * Signs images and attests what is known of them, and verifies both, with keys as cosign has them: ECDSA over P-256 with
 * SHA-256. Two formats are written and read, cosign's own tags ({@code sha256-HEX.sig}, {@code .att}) and Sigstore bundles
 * (v0.3) among the manifest's referrers, for the index and for the manifest of each platform. Every byte that is signed is
 * the byte that is stored. No transparency log is asked or written to: the key is the trust.
 */
@NullMarked
package stages.signing;

import org.jspecify.annotations.NullMarked;
