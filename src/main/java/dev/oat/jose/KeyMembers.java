package dev.oat.jose;

import dev.oat.json.JsonObject;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Between the members of a JWK and the DER structures in which other tools keep the same keys. */
final class KeyMembers {
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String RSA_PSS = "1.2.840.113549.1.1.10";
    private static final String EC = "1.2.840.10045.2.1";

    private KeyMembers() {}

    /**
     * Returns the members of a private key in PKCS#8.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5958#section-2">RFC 5958 §2</a>
     */
    static Map<String, Object> ofPkcs8(byte[] der) {
        Der key = Der.of(der).sequence();
        key.integer();
        Der algorithm = key.sequence();
        String kind = algorithm.identifier();
        byte[] inner = key.value(Der.OCTET_STRING);
        return switch (kind) {
            case RSA, RSA_PSS -> ofPkcs1(inner);
            case EC -> ofSec1(inner, curveOf(algorithm));
            default -> okp(kind, Der.of(inner).value(Der.OCTET_STRING));
        };
    }

    /**
     * Returns the members of an RSA private key in PKCS#1.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2">RFC 8017 §A.1.2</a>
     */
    static Map<String, Object> ofPkcs1(byte[] der) {
        Der key = Der.of(der).sequence();
        if (key.integer().signum() != 0) {
            throw new JoseException("RSA keys of more than two primes are not understood");
        }
        BigInteger n = key.integer();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", "RSA");
        members.put("n", number(n));
        members.put("e", number(key.integer()));
        members.put("d", number(key.integer()));
        BigInteger p = key.integer();
        BigInteger q = key.integer();
        if (!p.multiply(q).equals(n)) {
            throw new JoseException("the RSA key contradicts itself: its primes do not make its modulus");
        }
        members.put("p", number(p));
        members.put("q", number(q));
        members.put("dp", number(key.integer()));
        members.put("dq", number(key.integer()));
        members.put("qi", number(key.integer()));
        return members;
    }

    /**
     * Returns the members of an EC private key in SEC 1.
     *
     * @param der the structure
     * @param outerCurve the curve that PKCS#8 around it names, or empty
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5915#section-3">RFC 5915 §3</a>
     */
    static Map<String, Object> ofSec1(byte[] der, String outerCurve) {
        Der key = Der.of(der).sequence();
        key.integer();
        BigInteger secret = new BigInteger(1, key.value(Der.OCTET_STRING));
        String curve = outerCurve;
        if (key.isNext(Der.context(0))) {
            curve = curveOf(key.inside(Der.context(0)));
        }
        if (curve.isEmpty()) {
            throw new JoseException("the EC key does not name its curve");
        }
        byte[] point = key.isNext(Der.context(1)) ? key.inside(Der.context(1)).bits() : new byte[0];
        return ec(curve, secret, point);
    }

    private static Map<String, Object> ec(String curve, BigInteger secret, byte[] point) {
        int length = coordinateLength(curve);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", "EC");
        members.put("crv", curve);
        if (point.length == 1 + 2 * length && point[0] == 4) {
            members.put("x", Base64Url.encode(Arrays.copyOfRange(point, 1, 1 + length)));
            members.put("y", Base64Url.encode(Arrays.copyOfRange(point, 1 + length, point.length)));
        } else {
            ECPoint made = PublicHalf.onNistCurve(curve, secret);
            members.put("x", Base64Url.encode(PublicHalf.fixed(made.getAffineX(), length)));
            members.put("y", Base64Url.encode(PublicHalf.fixed(made.getAffineY(), length)));
        }
        members.put("d", Base64Url.encode(PublicHalf.fixed(secret, length)));
        return members;
    }

    private static Map<String, Object> okp(String kind, byte[] secret) {
        String curve = okpCurve(kind);
        byte[] half;
        if (curve.equals("Ed25519") && secret.length == 32) {
            half = PublicHalf.ofEd25519(secret);
        } else if (curve.startsWith("X")) {
            half = PublicHalf.onMontgomeryCurve(curve, secret);
        } else {
            throw new JoseException(
                    curve.isEmpty()
                            ? "keys of the kind " + kind + " are not understood; RSA, EC and Ed25519 are"
                            : curve + " keys are only read as a JWK");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", "OKP");
        members.put("crv", curve);
        members.put("x", Base64Url.encode(half));
        members.put("d", Base64Url.encode(secret));
        return members;
    }

    /** Returns the members of a public key as certificates hold it. */
    static Map<String, Object> ofPublic(byte[] der) {
        Der key = Der.of(der).sequence();
        Der algorithm = key.sequence();
        String kind = algorithm.identifier();
        Map<String, Object> members = new LinkedHashMap<>();
        if (kind.equals(RSA) || kind.equals(RSA_PSS)) {
            return ofPublicPkcs1(key.bits());
        }
        if (kind.equals(EC)) {
            String curve = curveOf(algorithm);
            int length = coordinateLength(curve);
            byte[] point = key.bits();
            if (point.length != 1 + 2 * length || point[0] != 4) {
                throw new JoseException("the EC key's point is compressed; write it uncompressed");
            }
            members.put("kty", "EC");
            members.put("crv", curve);
            members.put("x", Base64Url.encode(Arrays.copyOfRange(point, 1, 1 + length)));
            members.put("y", Base64Url.encode(Arrays.copyOfRange(point, 1 + length, point.length)));
            return members;
        }
        String curve = okpCurve(kind);
        if (curve.isEmpty()) {
            throw new JoseException("keys of the kind " + kind + " are not understood; RSA, EC and Ed25519 are");
        }
        members.put("kty", "OKP");
        members.put("crv", curve);
        members.put("x", Base64Url.encode(key.bits()));
        return members;
    }

    /** Returns the members of an RSA public key in PKCS#1. */
    static Map<String, Object> ofPublicPkcs1(byte[] der) {
        Der numbers = Der.of(der).sequence();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kty", "RSA");
        members.put("n", number(numbers.integer()));
        members.put("e", number(numbers.integer()));
        return members;
    }

    /** Returns the private key with these members in PKCS#8. */
    static byte[] toPkcs8(JsonObject key) {
        byte[] zero = Der.encode(BigInteger.ZERO);
        switch (key.text("kty").orElse("")) {
            case "RSA":
                byte[][] numbers = new byte[9][];
                numbers[0] = zero;
                String[] names = {"n", "e", "d", "p", "q", "dp", "dq", "qi"};
                for (int i = 0; i < names.length; i++) {
                    numbers[i + 1] = Der.encode(new BigInteger(1, octets(key, names[i])));
                }
                return pkcs8(
                        Der.encode(Der.SEQUENCE, Der.encodeIdentifier(RSA), new byte[] {5, 0}),
                        Der.encode(Der.SEQUENCE, numbers));
            case "EC":
                byte[] point = new byte[] {0, 4};
                return pkcs8(
                        Der.encode(
                                Der.SEQUENCE,
                                Der.encodeIdentifier(EC),
                                Der.encodeIdentifier(curveIdentifier(curve(key)))),
                        Der.encode(
                                Der.SEQUENCE,
                                Der.encode(BigInteger.ONE),
                                Der.encode(Der.OCTET_STRING, octets(key, "d")),
                                Der.encode(
                                        Der.context(1),
                                        Der.encode(Der.BIT_STRING, point, octets(key, "x"), octets(key, "y")))));
            case "OKP":
                return pkcs8(
                        Der.encode(Der.SEQUENCE, Der.encodeIdentifier(okpIdentifier(curve(key)))),
                        Der.encode(Der.OCTET_STRING, octets(key, "d")));
            default:
                throw new JoseException("a shared secret has no private half");
        }
    }

    /** Returns the public half of the key with these members as certificates hold it. */
    static byte[] toPublic(JsonObject key) {
        switch (key.text("kty").orElse("")) {
            case "RSA":
                byte[] numbers = Der.encode(
                        Der.SEQUENCE,
                        Der.encode(new BigInteger(1, octets(key, "n"))),
                        Der.encode(new BigInteger(1, octets(key, "e"))));
                return Der.encode(
                        Der.SEQUENCE,
                        Der.encode(Der.SEQUENCE, Der.encodeIdentifier(RSA), new byte[] {5, 0}),
                        Der.encode(Der.BIT_STRING, new byte[] {0}, numbers));
            case "EC":
                return Der.encode(
                        Der.SEQUENCE,
                        Der.encode(
                                Der.SEQUENCE,
                                Der.encodeIdentifier(EC),
                                Der.encodeIdentifier(curveIdentifier(curve(key)))),
                        Der.encode(Der.BIT_STRING, new byte[] {0, 4}, octets(key, "x"), octets(key, "y")));
            case "OKP":
                return Der.encode(
                        Der.SEQUENCE,
                        Der.encode(Der.SEQUENCE, Der.encodeIdentifier(okpIdentifier(curve(key)))),
                        Der.encode(Der.BIT_STRING, new byte[] {0}, octets(key, "x")));
            default:
                throw new JoseException("a shared secret has no public half");
        }
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] inner) {
        return Der.encode(Der.SEQUENCE, Der.encode(BigInteger.ZERO), algorithm, Der.encode(Der.OCTET_STRING, inner));
    }

    private static String curve(JsonObject key) {
        return key.text("crv").orElse("");
    }

    private static byte[] octets(JsonObject key, String name) {
        String text = key.text(name)
                .orElseThrow(() -> new JoseException("the key has no \"" + name + "\", which PKCS#8 demands"));
        return Base64Url.decode(text);
    }

    private static String curveOf(Der parameters) {
        if (!parameters.isNext(Der.OBJECT_IDENTIFIER)) {
            throw new JoseException("the EC key describes its curve instead of naming it");
        }
        String identifier = parameters.identifier();
        return switch (identifier) {
            case "1.2.840.10045.3.1.7" -> "P-256";
            case "1.3.132.0.34" -> "P-384";
            case "1.3.132.0.35" -> "P-521";
            default ->
                throw new JoseException(
                        "EC keys on the curve " + identifier + " are not understood; P-256, P-384 and P-521 are");
        };
    }

    private static String curveIdentifier(String curve) {
        return curve.equals("P-256") ? "1.2.840.10045.3.1.7" : curve.equals("P-384") ? "1.3.132.0.34" : "1.3.132.0.35";
    }

    private static int coordinateLength(String curve) {
        return curve.equals("P-256") ? 32 : curve.equals("P-384") ? 48 : 66;
    }

    private static String okpCurve(String identifier) {
        return switch (identifier) {
            case "1.3.101.110" -> "X25519";
            case "1.3.101.111" -> "X448";
            case "1.3.101.112" -> "Ed25519";
            case "1.3.101.113" -> "Ed448";
            default -> "";
        };
    }

    private static String okpIdentifier(String curve) {
        return switch (curve) {
            case "X25519" -> "1.3.101.110";
            case "X448" -> "1.3.101.111";
            case "Ed25519" -> "1.3.101.112";
            default -> "1.3.101.113";
        };
    }

    private static String number(BigInteger number) {
        if (number.signum() <= 0) {
            throw new JoseException("the RSA key holds a number that is not positive");
        }
        return Base64Url.encode(PublicHalf.fixed(number, (number.bitLength() + 7) / 8));
    }
}
