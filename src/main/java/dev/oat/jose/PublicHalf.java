package dev.oat.jose;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jose4j.keys.EllipticCurves;

/** The public half of a private key whose file leaves it out; the JDK has no call for it. */
final class PublicHalf {
    private static final BigInteger TWO = BigInteger.TWO;

    private PublicHalf() {}

    /**
     * Returns the point of a secret number on a curve of NIST's.
     *
     * @param curve {@code P-256}, {@code P-384} or {@code P-521}
     * @param secret between 1 and the curve's order
     */
    static ECPoint onNistCurve(String curve, BigInteger secret) {
        ECParameterSpec spec = EllipticCurves.getSpec(curve);
        if (secret.signum() <= 0 || secret.compareTo(spec.getOrder()) >= 0) {
            throw new JoseException("the key's secret number is out of range");
        }
        BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
        BigInteger a = spec.getCurve().getA();
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = secret.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum, p, a);
            if (secret.testBit(bit)) {
                sum = add(sum, spec.getGenerator(), p, a);
            }
        }
        return sum;
    }

    private static ECPoint add(ECPoint one, ECPoint other, BigInteger p, BigInteger a) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return other;
        }
        BigInteger x1 = one.getAffineX();
        BigInteger y1 = one.getAffineY();
        BigInteger x2 = other.getAffineX();
        BigInteger y2 = other.getAffineY();
        BigInteger slope;
        if (!x1.equals(x2)) {
            slope = y2.subtract(y1).multiply(x2.subtract(x1).modInverse(p));
        } else if (y1.equals(y2)) {
            slope = x1.multiply(x1)
                    .multiply(BigInteger.valueOf(3))
                    .add(a)
                    .multiply(y1.multiply(TWO).modInverse(p));
        } else {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger x3 = slope.multiply(slope).subtract(x1).subtract(x2).mod(p);
        return new ECPoint(x3, slope.multiply(x1.subtract(x3)).subtract(y1).mod(p));
    }

    /**
     * Returns the public key of an Ed25519 seed.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1.5">RFC 8032 §5.1.5</a>
     */
    static byte[] ofEd25519(byte[] seed) {
        byte[] scalar;
        try {
            scalar = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), 32);
        } catch (GeneralSecurityException e) {
            throw new JoseException("this Java has no SHA-512", e);
        }
        scalar[0] &= (byte) 0xf8;
        scalar[31] &= 0x7f;
        scalar[31] |= 0x40;
        BigInteger p = TWO.pow(255).subtract(BigInteger.valueOf(19));
        BigInteger d = BigInteger.valueOf(-121665)
                .multiply(BigInteger.valueOf(121666).modInverse(p))
                .mod(p);
        BigInteger baseX =
                new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202");
        BigInteger baseY = BigInteger.valueOf(4)
                .multiply(BigInteger.valueOf(5).modInverse(p))
                .mod(p);
        BigInteger secret = new BigInteger(1, reversed(scalar));
        BigInteger x = BigInteger.ZERO;
        BigInteger y = BigInteger.ONE;
        for (int bit = secret.bitLength() - 1; bit >= 0; bit--) {
            BigInteger[] sum = addEdwards(x, y, x, y, d, p);
            if (secret.testBit(bit)) {
                sum = addEdwards(sum[0], sum[1], baseX, baseY, d, p);
            }
            x = sum[0];
            y = sum[1];
        }
        byte[] encoded = reversed(fixed(y, 32));
        if (x.testBit(0)) {
            encoded[31] |= (byte) 0x80;
        }
        return encoded;
    }

    private static BigInteger[] addEdwards(
            BigInteger x1, BigInteger y1, BigInteger x2, BigInteger y2, BigInteger d, BigInteger p) {
        BigInteger cross =
                d.multiply(x1).multiply(x2).mod(p).multiply(y1).multiply(y2).mod(p);
        BigInteger x3 = x1.multiply(y2)
                .add(x2.multiply(y1))
                .multiply(BigInteger.ONE.add(cross).modInverse(p))
                .mod(p);
        BigInteger y3 = y1.multiply(y2)
                .add(x1.multiply(x2))
                .multiply(BigInteger.ONE.subtract(cross).modInverse(p))
                .mod(p);
        return new BigInteger[] {x3, y3};
    }

    /**
     * Returns the public key of an X25519 or X448 secret: what agreement with the curve's base point gives.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7748#section-6">RFC 7748 §6</a>
     */
    static byte[] onMontgomeryCurve(String curve, byte[] secret) {
        try {
            NamedParameterSpec spec = new NamedParameterSpec(curve);
            BigInteger base = BigInteger.valueOf(curve.equals("X25519") ? 9 : 5);
            KeyFactory factory = KeyFactory.getInstance("XDH");
            PrivateKey key = factory.generatePrivate(new XECPrivateKeySpec(spec, secret));
            KeyAgreement agreement = KeyAgreement.getInstance("XDH");
            agreement.init(key);
            agreement.doPhase(factory.generatePublic(new XECPublicKeySpec(spec, base)), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new JoseException("the key is no " + curve + " key that can be used", e);
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] other = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            other[i] = bytes[bytes.length - 1 - i];
        }
        return other;
    }

    /** Returns a number in exactly so many bytes. */
    static byte[] fixed(BigInteger number, int length) {
        byte[] shortest = number.toByteArray();
        byte[] bytes = new byte[length];
        int count = Math.min(shortest.length, length);
        if (number.bitLength() > length * 8) {
            throw new JoseException("the key holds a number that is too large for its curve");
        }
        System.arraycopy(shortest, shortest.length - count, bytes, length - count, count);
        return bytes;
    }
}
