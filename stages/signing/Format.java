package stages.signing;

/** How signatures and attestations lie in a registry. */
public enum Format {
    /** cosign's own, up to version 2: tags {@code sha256-HEX.sig} and {@code sha256-HEX.att}. */
    LEGACY,
    /** Sigstore bundles v0.3 among the referrers of the manifest, as cosign writes them from version 3 on. */
    BUNDLE
}
