package stages.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.*;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import stages.api.Json;

/** DSSE 1.0.0, by the vector of its protocol (secure-systems-lab/dsse, protocol.md, "Test Vectors"). */
class EnvelopeTest {
    private static final String TYPE = "http://example.com/HelloWorld";
    private static final byte[] BODY = "hello world".getBytes(StandardCharsets.UTF_8);
    private static final String X = "46950820868899156662930047687818585632848591499744589407958293238635476079160";
    private static final String Y = "5640078356564379163099075877009565129882514886557779369047442380624545832820";
    private static final String D = "97358161215184420915383655311931858321456579547487070936769975997791359926199";
    private static final String SIGNED =
            "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==";

    private static KeyFile key() throws Exception {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var spec = new ECPrivateKeySpec(new BigInteger(D), parameters.getParameterSpec(ECParameterSpec.class));
        var secret = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
        return new KeyFile(secret, new VerifyingKey(P256.publicKey(secret)));
    }

    /** The vector's signature is r and s alone; what we read and write is DER. */
    private static byte[] der(byte[] raw) {
        var r = new BigInteger(1, raw, 0, 32).toByteArray();
        var s = new BigInteger(1, raw, 32, 32).toByteArray();
        var bytes = new java.io.ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0x30, (byte) (r.length + s.length + 4), 2, (byte) r.length});
        bytes.writeBytes(r);
        bytes.writeBytes(new byte[] {2, (byte) s.length});
        bytes.writeBytes(s);
        return bytes.toByteArray();
    }

    @Test
    void whatIsSignedIsTheEncodingOfTypeAndBody() {
        assertEquals(
                "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
                new String(Envelope.encoding(TYPE, BODY), StandardCharsets.UTF_8));
        assertEquals(
                "DSSEv1 2 \u00e9 3 \u20ac",
                new String(
                        Envelope.encoding("\u00e9", "\u20ac".getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8));
    }

    @Test
    void thePublicHalfOfTheVectorsKeyIsFound() throws Exception {
        var point = key().publicKey().key().getW();
        assertEquals(new BigInteger(X), point.getAffineX());
        assertEquals(new BigInteger(Y), point.getAffineY());
        assertTrue(P256.holds(point));
        assertFalse(P256.holds(new ECPoint(new BigInteger(X), new BigInteger(X))));
    }

    @Test
    void theVectorsSignatureHoldsAndNotOfOtherBytes() throws Exception {
        var raw = Base64.getDecoder().decode(SIGNED);
        var check = Signature.getInstance("SHA256withECDSAinP1363Format");
        check.initVerify(key().publicKey().key());
        check.update(Envelope.encoding(TYPE, BODY));
        assertTrue(check.verify(raw));
        var envelope = new Envelope(TYPE, BODY, List.of(der(raw)));
        assertTrue(envelope.isOf(key().publicKey()));
        assertFalse(new Envelope(TYPE + "x", BODY, List.of(der(raw))).isOf(key().publicKey()));
        assertFalse(new Envelope(TYPE, new byte[] {1}, List.of(der(raw))).isOf(key().publicKey()));
        assertFalse(new Envelope(TYPE, BODY, List.of(raw, new byte[0])).isOf(key().publicKey()));
    }

    @Test
    void oneGoodSignatureOfSeveralIsEnough() throws Exception {
        var good = der(Base64.getDecoder().decode(SIGNED));
        assertTrue(new Envelope(TYPE, BODY, List.of(new byte[] {1, 2}, good)).isOf(key().publicKey()));
    }

    @Test
    void anEnvelopeIsReadInEitherAlphabetAndWrittenAsItWasSigned() throws Exception {
        var body = new byte[] {(byte) 0xfb, (byte) 0xff, (byte) 0xfe};
        var envelope = Envelope.sign(TYPE, body, key());
        var text = envelope.json().toString();
        for (var form : List.of(text, text.replace('+', '-').replace("/", "_").replace("http:__", "http://"))) {
            var json = Json.<JsonNode>read(form.replace("com_Hello", "com/Hello"), JsonNode.class);
            var read = Envelope.of(json);
            assertArrayEquals(body, read.payload());
            assertTrue(read.isOf(key().publicKey()));
        }
    }

    @Test
    void whatIsNoEnvelopeIsRefused() {
        for (var text : List.of(
                "{}",
                "{\"payload\":\"e30=\",\"payloadType\":\"x\",\"signatures\":[]}",
                "{\"payload\":\"%\",\"payloadType\":\"x\",\"signatures\":[{\"sig\":\"AA==\"}]}"))
            assertThrows(
                    IllegalArgumentException.class, () -> Envelope.of(Json.<JsonNode>read(text, JsonNode.class)), text);
    }
}
