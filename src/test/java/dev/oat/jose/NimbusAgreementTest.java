package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.produce.JWSSignerFactory;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.security.Key;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second opinion: what we sign, Nimbus verifies, and the other way about. */
class NimbusAgreementTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Jwk RSA = anyAlgorithm(Jwk.generate("RS256", RANDOM));
    private static final Jwk OCT = Jwk.ofSecret(RANDOM.generateSeed(64));

    private static Jwk anyAlgorithm(Jwk key) {
        return Jwk.parse(key.toPrivateJson().without("alg"));
    }

    private static Jwk key(String alg) {
        return switch (alg.substring(0, 2)) {
            case "RS", "PS" -> RSA;
            case "HS" -> OCT;
            default -> Jwk.generate(alg, RANDOM);
        };
    }

    private static Key verifying(JWK key) throws Exception {
        if (key instanceof RSAKey rsa) {
            return rsa.toRSAPublicKey();
        }
        return key instanceof ECKey ec ? ec.toECPublicKey() : ((OctetSequenceKey) key).toSecretKey();
    }

    private static JWSSigner signer(JWK key, JWSAlgorithm alg) throws Exception {
        JWSSignerFactory factory = new com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory();
        return factory.createJWSSigner(key, alg);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256", "HS384",
                "HS512"
            })
    void both_verify_what_the_other_signed_and_refuse_it_changed(String alg) throws Exception {
        Jwk ours = key(alg);
        JWK theirs = JWK.parse(ours.toPrivateJson().toJson());

        String signedByUs =
                Jwt.sign(JsonObject.of(Map.of("alg", alg)), JsonObject.of(Map.of("sub", "älice", "n", 1)), ours);
        SignedJWT parsed = SignedJWT.parse(signedByUs);
        JWSVerifier verifier = new DefaultJWSVerifierFactory().createJWSVerifier(parsed.getHeader(), verifying(theirs));
        assertThat(parsed.verify(verifier)).isTrue();
        assertThat(parsed.getJWTClaimsSet().getSubject()).isEqualTo("älice");

        SignedJWT signedByThem = new SignedJWT(
                new JWSHeader(JWSAlgorithm.parse(alg)),
                new JWTClaimsSet.Builder().subject("bob").build());
        signedByThem.sign(signer(theirs, JWSAlgorithm.parse(alg)));
        String compact = signedByThem.serialize();
        assertThat(checked(compact, ours, alg)).noneMatch(Check::failed);

        String changed = changed(compact);
        assertThat(Check.firstFailed(checked(changed, ours, alg)).orElseThrow().name())
                .isEqualTo("signature");
        assertThat(SignedJWT.parse(changed).verify(verifier)).isFalse();
    }

    private static List<Check> checked(String compact, Jwk key, String alg) {
        return SignatureChecks.verify(Jwt.decode(compact), JwkSet.of(List.of(key)), Set.of(alg));
    }

    private static String changed(String compact) {
        int at = compact.lastIndexOf('.') + 10;
        char other = compact.charAt(at) == 'A' ? 'B' : 'A';
        return compact.substring(0, at) + other + compact.substring(at + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "ES384", "ES512", "HS256", "EdDSA"})
    void both_give_a_key_the_same_thumbprint(String alg) throws Exception {
        Jwk ours = key(alg);

        assertThat(JWK.parse(ours.toPrivateJson().toJson()).computeThumbprint().toString())
                .isEqualTo(ours.thumbprint());
    }

    @Test
    void nimbus_finds_nothing_private_in_our_public_key_sets() throws Exception {
        Jwk ec = Jwk.generate("ES256", RANDOM);
        String published = JwkSet.of(List.of(RSA, ec, OCT)).toPublicJson().toJson();

        List<JWK> keys = com.nimbusds.jose.jwk.JWKSet.parse(published).getKeys();
        assertThat(keys).hasSize(2).noneMatch(JWK::isPrivate);
    }
}
