package stages.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.function.Supplier;
import stages.api.StageFailure;

/**
 * A private key in a file: {@code cosign.key}, encrypted, or PKCS#8 in PEM, plain. On P-256 alone.
 *
 * @param publicKey computed from the private one
 */
record KeyFile(ECPrivateKey key, VerifyingKey publicKey) implements Signer {
    static final String MAKE = "'cosign generate-key-pair' makes a pair that fits";

    /**
     * Reads PEM.
     *
     * @param name as messages call it
     * @param password asked for where the key is encrypted
     * @throws StageFailure it holds no such key, or the password is another; quotes nothing of the key
     */
    static KeyFile parse(String text, String name, Supplier<String> password) {
        var pem = Pem.parse(text)
                .orElseThrow(() -> new StageFailure("'" + name + "' holds no key: it is not in PEM", MAKE));
        return switch (pem.label()) {
            case "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY" ->
                of(decrypt(pem.bytes(), name, password), name);
            case "PRIVATE KEY" -> of(pem.bytes(), name);
            case "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" ->
                throw new StageFailure(
                        "'" + name + "' holds '" + pem.label() + "', and PKCS#8 in plain PEM is read",
                        "openssl pkcs8 -topk8 -nocrypt -in " + name + " -out plain.key; or " + MAKE);
            default -> throw new StageFailure("'" + name + "' holds '" + pem.label() + "', not a private key", MAKE);
        };
    }

    private static byte[] decrypt(byte[] json, String name, Supplier<String> password) {
        try {
            return EncryptedKey.open(json, password.get())
                    .orElseThrow(() -> new StageFailure(
                            "the password does not open '" + name + "'", "look at the secret COSIGN_PASSWORD"));
        } catch (IllegalArgumentException e) {
            throw new StageFailure("'" + name + "' cannot be read: " + e.getMessage(), MAKE);
        }
    }

    private static KeyFile of(byte[] pkcs8, String name) {
        try {
            var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (key instanceof ECPrivateKey elliptic && P256.has(elliptic))
                return new KeyFile(elliptic, new VerifyingKey(P256.publicKey(elliptic)));
        } catch (GeneralSecurityException e) {
            throw new StageFailure("'" + name + "' holds no private key on P-256", MAKE);
        }
        throw new StageFailure("'" + name + "' holds a key of another curve than P-256", MAKE);
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ECDSA", e);
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "KeyFile " + publicKey.fingerprint();
    }
}
