package stages.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first block of a PEM text (RFC 7468).
 *
 * @param label between the dashes, after {@code BEGIN}
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to be written; never compared nor changed
record Pem(String label, byte[] bytes) {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]{1,64})-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----", Pattern.DOTALL);

    /** Nothing where the text holds no block. Lines before it, such as a header of {@code openssl}, are passed over. */
    static Optional<Pem> parse(String text) {
        var block = BLOCK.matcher(text);
        if (!block.find()) return Optional.empty();
        try {
            return Optional.of(new Pem(
                    String.valueOf(block.group(1)), Base64.getMimeDecoder().decode(String.valueOf(block.group(2)))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
