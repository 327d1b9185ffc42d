package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata that the server has signed as well (RFC 8414 §2.1). */
class SignedMetadataTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private OddServer odd;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("S", "service-secret");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
        odd = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        playground.close();
        odd.close();
    }

    private TestWorld.Outcome token() {
        String[] words = {
            "token",
            "client-credentials",
            "--issuer",
            playground.issuer().toString(),
            "--client-id",
            "demo-service",
            "--client-secret",
            "env:S",
            "-v"
        };
        return world.run(words);
    }

    private TestWorld.Outcome atOdd() {
        return world.run(
                "token", "client-credentials", "--issuer", odd.issuer(), "--client-id", "c", "--auth-method", "none");
    }

    private void signed(Map<String, Object> claims, Map<String, Object> header, Jwk key) {
        odd.metadata("signed_metadata", Jwt.sign(JsonObject.of(header), JsonObject.of(claims), key));
    }

    private Map<String, Object> header() {
        return new LinkedHashMap<>(
                Map.of("alg", "ES256", "kid", odd.key().keyId().orElseThrow()));
    }

    private Map<String, Object> claims() {
        return new LinkedHashMap<>(Map.of("iss", odd.issuer(), "token_endpoint", odd.issuer() + "/signed-token"));
    }

    @Test
    void they_are_verified_and_discover_says_so() {
        playground.faults().on(Fault.SIGNED_METADATA);

        TestWorld.Outcome outcome = token();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("signed metadata: the issuer attests its metadata  [RFC 8414 §2.1]");

        TestWorld.Outcome seen = world.run("discover", playground.issuer().toString());
        assertThat(seen.code()).isZero();
        assertThat(seen.out()).contains("the signed metadata are verified");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIGNED_METADATA_BAD_SIGNATURE | the signature is that of the issuer's key | RFC 7515 §5.2",
                "SIGNED_METADATA_EXPIRED       | the signed metadata have not expired      | RFC 7519 §4.1.4"
            })
    void those_that_do_not_hold_are_not_used(Fault fault, String check, String section) {
        playground.faults().on(fault);

        TestWorld.Outcome outcome = token();

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("signed metadata: " + check, section, "try: the metadata are not used");
        assertThat(playground.requests().tokenRequests("client_credentials")).isEmpty();

        TestWorld.Outcome seen = world.run("discover", playground.issuer().toString(), "-o", "json");
        assertThat(seen.code()).isZero();
        assertThat(seen.out()).contains("signed_metadata.invalid", check, section);
    }

    @Test
    void those_of_another_party_are_left_alone() {
        playground.faults().on(Fault.SIGNED_METADATA_WRONG_ISS);

        TestWorld.Outcome outcome = token();

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("the signed metadata are not used: https://elsewhere.example attests them");
        assertThat(world.run("discover", playground.issuer().toString()).out())
                .contains("not used: another party attests them");
    }

    @Test
    void what_is_signed_takes_precedence() {
        odd.page(
                "/signed-token",
                hit -> OddServer.Reply.json(
                        200, JsonObject.of(Map.of("access_token", "from-there", "token_type", "Bearer"))));
        signed(claims(), header(), odd.key());

        TestWorld.Outcome outcome = atOdd();

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("from-there");
        assertThat(odd.paths()).doesNotContain("/token");
        assertThat(world.run("discover", odd.issuer()).out()).contains("they differ in token_endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "number", "unsigned", "stranger", "symmetric", "other issuer", "no iss"})
    void falsified_ones_are_exit_6_and_nothing_is_asked(String how) {
        Map<String, Object> claims = claims();
        Map<String, Object> header = header();
        Jwk key = odd.key();
        switch (how) {
            case "text" -> odd.metadata("signed_metadata", "trust me");
            case "number" -> odd.metadata("signed_metadata", 7);
            case "unsigned" -> odd.metadata("signed_metadata", "eyJhbGciOiJub25lIn0.e30.");
            case "stranger" -> key = Jwk.generate("ES256", new SecureRandom());
            case "symmetric" -> {
                header.put("alg", "HS256");
                key = Jwk.ofSecret(odd.key().toPublicJson().toJson().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            case "other issuer" -> claims.put("issuer", "https://elsewhere.example");
            default -> claims.remove("iss");
        }
        if (!List.of("text", "number", "unsigned").contains(how)) {
            signed(claims, header, key);
        }

        TestWorld.Outcome outcome = atOdd();

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains("signed metadata: ", "see ", "try: ");
        assertThat(odd.paths()).doesNotContain("/token", "/signed-token");
    }
}
