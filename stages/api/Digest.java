package stages.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 digest as OCI writes it, {@code sha256:} and 64 hexadecimal digits. */
public record Digest(@JsonValue String value) implements Comparable<Digest> {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Digest {
        if (!FORM.matcher(value).matches()) throw new IllegalArgumentException("'" + value + "' is no sha256 digest");
    }

    public static Digest of(byte[] bytes) {
        return raw(sha256().digest(bytes));
    }

    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads to the end. */
    public static Digest of(InputStream in) throws IOException {
        var hash = new DigestInputStream(in, sha256());
        hash.transferTo(OutputStream.nullOutputStream());
        return raw(hash.getMessageDigest().digest());
    }

    /** From a finished hash. */
    public static Digest finished(MessageDigest hash) {
        return raw(hash.digest());
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public String hex() {
        return value.substring("sha256:".length());
    }

    /** The first twelve digits, as people write them. */
    public String brief() {
        return hex().substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static Digest raw(byte[] hash) {
        return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    }
}
