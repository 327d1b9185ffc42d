package dev.oat.jose;

import dev.oat.json.JsonObject;
import java.security.Key;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;

/** From the members of a JWK to a key that can calculate, and back; apart, so that reading loads no jose4j. */
final class KeyMaterial {
    private static final List<String> MEMBERS =
            List.of("n", "e", "crv", "x", "y", "d", "p", "q", "dp", "dq", "qi", "k");

    private static final int RSA_BITS = 2048;

    private KeyMaterial() {}

    /**
     * Returns the members of a new key pair, the secret ones included.
     *
     * @param keyType {@code RSA} (2048 bits), {@code EC} or {@code OKP}
     * @param curve the {@code crv}; of no meaning for RSA
     */
    static Map<String, Object> generate(String keyType, String curve, SecureRandom random) {
        try {
            PublicJsonWebKey made = switch (keyType) {
                case "RSA" -> RsaJwkGenerator.generateJwk(RSA_BITS, null, random);
                case "EC" -> EcJwkGenerator.generateJwk(EllipticCurves.getSpec(curve), null, random);
                default -> OkpJwkGenerator.generateJwk(curve, null, random);
            };
            return made.toParams(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
        } catch (org.jose4j.lang.JoseException e) {
            throw new JoseException("this Java makes no such key pairs", e);
        }
    }

    /** Returns the key that verifies: the public half, or the shared secret. */
    static Key verifying(JsonObject key) {
        JsonWebKey calculating = calculating(key);
        return calculating instanceof PublicJsonWebKey pair ? pair.getPublicKey() : calculating.getKey();
    }

    /** Returns the key that signs: the private half, or the shared secret. */
    static Key signing(JsonObject key) {
        JsonWebKey calculating = calculating(key);
        if (!(calculating instanceof PublicJsonWebKey pair)) {
            return calculating.getKey();
        }
        PrivateKey half = pair.getPrivateKey();
        if (half == null) {
            throw new JoseException("the key is public; signing takes the private key");
        }
        if (half instanceof ECPrivateKey ec
                && (ec.getS().signum() == 0
                        || ec.getS().compareTo(ec.getParams().getOrder()) >= 0)) {
            // the JDK would sign with it all the same, and nobody could verify the signature
            throw new JoseException("the key's \"d\" is out of range");
        }
        return half;
    }

    private static JsonWebKey calculating(JsonObject key) {
        // only the material: certificates and their kin are of no concern, and must not make a key unusable
        String keyType = key.text("kty").orElse("");
        Map<String, Object> material = new HashMap<>();
        material.put("kty", keyType);
        for (String name : MEMBERS) {
            key.text(name).ifPresent(value -> material.put(name, value));
        }
        try {
            return switch (keyType) {
                case "RSA" -> new RsaJsonWebKey(material);
                case "EC" -> new EllipticCurveJsonWebKey(material);
                case "OKP" -> new OctetKeyPairJsonWebKey(material);
                default -> new OctetSequenceJsonWebKey(material);
            };
        } catch (org.jose4j.lang.JoseException | RuntimeException e) {
            throw new JoseException("the key is no " + keyType + " key that can be used", e);
        }
    }
}
