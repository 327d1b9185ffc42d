package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.json.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JwkTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Jwk RSA = Jwk.generate("RS256", RANDOM);
    private static final Jwk EC = Jwk.generate("ES256", RANDOM);
    private static final Jwk ED = Jwk.generate("EdDSA", RANDOM);

    @Test
    void a_generated_key_says_what_it_is_for() {
        assertThat(RSA.toPrivateJson().members())
                .containsEntry("kty", "RSA")
                .containsEntry("alg", "RS256")
                .containsEntry("use", "sig")
                .containsEntry("kid", RSA.thumbprint())
                .containsKeys("n", "e", "d", "p", "q", "dp", "dq", "qi");
        assertThat(RSA.rsaBits()).isEqualTo(2048);
        assertThat(EC.toPrivateJson().members()).containsEntry("crv", "P-256").containsKeys("x", "y", "d");
        assertThat(ED.toPrivateJson().members()).containsEntry("crv", "Ed25519").containsKeys("x", "d");
    }

    @Test
    void the_public_half_holds_no_secret_member_and_no_unknown_one() {
        for (Jwk key : List.of(RSA, EC, ED)) {
            JsonObject published = Jwk.parse(key.toPrivateJson().with("my_backup_of_d", "secret"))
                    .toPublicJson();
            assertThat(published.members())
                    .doesNotContainKeys("d", "p", "q", "dp", "dq", "qi", "k", "my_backup_of_d")
                    .containsEntry("kid", key.keyId().orElseThrow());
            assertThat(Jwk.parse(published).thumbprint()).isEqualTo(key.thumbprint());
        }
    }

    @Test
    void the_public_half_does_the_public_operation() {
        Jwk key = Jwk.parse(EC.toPrivateJson().with("key_ops", List.of("sign")));
        assertThat(key.toPublicJson().texts("key_ops")).containsExactly("verify");

        Jwk agreeing = Jwk.parse(EC.toPrivateJson().with("key_ops", List.of("deriveKey")));
        assertThat(agreeing.toPublicJson().has("key_ops")).isFalse();
    }

    @Test
    void a_shared_secret_has_no_public_half() {
        assertThatThrownBy(() -> Jwk.ofSecret(new byte[32]).toPublicJson()).isInstanceOf(JoseException.class);
        assertThatThrownBy(() -> Jwk.ofSecret(new byte[0])).isInstanceOf(JoseException.class);
    }

    @Test
    void the_text_of_a_key_shows_kind_and_name_only() {
        assertThat(EC.toString()).isEqualTo("Jwk[kty=EC, kid=" + EC.thumbprint() + "]");
        assertThat(JwkSet.of(List.of(Jwk.ofSecret("swordfish".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                        .toString())
                .isEqualTo("JwkSet[Jwk[kty=oct]]");
    }

    @Test
    void unknown_members_survive_reading_and_writing() {
        JsonObject json = EC.toPrivateJson().with("iat", 5).with("x-note", "mine");
        assertThat(Jwk.parse(json).toPrivateJson()).isEqualTo(json);
    }

    @Test
    void a_leading_zero_in_the_modulus_does_not_change_the_thumbprint() {
        byte[] modulus = Base64Url.decode(RSA.toPublicJson().text("n").orElseThrow());
        byte[] padded = new byte[modulus.length + 1];
        System.arraycopy(modulus, 0, padded, 1, modulus.length);

        assertThat(Jwk.parse(RSA.toPublicJson().with("n", Base64Url.encode(padded)))
                        .thumbprint())
                .isEqualTo(RSA.thumbprint());
    }

    static Stream<Arguments> malformedKeys() {
        JsonObject rsa = RSA.toPrivateJson();
        JsonObject ec = EC.toPrivateJson();
        JsonObject ed = ED.toPrivateJson();
        String n = rsa.text("n").orElseThrow();
        return Stream.of(
                Arguments.of("no kty", ec.without("kty")),
                Arguments.of("kty a number", ec.with("kty", 1)),
                Arguments.of("unknown kty", ec.with("kty", "AKP")),
                Arguments.of("kty in other letter case", ec.with("kty", "ec")),
                Arguments.of("kid a number", ec.with("kid", 1)),
                Arguments.of("alg an array", ec.with("alg", List.of("ES256"))),
                Arguments.of("use an object", ec.with("use", Map.of())),
                Arguments.of("key_ops a text", ec.with("key_ops", "verify")),
                Arguments.of("key_ops with a number", ec.with("key_ops", List.of(1))),
                Arguments.of("no crv", ec.without("crv")),
                Arguments.of("unknown crv", ec.with("crv", "secp256k1")),
                Arguments.of("crv of the other kind", ec.with("crv", "Ed25519")),
                Arguments.of("crv of another size", ec.with("crv", "P-384")),
                Arguments.of("no y", ec.without("y")),
                Arguments.of("x cut short", ec.with("x", "AAAA")),
                Arguments.of("x a number", ec.with("x", 1)),
                Arguments.of("x not base64url", ec.with("x", "===")),
                Arguments.of("d cut short", ec.with("d", "AAAA")),
                Arguments.of("edwards x missing", ed.without("x")),
                Arguments.of("edwards x too long", ed.with("x", "A".repeat(44))),
                Arguments.of("edwards on an elliptic curve", ed.with("crv", "P-256")),
                Arguments.of("no n", rsa.without("n")),
                Arguments.of("n empty", rsa.with("n", "").with("e", "")),
                Arguments.of("n with padding", rsa.with("n", n + "==")),
                Arguments.of("n of 20000 bits", rsa.with("n", "_".repeat(3336))),
                Arguments.of("e is one", rsa.with("e", "AQ")),
                Arguments.of("e is even", rsa.with("e", "BA")),
                Arguments.of("e of 2048 bits", rsa.with("e", n)),
                Arguments.of("half of the primes", rsa.without("q")),
                Arguments.of("primes without p", rsa.without("p")),
                Arguments.of("more than two primes", rsa.with("oth", List.of())),
                Arguments.of("oct without k", JsonObject.of(Map.of("kty", "oct"))),
                Arguments.of("oct with k a number", JsonObject.of(Map.of("kty", "oct", "k", 5))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedKeys")
    void a_malformed_key_is_refused_without_its_material(String description, JsonObject json) {
        assertThatThrownBy(() -> Jwk.parse(json))
                .as(description)
                .isInstanceOf(JoseException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain(EC.toPrivateJson().text("d").orElseThrow())
                        .doesNotContain(RSA.toPrivateJson().text("d").orElseThrow()));
    }

    @Test
    void a_set_leaves_out_what_it_does_not_understand_and_says_so() {
        JwkSet set = JwkSet.parse(JsonObject.of(Map.of(
                "keys",
                List.of(
                        Map.of("kty", "AKP"),
                        "no object",
                        EC.toPublicJson(),
                        EC.toPublicJson().without("y")))));

        assertThat(set.keys()).hasSize(1);
        assertThat(set.skipped()).hasSize(3).first().asString().startsWith("key 1: ");
    }

    @Test
    void a_set_without_keys_or_with_too_many_is_refused() {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            many.add(EC.toPublicJson());
        }
        for (JsonObject json : List.of(
                JsonObject.EMPTY,
                JsonObject.of(Map.of("keys", "none")),
                JsonObject.of(Map.of("keys", JsonObject.NULL)),
                JsonObject.of(Map.of("keys", many)))) {
            assertThatThrownBy(() -> JwkSet.parse(json)).isInstanceOf(JoseException.class);
        }
        assertThat(JwkSet.parse(JsonObject.of(Map.of("keys", List.of()))).keys())
                .isEmpty();
    }

    @Test
    void certificates_that_cannot_be_read_do_not_make_a_key_unusable() {
        Jwk key = Jwk.parse(
                EC.toPrivateJson().with("x5c", List.of("no certificate")).with("x5t", "AA"));
        assertThat(Jwt.sign(JsonObject.of(Map.of("alg", "ES256")), JsonObject.EMPTY, key))
                .isNotEmpty();
    }
}
