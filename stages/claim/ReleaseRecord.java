package stages.claim;

import java.util.Objects;
import java.util.Optional;
import stages.api.Digest;
import stages.api.Json;

/**
 * What the ref of a release says, as JSON.
 *
 * @param commit that is released, hex
 * @param digest of the image's index, once it lies in the registry
 */
record ReleaseRecord(String schema, String service, String version, String commit, Optional<Digest> digest) {
    private static final String SCHEMA = "slipway.claim/1";

    ReleaseRecord {
        Objects.requireNonNull(service);
        Objects.requireNonNull(version);
        Objects.requireNonNull(commit);
        if (!schema.equals(SCHEMA)) throw new IllegalArgumentException("its schema is not '" + SCHEMA + "'");
    }

    static ReleaseRecord of(String service, String version, String commit, Optional<Digest> digest) {
        return new ReleaseRecord(SCHEMA, service, version, commit, digest);
    }

    String json() {
        return Json.pretty(this) + "\n";
    }

    /** @throws IllegalArgumentException where it is none */
    static ReleaseRecord read(String json) {
        return Json.read(json, ReleaseRecord.class);
    }
}
