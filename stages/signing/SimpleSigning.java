package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import stages.api.Digest;
import stages.api.Json;

/** What an image's signature in cosign's own format signs (sigstore/cosign, specs/SIGNATURE_SPEC.md). */
final class SimpleSigning {
    private static final String TYPE = "cosign container image signature";

    private SimpleSigning() {}

    static byte[] write(String repository, Digest digest) {
        var text = "{\"critical\":{\"identity\":{\"docker-reference\":" + Json.line(repository)
                + "},\"image\":{\"docker-manifest-digest\":\"" + digest + "\"},\"type\":\"" + TYPE
                + "\"},\"optional\":null}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it speaks of this manifest. Which repository it names is not asked: an image may be copied. */
    static boolean speaksOf(byte[] payload, Digest digest) {
        JsonNode critical = Json.<JsonNode>read(new String(payload, StandardCharsets.UTF_8), JsonNode.class)
                .path("critical");
        return critical.path("type").asText().equals(TYPE)
                && critical.path("image")
                        .path("docker-manifest-digest")
                        .asText()
                        .equals(digest.value());
    }
}
