package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A payload with its signatures (DSSE 1.0.0, secure-systems-lab/dsse, protocol.md and envelope.md). */
@SuppressWarnings("ArrayRecordComponent") // bytes to be written; never compared nor changed
record Envelope(String payloadType, byte[] payload, List<byte[]> signatures) {
    static final String IN_TOTO = "application/vnd.in-toto+json";

    Envelope {
        signatures = List.copyOf(signatures);
    }

    static Envelope sign(String payloadType, byte[] payload, Signer signer) throws IOException, InterruptedException {
        return new Envelope(payloadType, payload, List.of(signer.sign(encoding(payloadType, payload))));
    }

    /** @throws IllegalArgumentException it is no envelope */
    static Envelope of(JsonNode json) {
        var signatures = new ArrayList<byte[]>();
        for (var signature : json.path("signatures"))
            signatures.add(decode(signature.path("sig").asText()));
        if (!json.path("payload").isTextual() || signatures.isEmpty())
            throw new IllegalArgumentException("it is no DSSE envelope");
        return new Envelope(
                json.path("payloadType").asText(), decode(json.path("payload").asText()), signatures);
    }

    /** Either alphabet is allowed to who signs. */
    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    }

    /** The bytes that are signed: the pre-authentication encoding, PAE. */
    static byte[] encoding(String payloadType, byte[] payload) {
        var type = payloadType.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(type);
        bytes.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    /** Whether one of the signatures is this key's; the ids that come with them prove nothing. */
    boolean isOf(VerifyingKey key) {
        var signed = encoding(payloadType, payload);
        return signatures.stream().anyMatch(signature -> key.verifies(signed, signature));
    }

    ObjectNode json() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("payloadType", payloadType)
                .put("payload", Base64.getEncoder().encodeToString(payload));
        var all = json.putArray("signatures");
        for (var signature : signatures)
            all.addObject().put("keyid", "").put("sig", Base64.getEncoder().encodeToString(signature));
        return json;
    }
}
