package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import stages.api.Digest;
import stages.api.Json;

/**
 * What an attestation says: of these subjects, a predicate of this type (in-toto attestation, spec/v1/statement.md).
 *
 * @param subjects their SHA-256 digests
 */
record Statement(Set<Digest> subjects, String predicateType) {
    private static final String V1 = "https://in-toto.io/Statement/v1";
    /** The version that cosign 2 writes. */
    private static final String V01 = "https://in-toto.io/Statement/v0.1";

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    Statement {
        subjects = Set.copyOf(subjects);
    }

    /**
     * A statement that holds the predicate's very bytes, which are JSON.
     *
     * @param name of the subject; none where empty
     */
    static byte[] write(String name, Digest digest, String predicateType, byte[] predicate) {
        var named = name.isEmpty() ? "" : "\"name\":" + Json.line(name) + ",";
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("{\"_type\":\"" + V1 + "\",\"subject\":[{" + named + "\"digest\":{\"sha256\":\""
                        + digest.hex() + "\"}}],\"predicateType\":" + Json.line(predicateType) + ",\"predicate\":")
                .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(predicate);
        bytes.writeBytes("}".getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException it is no statement */
    static Statement read(byte[] payload) {
        JsonNode json = Json.read(new String(payload, StandardCharsets.UTF_8), JsonNode.class);
        var type = json.path("_type").asText();
        if (!type.equals(V1) && !type.equals(V01)) throw new IllegalArgumentException("it is no in-toto statement");
        var subjects = new TreeSet<Digest>();
        for (var subject : json.path("subject")) {
            var hex = subject.path("digest").path("sha256").asText();
            if (HEX.matcher(hex).matches()) subjects.add(new Digest("sha256:" + hex));
        }
        return new Statement(subjects, json.path("predicateType").asText());
    }
}
