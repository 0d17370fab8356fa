package stages.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import stages.api.Json;

/**
 * What lies in an encrypted {@code cosign.key}: JSON that names scrypt with its parameters and NaCl's secretbox
 * (XSalsa20 and Poly1305) over a PKCS#8 key, as go-securesystemslib writes it. The only user of BouncyCastle, so that it is
 * loaded for such a key alone.
 */
final class EncryptedKey {
    private static final int KEY = 32;
    private static final int NONCE = 24;
    private static final int TAG = 16;
    /** 128 bytes times this is what scrypt takes of memory: 1 GiB at most, where cosign's own keys take 64 MiB. */
    private static final long MOST_WORK = 1 << 23;

    private EncryptedKey() {}

    /**
     * The PKCS#8 key; nothing where the password is another.
     *
     * @throws IllegalArgumentException it is not of this form, or asks for more work than is reasonable; quotes nothing
     */
    static Optional<byte[]> open(byte[] json, String password) {
        JsonNode file = read(json);
        if (!file.at("/kdf/name").asText().equals("scrypt")
                || !file.at("/cipher/name").asText().equals("nacl/secretbox"))
            throw new IllegalArgumentException("it is not encrypted with scrypt and nacl/secretbox");
        var nonce = bytes(file.at("/cipher/nonce"));
        var box = bytes(file.at("/ciphertext"));
        if (nonce.length != NONCE || box.length < TAG) throw new IllegalArgumentException("it is cut short");
        return unbox(derive(file.path("kdf").path("params"), bytes(file.at("/kdf/salt")), password), nonce, box);
    }

    private static byte[] derive(JsonNode parameters, byte[] salt, String password) {
        int n = parameters.path("N").asInt();
        int r = parameters.path("r").asInt();
        int p = parameters.path("p").asInt();
        if (n < 2 || Integer.bitCount(n) != 1 || r < 1 || p < 1 || p > 16 || (long) n * r > MOST_WORK)
            throw new IllegalArgumentException("its parameters of scrypt are out of range");
        return SCrypt.generate(password.getBytes(StandardCharsets.UTF_8), salt, n, r, p, KEY);
    }

    /** NaCl's crypto_secretbox_open: the first 32 bytes of the key stream are the key of the tag. */
    private static Optional<byte[]> unbox(byte[] key, byte[] nonce, byte[] box) {
        var cipher = new XSalsa20Engine();
        cipher.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
        var once = new byte[KEY];
        cipher.processBytes(once, 0, KEY, once, 0);
        var mac = new Poly1305();
        mac.init(new KeyParameter(once));
        mac.update(box, TAG, box.length - TAG);
        var tag = new byte[TAG];
        mac.doFinal(tag, 0);
        if (!java.security.MessageDigest.isEqual(tag, Arrays.copyOf(box, TAG))) return Optional.empty();
        var plain = new byte[box.length - TAG];
        cipher.processBytes(box, TAG, plain.length, plain, 0);
        return Optional.of(plain);
    }

    private static JsonNode read(byte[] json) {
        try {
            return Json.read(new String(json, StandardCharsets.UTF_8), JsonNode.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it holds no JSON");
        }
    }

    private static byte[] bytes(JsonNode text) {
        try {
            return Base64.getDecoder().decode(text.asText());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it holds what is no base64");
        }
    }
}
