package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignAndVerifyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"
            })
    void what_a_generated_key_signs_its_public_half_verifies(String alg) {
        Jwk key = Jwk.generate(alg, new SecureRandom());
        JsonObject header = JsonObject.of(Map.of("alg", alg, "kid", key.keyId().orElseThrow()));
        String compact = Jwt.sign(header, JsonObject.of(Map.of("sub", "alice")), key);

        JwkSet published = JwkSet.parse(JwkSet.of(List.of(key)).toPublicJson());
        List<Check> checks = SignatureChecks.verify(Jwt.decode(compact), published, Set.of(alg));

        assertThat(Check.firstFailed(checks)).isEmpty();
        assertThat(checks).extracting(Check::name).contains("signature");
        assertThat(published.keys().get(0).isPrivate()).isFalse();
        assertThat(key.keyId()).contains(key.thumbprint());
    }
}
