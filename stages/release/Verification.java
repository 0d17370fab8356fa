package stages.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import stages.api.Verified;

/**
 * How a reader proves an image, by cosign.
 *
 * @param publicKey where readers find it: a file, or an address
 */
record Verification(Verified verified, String image, String publicKey) {
    private static final Pattern FINGERPRINT = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern KMS = Pattern.compile("[a-z0-9]+://\\S+");
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+-]+");

    /** cosign's short names of predicate types; others are given whole. */
    private static final Map<String, String> TYPES = Map.of(
            "https://spdx.dev/Document", "spdxjson",
            "https://cyclonedx.org/bom", "cyclonedx",
            "https://slsa.dev/provenance/v1", "slsaprovenance1",
            "https://cosign.sigstore.dev/attestation/vuln/v1", "vuln");

    /** The signature of an image, which cosign verifies as such and not as an attestation. */
    private static final String SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

    /** Commands, one a line; none where the key is one that we know no command for. */
    List<String> commands() {
        var key = key();
        if (key.isEmpty()) return List.of();
        var commands = new ArrayList<String>();
        commands.add("cosign verify --key %s --insecure-ignore-tlog=true %s".formatted(quoted(key.get()), image));
        for (var predicate : verified.predicates())
            if (!predicate.equals(SIGNATURE))
                commands.add("cosign verify-attestation --key %s --insecure-ignore-tlog=true --type %s %s"
                        .formatted(quoted(key.get()), quoted(TYPES.getOrDefault(predicate, predicate)), image));
        return List.copyOf(commands);
    }

    private Optional<String> key() {
        if (FINGERPRINT.matcher(verified.key()).matches()) return Optional.of(publicKey);
        return Optional.of(verified.key()).filter(key -> KMS.matcher(key).matches() && !key.startsWith("http"));
    }

    /** For a shell. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
