package dev.oat.jose;

import java.util.Optional;

/**
 * The signature algorithms that are understood, and the keys that fit them. {@code none} is not among them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.1">RFC 7518 §3.1</a>
 */
enum SignatureAlgorithm {
    RS256("RS256", "RSA", "", "SHA-256", 0),
    RS384("RS384", "RSA", "", "SHA-384", 0),
    RS512("RS512", "RSA", "", "SHA-512", 0),
    PS256("PS256", "RSA", "", "SHA-256", 0),
    PS384("PS384", "RSA", "", "SHA-384", 0),
    PS512("PS512", "RSA", "", "SHA-512", 0),
    ES256("ES256", "EC", "P-256", "SHA-256", 64),
    ES384("ES384", "EC", "P-384", "SHA-384", 96),
    ES512("ES512", "EC", "P-521", "SHA-512", 132),
    /** Either Edwards curve; the key says which. */
    EDDSA("EdDSA", "OKP", "", "SHA-512", 0),
    ED25519("Ed25519", "OKP", "Ed25519", "SHA-512", 64),
    HS256("HS256", "oct", "", "SHA-256", 32),
    HS384("HS384", "oct", "", "SHA-384", 48),
    HS512("HS512", "oct", "", "SHA-512", 64);

    private final String id;
    private final String keyType;
    private final String curve;
    private final String hash;
    private final int signatureLength;

    SignatureAlgorithm(String id, String keyType, String curve, String hash, int signatureLength) {
        this.id = id;
        this.keyType = keyType;
        this.curve = curve;
        this.hash = hash;
        this.signatureLength = signatureLength;
    }

    /** Returns the algorithm that is registered under this name; names differ by letter case. */
    static Optional<SignatureAlgorithm> named(String id) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.id.equals(id)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    String id() {
        return id;
    }

    String keyType() {
        return keyType;
    }

    /** Returns the curve of the key, or empty where there is none or the key decides. */
    String curve() {
        return curve;
    }

    /** The name of the hash function in the JDK. */
    String hash() {
        return hash;
    }

    /** Bytes in a signature, or 0 where the key decides. */
    int signatureLength() {
        return signatureLength;
    }

    /** Whether signer and verifier share one secret. */
    boolean isSymmetric() {
        return keyType.equals("oct");
    }

    /** Returns whether a key of this {@code crv} (empty for none) fits. */
    boolean fitsCurve(String crv) {
        if (this == EDDSA) {
            return crv.equals("Ed25519") || crv.equals("Ed448");
        }
        return curve.isEmpty() || curve.equals(crv);
    }

    /** Returns whether a key that says it is for {@code alg} may be used: the same name, or the older name of the same thing. */
    boolean fitsKeyAlgorithm(String alg) {
        return alg.equals(id) || (this == ED25519 && alg.equals("EdDSA")) || (this == EDDSA && alg.equals("Ed25519"));
    }
}
