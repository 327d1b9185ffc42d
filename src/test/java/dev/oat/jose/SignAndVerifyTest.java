package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignAndVerifyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Jwk RSA = Jwk.generate("RS256", RANDOM);
    private static final Jwk EC = Jwk.generate("ES256", RANDOM);

    private static JsonObject header(String alg) {
        return JsonObject.of(Map.of("alg", alg));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"
            })
    void what_a_key_signs_its_public_half_verifies(String alg) {
        // one RSA key for all: making one takes longer than all else here
        Jwk key = alg.startsWith("E")
                ? Jwk.generate(alg, RANDOM)
                : Jwk.parse(RSA.toPrivateJson().with("alg", alg));
        JsonObject header = JsonObject.of(Map.of("alg", alg, "kid", key.keyId().orElseThrow()));
        String compact = Jwt.sign(header, JsonObject.of(Map.of("sub", "alice")), key);

        JwkSet published = JwkSet.parse(JwkSet.of(List.of(key)).toPublicJson());
        List<Check> checks = SignatureChecks.verify(Jwt.decode(compact), published, Set.of(alg));

        assertThat(checks).noneMatch(Check::failed);
        assertThat(checks)
                .filteredOn(check -> check.name().equals("signature"))
                .singleElement()
                .satisfies(check -> assertThat(check.verdict()).isEqualTo(Check.Verdict.PASSED));
        assertThat(published.keys().get(0).isPrivate()).isFalse();
        assertThat(key.keyId()).contains(key.thumbprint());
        assertThat(key.algorithm()).contains(alg);
    }

    @ParameterizedTest
    @CsvSource({"EdDSA, Ed25519", "Ed25519, EdDSA"})
    void both_names_of_the_edwards_signature_are_understood(String keyAlg, String headerAlg) {
        Jwk key = Jwk.generate(keyAlg, RANDOM);
        String compact = Jwt.sign(header(headerAlg), JsonObject.EMPTY, key);

        assertThat(SignatureChecks.verify(Jwt.decode(compact), JwkSet.of(List.of(key)), Set.of(headerAlg)))
                .noneMatch(Check::failed);
    }

    @Test
    void a_shared_secret_signs_and_verifies_where_it_is_allowed() {
        Jwk secret = Jwk.ofSecret(new byte[32]);
        Jwt jwt = Jwt.decode(Jwt.sign(header("HS256"), JsonObject.EMPTY, secret));

        assertThat(SignatureChecks.verify(jwt, JwkSet.of(List.of(secret)), Set.of("HS256")))
                .noneMatch(Check::failed);
        assertThat(SignatureChecks.verify(jwt, JwkSet.of(List.of(secret)), Set.of("RS256")))
                .anyMatch(Check::failed);
    }

    @ParameterizedTest
    @CsvSource({
        "none, no signature algorithm that is understood",
        "RS1, no signature algorithm that is understood",
        "'', names no \"alg\"",
        "ES256, its kty is RSA",
        "HS256, its kty is RSA",
        "PS256, its alg is RS256"
    })
    void an_algorithm_that_the_key_does_not_fit_signs_nothing(String alg, String reason) {
        assertThatThrownBy(() -> Jwt.sign(header(alg), JsonObject.EMPTY, RSA))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void keys_that_are_not_for_signing_sign_nothing() {
        assertRefused(Jwk.parse(EC.toPublicJson()), "the key is public");
        assertRefused(Jwk.parse(EC.toPrivateJson().with("use", "enc")), "its use is enc");
        assertRefused(Jwk.parse(EC.toPrivateJson().with("key_ops", List.of("verify"))), "key_ops");
        assertRefused(Jwk.parse(EC.toPrivateJson().with("alg", "ES384")), "its alg is ES384");
    }

    private static void assertRefused(Jwk key, String reason) {
        assertThatThrownBy(() -> Jwt.sign(header("ES256"), JsonObject.EMPTY, key))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_shared_secret_shorter_than_its_hash_signs_nothing() {
        assertThatThrownBy(() -> Jwt.sign(header("HS256"), JsonObject.EMPTY, Jwk.ofSecret(new byte[31])))
                .isInstanceOf(JoseException.class);
    }

    @Test
    void headers_with_extensions_are_not_made() {
        assertThatThrownBy(() -> Jwt.sign(header("ES256").with("crit", List.of("x")), JsonObject.EMPTY, EC))
                .isInstanceOf(JoseException.class);
        assertThatThrownBy(() -> Jwt.sign(header("ES256").with("b64", false), JsonObject.EMPTY, EC))
                .isInstanceOf(JoseException.class);
    }

    @Test
    void no_key_pair_is_made_for_what_has_none() {
        for (String alg : List.of("none", "A128KW", "dir", "RSA1_5", "es256", "")) {
            assertThatThrownBy(() -> Jwk.generate(alg, RANDOM)).isInstanceOf(JoseException.class);
        }
    }
}
