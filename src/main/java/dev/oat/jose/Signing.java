package dev.oat.jose;

import java.security.Key;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jws.EcdsaUsingShaAlgorithm;
import org.jose4j.jws.EdDsaAlgorithm;
import org.jose4j.jws.HmacUsingShaAlgorithm;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.jws.RsaUsingShaAlgorithm;

/** The mathematics of a signature. */
final class Signing {
    static final int MIN_RSA_BITS = 2048;

    private Signing() {}

    static byte[] sign(SignatureAlgorithm algorithm, Jwk key, byte[] input) {
        Optional<String> misfit = key.misfit(algorithm, Set.of("sign"));
        if (misfit.isPresent()) {
            throw new JoseException("the key cannot sign with " + algorithm.id() + ": " + misfit.get());
        }
        if (algorithm.keyType().equals("RSA") && key.rsaBits() < MIN_RSA_BITS) {
            throw new JoseException("the key has " + key.rsaBits() + " bits; " + algorithm.id() + " demands at least "
                    + MIN_RSA_BITS + " (RFC 7518 §3.3)");
        }
        try {
            JsonWebSignatureAlgorithm primitive = primitive(algorithm);
            Key signer = KeyMaterial.signing(key.toPrivateJson());
            primitive.validateSigningKey(signer);
            ProviderContext context = new ProviderContext();
            return primitive.sign(primitive.prepareForSign(signer, context), input);
        } catch (org.jose4j.lang.JoseException e) {
            throw new JoseException("the key cannot sign with " + algorithm.id(), e);
        }
    }

    /** Returns whether the key made the signature; false too when the key turns out to be unusable. */
    static boolean verifies(SignatureAlgorithm algorithm, Jwk key, byte[] signature, byte[] input) {
        try {
            JsonWebSignatureAlgorithm primitive = primitive(algorithm);
            Key verifier = KeyMaterial.verifying(key.toPrivateJson());
            primitive.validateVerificationKey(verifier);
            return primitive.verifySignature(signature, verifier, input, new ProviderContext());
        } catch (org.jose4j.lang.JoseException | JoseException e) {
            return false;
        }
    }

    private static JsonWebSignatureAlgorithm primitive(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> new RsaUsingShaAlgorithm.RsaSha256();
            case RS384 -> new RsaUsingShaAlgorithm.RsaSha384();
            case RS512 -> new RsaUsingShaAlgorithm.RsaSha512();
            case PS256 -> new RsaUsingShaAlgorithm.RsaPssSha256();
            case PS384 -> new RsaUsingShaAlgorithm.RsaPssSha384();
            case PS512 -> new RsaUsingShaAlgorithm.RsaPssSha512();
            case ES256 -> new EcdsaUsingShaAlgorithm.EcdsaP256UsingSha256();
            case ES384 -> new EcdsaUsingShaAlgorithm.EcdsaP384UsingSha384();
            case ES512 -> new EcdsaUsingShaAlgorithm.EcdsaP521UsingSha512();
            case EDDSA, ED25519 -> new EdDsaAlgorithm();
            case HS256 -> new HmacUsingShaAlgorithm.HmacSha256();
            case HS384 -> new HmacUsingShaAlgorithm.HmacSha384();
            case HS512 -> new HmacUsingShaAlgorithm.HmacSha512();
        };
    }
}
