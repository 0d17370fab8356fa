package dsl.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs entries of a cache and knows what it signed. */
interface Seal {
    byte[] sign(byte[] bytes) throws GeneralSecurityException;

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

    /** HMAC with a random key in a file that only the user reads; made where it is not there. */
    static Seal file(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.resolveSibling(""));
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var fresh = Files.createTempFile(file.resolveSibling(""), "cache", ".key", owner);
            Files.write(fresh, SecureRandom.getSeed(32));
            try {
                Files.createLink(file, fresh);
            } catch (FileAlreadyExistsException e) {
                // another run made it first: its key counts
            } finally {
                Files.delete(fresh);
            }
        }
        return secret(Files.readAllBytes(file));
    }

    /** Ed25519 with a private key (PKCS #8); its signatures are deterministic (RFC 8032), so signing again verifies. */
    static Seal signer(String key) throws GeneralSecurityException {
        PrivateKey own = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(decode(key)));
        return bytes -> {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(own);
            signature.update(bytes);
            return signature.sign();
        };
    }

    /** Knows what the owner of a public key (X.509) signed; signs nothing. */
    static Seal reader(String key) throws GeneralSecurityException {
        var other = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(decode(key)));
        return new Seal() {
            @Override
            public byte[] sign(byte[] bytes) {
                throw new UnsupportedOperationException("a public key signs nothing");
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

    private static byte[] decode(String key) throws GeneralSecurityException {
        try {
            return Base64.getDecoder()
                    .decode(key.replaceAll("-----[^-]+-----|\\s", "").getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("it is not base64", e);
        }
    }
}
