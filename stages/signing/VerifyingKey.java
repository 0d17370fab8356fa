package stages.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import stages.api.Digest;
import stages.api.StageFailure;

/** A public key on P-256, as {@code cosign.pub} holds it: PEM of a SubjectPublicKeyInfo. */
record VerifyingKey(ECPublicKey key) {
    private static final String LABEL = "PUBLIC KEY";

    /**
     * Reads PEM.
     *
     * @param name as messages call it
     * @throws StageFailure it holds no public key on P-256
     */
    static VerifyingKey parse(String text, String name) {
        var pem = Pem.parse(text)
                .orElseThrow(() -> new StageFailure(
                        "'" + name + "' holds no key", "a public key begins with -----BEGIN PUBLIC KEY-----"));
        if (!pem.label().equals(LABEL))
            throw new StageFailure(
                    "'" + name + "' holds '" + pem.label() + "', not a public key",
                    "verifying takes the public key alone: cosign.pub, or 'cosign public-key --key cosign.key'");
        try {
            var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(pem.bytes()));
            if (key instanceof ECPublicKey elliptic && P256.has(elliptic) && P256.holds(elliptic.getW()))
                return new VerifyingKey(elliptic);
        } catch (GeneralSecurityException e) {
            throw new StageFailure("'" + name + "' holds no public key on P-256: " + e.getMessage(), KeyFile.MAKE);
        }
        throw new StageFailure("'" + name + "' holds a key of another curve than P-256", KeyFile.MAKE);
    }

    /** Whether this key made the signature (DER, ECDSA with SHA-256); what is no signature at all is none of this key. */
    boolean verifies(byte[] message, byte[] signature) {
        try {
            var check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ECDSA", e);
        }
    }

    /** The SubjectPublicKeyInfo, DER. */
    private byte[] encoded() {
        return Objects.requireNonNull(key.getEncoded());
    }

    /** Digest of the SubjectPublicKeyInfo. */
    Digest fingerprint() {
        return Digest.of(encoded());
    }

    /** How a Sigstore bundle names the key: base64 of the SHA-256 of the SubjectPublicKeyInfo. */
    String hint() {
        MessageDigest hash = Digest.sha256();
        return Base64.getEncoder().encodeToString(hash.digest(encoded()));
    }

    byte[] pem() {
        return new Pem(LABEL, encoded()).text().getBytes(StandardCharsets.US_ASCII);
    }
}
