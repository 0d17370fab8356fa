package stages.signing;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.*;

/** The curve P-256 (FIPS 186-4, D.1.2.3), which the JDK knows, and the public half of a private key, which it does not tell. */
final class P256 {
    private static final ECParameterSpec CURVE = curve();
    private static final BigInteger P = ((ECFieldFp) CURVE.getCurve().getField()).getP();
    private static final BigInteger A = CURVE.getCurve().getA();
    private static final BigInteger B = CURVE.getCurve().getB();

    private P256() {}

    static boolean has(ECKey key) {
        var other = key.getParams();
        return other.getCurve().equals(CURVE.getCurve())
                && other.getGenerator().equals(CURVE.getGenerator())
                && other.getOrder().equals(CURVE.getOrder());
    }

    /** Whether a public key's point lies on the curve; one that does not must not be used. */
    static boolean holds(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) return false;
        var x = point.getAffineX();
        var right = x.pow(3).add(A.multiply(x)).add(B);
        return point.getAffineY().pow(2).subtract(right).mod(P).signum() == 0;
    }

    /** The generator, as many times as the private key says. The time that takes tells of the key: for a local file alone. */
    static ECPublicKey publicKey(ECPrivateKey key) throws GeneralSecurityException {
        var scalar = key.getS();
        if (scalar.signum() <= 0 || scalar.compareTo(CURVE.getOrder()) >= 0)
            throw new InvalidKeySpecException("the private value is out of range");
        var sum = ECPoint.POINT_INFINITY;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = plus(sum, sum);
            if (scalar.testBit(bit)) sum = plus(sum, CURVE.getGenerator());
        }
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(sum, CURVE));
    }

    private static ECPoint plus(ECPoint a, ECPoint b) {
        if (a.equals(ECPoint.POINT_INFINITY)) return b;
        if (b.equals(ECPoint.POINT_INFINITY)) return a;
        var same = a.getAffineX().equals(b.getAffineX());
        if (same && a.getAffineY().add(b.getAffineY()).mod(P).equals(ZERO)) return ECPoint.POINT_INFINITY;
        var slope = same
                ? quotient(
                        a.getAffineX().pow(2).multiply(TWO.add(ONE)).add(A),
                        a.getAffineY().multiply(TWO))
                : quotient(
                        b.getAffineY().subtract(a.getAffineY()), b.getAffineX().subtract(a.getAffineX()));
        var x = slope.pow(2).subtract(a.getAffineX()).subtract(b.getAffineX()).mod(P);
        var y = slope.multiply(a.getAffineX().subtract(x))
                .subtract(a.getAffineY())
                .mod(P);
        return new ECPoint(x, y);
    }

    private static BigInteger quotient(BigInteger above, BigInteger below) {
        return above.multiply(below.modInverse(P)).mod(P);
    }

    private static ECParameterSpec curve() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
