package dsl.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs entries of a cache, and knows what was signed so. */
interface Seal {
    byte[] sign(byte[] bytes) throws GeneralSecurityException;

    /** Signing again gives the same, by HMAC and by Ed25519 (RFC 8032). */
    default boolean holds(byte[] bytes, byte[] signature) throws GeneralSecurityException {
        return MessageDigest.isEqual(sign(bytes), signature);
    }

    /** HMAC-SHA256. */
    static Seal secret(byte[] key) {
        return bytes -> {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes);
        };
    }

    /** HMAC with a random key in a file that its owner alone can read; made where it is not there. */
    static Seal file(Path file) throws IOException {
        var folder = Files.createDirectories(file.resolveSibling(""));
        var fresh = Files.createTempFile(folder, "cache", ".key");
        try {
            Files.write(fresh, SecureRandom.getSeed(32));
            if (!Files.exists(file)) Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            return secret(Files.readAllBytes(file));
        } finally {
            Files.delete(fresh);
        }
        return secret(Files.readAllBytes(file));
    }

    /** Ed25519 with a private key, PKCS #8 in base64 or PEM. */
    static Seal signer(String key) throws GeneralSecurityException {
        var own = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(decode(key)));
        return bytes -> {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(own);
            signature.update(bytes);
            return signature.sign();
        };
    }

    /** Knows what the owner of an Ed25519 public key signed, X.509 in base64 or PEM; signs nothing. */
    static Seal reader(String key) throws GeneralSecurityException {
        var other = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(decode(key)));
        return new Seal() {
            @Override
            public byte[] sign(byte[] bytes) throws GeneralSecurityException {
                throw new GeneralSecurityException("a public key signs nothing");
            }

            @Override
            public boolean holds(byte[] bytes, byte[] signature) throws GeneralSecurityException {
                var check = Signature.getInstance("Ed25519");
                check.initVerify(other);
                check.update(bytes);
                return check.verify(signature);
            }
        };
    }

    private static byte[] decode(String key) {
        return Base64.getDecoder().decode(key.replaceAll("-----[^-]+-----|\\s", ""));
    }
}
