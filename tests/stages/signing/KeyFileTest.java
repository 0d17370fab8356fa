package stages.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import stages.api.StageFailure;

/** With a pair that cosign made; the password of its key is {@code secret}. */
class KeyFileTest {
    private static final Path FOLDER = Path.of("tests/stages/signing");
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    private static String read(String name) throws Exception {
        return Files.readString(FOLDER.resolve(name));
    }

    private static KeyPair pair(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static String failure(String text, String password) {
        var failure = assertThrows(StageFailure.class, () -> KeyFile.parse(text, "my.key", () -> password));
        return failure.getMessage();
    }

    @Test
    void anEncryptedKeyOfCosignIsOpenedAndIsTheOtherHalfOfItsPublicKey() throws Exception {
        var key = KeyFile.parse(read("cosign.key"), "cosign.key", () -> "secret");
        var trusted = VerifyingKey.parse(read("cosign.pub"), "cosign.pub");
        assertEquals(trusted.fingerprint(), key.publicKey().fingerprint());
        assertTrue(trusted.verifies(MESSAGE, key.sign(MESSAGE)));
        assertArrayEquals(read("cosign.pub").getBytes(StandardCharsets.US_ASCII), trusted.pem());
        var older = read("cosign.key").replace("SIGSTORE", "COSIGN");
        assertEquals(
                trusted.fingerprint(),
                KeyFile.parse(older, "cosign.key", () -> "secret").publicKey().fingerprint());
    }

    @Test
    void anotherPasswordDoesNotOpenIt() throws Exception {
        assertEquals("the password does not open 'my.key'", failure(read("cosign.key"), "Secret"));
    }

    @Test
    void aPlainKeyNeedsNoPassword() throws Exception {
        var pair = pair("secp256r1");
        var text = new Pem("PRIVATE KEY", pair.getPrivate().getEncoded()).text();
        var key = KeyFile.parse(text, "plain.key", () -> {
            throw new AssertionError("asked for a password");
        });
        assertEquals(
                new VerifyingKey((ECPublicKey) pair.getPublic()).fingerprint(),
                key.publicKey().fingerprint());
        assertFalse(key.toString().contains(key.key().getS().toString()));
    }

    @Test
    void whatIsNoSuchKeyIsRefusedWithoutQuotingIt() throws Exception {
        var other = new Pem("PRIVATE KEY", pair("secp384r1").getPrivate().getEncoded()).text();
        assertEquals("'my.key' holds a key of another curve than P-256", failure(other, ""));
        assertEquals("'my.key' holds no key: it is not in PEM", failure("hello", ""));
        assertEquals("'my.key' holds 'PUBLIC KEY', not a private key", failure(read("cosign.pub"), ""));
        assertEquals(
                "'my.key' holds 'EC PRIVATE KEY', and PKCS#8 in plain PEM is read",
                failure(new Pem("EC PRIVATE KEY", new byte[] {1}).text(), ""));
        assertEquals(
                "'my.key' holds no private key on P-256",
                failure(new Pem("PRIVATE KEY", new byte[] {1, 2, 3}).text(), ""));
        assertEquals(
                "'my.key' cannot be read: it holds no JSON",
                failure(new Pem("ENCRYPTED SIGSTORE PRIVATE KEY", new byte[] {1}).text(), ""));
    }

    @Test
    void aKeyThatAsksForTooMuchWorkIsRefused() throws Exception {
        var json = new String(Pem.parse(read("cosign.key")).orElseThrow().bytes(), StandardCharsets.UTF_8)
                .replace("\"N\":65536", "\"N\":1073741824");
        var text = new Pem("ENCRYPTED SIGSTORE PRIVATE KEY", json.getBytes(StandardCharsets.UTF_8)).text();
        assertEquals("'my.key' cannot be read: its parameters of scrypt are out of range", failure(text, "secret"));
    }

    @Test
    void aPrivateKeyIsNoPublicOne() throws Exception {
        var key = read("cosign.key");
        var failure = assertThrows(StageFailure.class, () -> VerifyingKey.parse(key, "cosign.key"));
        assertEquals("'cosign.key' holds 'ENCRYPTED SIGSTORE PRIVATE KEY', not a public key", failure.getMessage());
    }
}
