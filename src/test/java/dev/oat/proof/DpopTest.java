package dev.oat.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.TraceEvent;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs as RFC 9449 describes them, and what is learnt from answers. */
class DpopTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_562_262_616);

    /** The proofs of RFC 9449 §4.1 and §7.1, and the access token of §7.1, letter by letter. */
    private static final String TOKEN_REQUEST_PROOF = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
            + "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
            + "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
            + "QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIj"
            + "oiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwia"
            + "WF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg"
            + "4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

    private static final String RESOURCE_PROOF = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
            + "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
            + "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
            + "QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIj"
            + "oiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0Z"
            + "WRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNF"
            + "c05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71E"
            + "OptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";

    private static final Secret RFC_TOKEN = Secret.of("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
    private static final String RFC_THUMBPRINT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    private final Jwk key = Jwk.generate("ES256", new SecureRandom());
    private final DpopNonces nonces = DpopNonces.none();
    private final List<String> notes = new ArrayList<>();
    private final Dpop dpop = dpop(key);

    private Dpop dpop(Jwk with) {
        return new Dpop(
                DpopKey.of(with, List.of()), nonces, Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom(), event -> {
                    if (event instanceof TraceEvent.Note note) {
                        notes.add(note.text());
                    } else if (event instanceof TraceEvent.Warning warning) {
                        notes.add(warning.text());
                    }
                });
    }

    private static Request get(String uri) {
        return Request.get("call", SpecRef.none(), URI.create(uri));
    }

    private static Request tokenRequest() {
        return Request.post(
                "token request",
                SpecRef.none(),
                URI.create("https://as.example/token"),
                Form.empty().with("a", "b"));
    }

    private static Jwt proof(Request request) {
        return Jwt.decode(request.headers().first("DPoP").orElseThrow());
    }

    private Jwt proved(Request request) {
        return proof(dpop.prove(request, Optional.of(RFC_TOKEN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN_REQUEST_PROOF, RESOURCE_PROOF})
    void the_examples_of_the_rfc_are_signed_by_the_key_they_show(String compact) {
        Jwt example = Jwt.decode(compact);
        Jwk shown = Jwk.parse(example.header().object("jwk").orElseThrow());
        assertThat(Check.firstFailed(SignatureChecks.verify(example, JwkSet.of(List.of(shown)), Set.of("ES256"))))
                .isEmpty();
        assertThat(shown.thumbprint()).isEqualTo(RFC_THUMBPRINT);
    }

    @Test
    void the_token_is_named_by_the_hash_of_the_rfc() {
        assertThat(Jwt.decode(RESOURCE_PROOF).claims().text("ath")).contains(DpopProof.hash(RFC_TOKEN));
        assertThat(DpopProof.hash(RFC_TOKEN)).isEqualTo("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    }

    @Test
    void the_members_are_those_of_the_rfcs_example_and_no_others() {
        Jwt example = Jwt.decode(RESOURCE_PROOF);
        Jwt ours = proved(get("https://resource.example.org/protectedresource"));
        assertThat(ours.header().members().keySet())
                .isEqualTo(example.header().members().keySet());
        assertThat(ours.claims().members().keySet())
                .containsExactlyInAnyOrderElementsOf(example.claims().members().keySet());
        assertThat(ours.header().text("typ")).contains("dpop+jwt");
        assertThat(ours.claims().text("htm")).contains("GET");
        assertThat(ours.claims().text("htu")).isEqualTo(example.claims().text("htu"));
        assertThat(ours.claims().number("iat")).contains(NOW.getEpochSecond());
        assertThat(proof(dpop.prove(tokenRequest(), Optional.empty()))
                        .claims()
                        .members()
                        .keySet())
                .containsExactly("jti", "htm", "htu", "iat");
    }

    @Test
    void nimbus_reads_and_verifies_the_proof() throws Exception {
        Request proved = dpop.prove(get("https://api.example/x"), Optional.of(RFC_TOKEN));
        SignedJWT jwt = SignedJWT.parse(proved.headers().first("DPoP").orElseThrow());
        assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("dpop+jwt"));
        assertThat(jwt.getHeader().getJWK().isPrivate()).isFalse();
        assertThat(jwt.verify(new ECDSAVerifier((ECKey) jwt.getHeader().getJWK())))
                .isTrue();
        assertThat(jwt.getHeader().getJWK().computeThumbprint().toString()).isEqualTo(dpop.thumbprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "EdDSA", "PS256", "RS256"})
    void the_key_is_shown_by_its_public_members_alone(String alg) {
        Jwk other = Jwk.generate(alg, new SecureRandom());
        Jwt proof = proof(dpop(other).prove(tokenRequest(), Optional.empty()));
        assertThat(proof.algorithm()).contains(alg);
        assertThat(proof.header().object("jwk").orElseThrow().members().keySet())
                .isSubsetOf("kty", "crv", "x", "y", "n", "e")
                .contains("kty");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example/a/b?c=d#e,        https://api.example/a/b",
        "https://API.example:443/a%20b?x,      https://api.example/a%20b",
        "http://127.0.0.1:8401?x=y,            http://127.0.0.1:8401/",
        "HTTPS://api.example:8443/,            https://api.example:8443/"
    })
    void the_address_leaves_out_query_and_fragment(String uri, String htu) {
        assertThat(proved(get(uri)).claims().text("htu")).contains(htu);
    }

    @Test
    void no_two_proofs_have_one_name() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            names.add(proved(get("https://api.example/")).claims().text("jti").orElseThrow());
        }
        assertThat(names).hasSize(200).allMatch(name -> name.length() == 22);
    }

    @Test
    void the_token_goes_along_under_the_scheme_dpop() {
        Request proved = dpop.prove(get("https://api.example/"), Optional.of(RFC_TOKEN));
        assertThat(proved.headers().all("Authorization")).containsExactly("DPoP " + RFC_TOKEN.reveal());
        assertThat(dpop.prove(tokenRequest(), Optional.empty()).headers().has("Authorization"))
                .isFalse();
        assertThat(proved.headers().fields()).filteredOn(Headers.Header::secret).hasSize(2);
    }

    private static Headers nonce(String... values) {
        Headers headers = Headers.empty();
        for (String value : values) {
            headers = headers.with("DPoP-Nonce", value);
        }
        return headers;
    }

    private static Headers challenge(String scheme, String... nonces) {
        return nonce(nonces).with("WWW-Authenticate", scheme + " error=\"use_dpop_nonce\", algs=\"ES256\"");
    }

    @Test
    void a_challenge_of_the_authorization_server_is_answered_once_with_its_nonce() {
        Request first = dpop.prove(tokenRequest(), Optional.empty());
        SenderConstraint again =
                dpop.learn(first, 400, nonce("n1"), "use_dpop_nonce").orElseThrow();
        Request second = again.prove(tokenRequest(), Optional.empty());
        assertThat(proof(second).claims().text("nonce")).contains("n1");
        assertThat(proof(second).claims().text("jti"))
                .isNotEqualTo(proof(first).claims().text("jti"));
        assertThat(again.learn(second, 400, nonce("n2"), "use_dpop_nonce")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "dpop", "dPoP"})
    void a_challenge_of_a_resource_server_is_answered_once_with_its_nonce(String scheme) {
        Request first = dpop.prove(get("https://api.example/"), Optional.of(RFC_TOKEN));
        SenderConstraint again =
                dpop.learn(first, 401, challenge(scheme, "n1"), "").orElseThrow();
        Request second = again.prove(get("https://api.example/"), Optional.of(RFC_TOKEN));
        assertThat(proof(second).claims().text("nonce")).contains("n1");
        assertThat(again.learn(second, 401, challenge(scheme, "n2"), "")).isEmpty();
    }

    @Test
    void other_refusals_with_a_nonce_are_answers() {
        Request form = dpop.prove(tokenRequest(), Optional.empty());
        assertThat(dpop.learn(form, 400, nonce("n1"), "invalid_grant")).isEmpty();
        assertThat(dpop.learn(form, 200, nonce("n2"), "use_dpop_nonce")).isEmpty();
        Request call = dpop.prove(get("https://api.example/"), Optional.of(RFC_TOKEN));
        assertThat(dpop.learn(call, 401, nonce("n1").with("WWW-Authenticate", "DPoP error=\"invalid_token\""), ""))
                .isEmpty();
        assertThat(dpop.learn(call, 401, challenge("Bearer", "n2"), "")).isEmpty();
        assertThat(dpop.learn(call, 400, nonce("n3"), "use_dpop_nonce")).isEmpty();
    }

    @Test
    void a_nonce_that_came_with_any_answer_goes_into_the_next_proof() {
        Request call = dpop.prove(get("https://api.example/"), Optional.of(RFC_TOKEN));
        assertThat(dpop.learn(call, 200, nonce("n1"), "")).isEmpty();
        assertThat(proved(get("https://api.example/other")).claims().text("nonce"))
                .contains("n1");
    }

    @Test
    void nonces_of_other_origins_and_of_the_other_role_are_apart() {
        Request call = dpop.prove(get("https://as.example/userinfo"), Optional.of(RFC_TOKEN));
        assertThat(dpop.learn(call, 200, nonce("resource"), "")).isEmpty();
        Request form = dpop.prove(tokenRequest(), Optional.empty());
        assertThat(proof(form).claims().has("nonce")).isFalse();
        assertThat(dpop.learn(form, 200, nonce("server"), "")).isEmpty();
        assertThat(proved(get("https://as.example/x")).claims().text("nonce")).contains("resource");
        assertThat(proved(get("https://as.example:8443/x")).claims().has("nonce"))
                .isFalse();
        assertThat(proof(dpop.prove(tokenRequest(), Optional.empty())).claims().text("nonce"))
                .contains("server");
    }

    @Test
    void the_answer_to_a_challenge_holds_that_challenges_nonce_whatever_came_meanwhile() {
        Request call = dpop.prove(get("https://api.example/"), Optional.of(RFC_TOKEN));
        SenderConstraint again =
                dpop.learn(call, 401, challenge("DPoP", "new"), "").orElseThrow();
        assertThat(dpop.learn(call, 200, nonce("old"), "")).isEmpty();
        assertThat(proof(again.prove(get("https://api.example/"), Optional.of(RFC_TOKEN)))
                        .claims()
                        .text("nonce"))
                .contains("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "a\tb", "a\u0001b", "nönce", "a\u007fb"})
    void a_nonce_of_forbidden_characters_is_left_alone_with_a_note(String hostile) {
        Request form = dpop.prove(tokenRequest(), Optional.empty());
        assertThat(dpop.learn(form, 400, nonce(hostile), "use_dpop_nonce")).isEmpty();
        assertThat(proof(dpop.prove(tokenRequest(), Optional.empty())).claims().has("nonce"))
                .isFalse();
        assertThat(notes).singleElement().asString().contains("RFC 9449 §8.1");
    }

    @Test
    void a_giant_nonce_and_two_nonces_are_left_alone_with_a_note() {
        Request form = dpop.prove(tokenRequest(), Optional.empty());
        assertThat(dpop.learn(form, 400, nonce("x".repeat(1025)), "use_dpop_nonce"))
                .isEmpty();
        assertThat(dpop.learn(form, 400, nonce("n1", "n2"), "use_dpop_nonce")).isEmpty();
        assertThat(dpop.learn(form, 400, Headers.empty(), "use_dpop_nonce")).isEmpty();
        assertThat(notes).hasSize(2);
        assertThat(nonces.all()).isEmpty();
        assertThat(dpop.learn(form, 400, nonce("x".repeat(1024)), "use_dpop_nonce"))
                .isPresent();
    }

    @Test
    void a_hundred_servers_are_remembered_and_the_oldest_forgotten() {
        for (int i = 0; i < 150; i++) {
            nonces.keep("rs https://" + i + ".example", "n" + i);
        }
        assertThat(nonces.all()).hasSize(100).doesNotContainKey("rs https://49.example");
        assertThat(nonces.latest("rs https://50.example")).contains("n50");
        assertThat(nonces.learnt()).hasSize(100);
    }

    @Test
    void what_was_kept_is_judged_again_before_it_is_used() {
        DpopNonces kept = DpopNonces.of(Map.of("as https://a", "good", "as https://b", "b\r\nd", "as https://c", 7));
        assertThat(kept.all()).containsOnlyKeys("as https://a");
        kept.keep("as https://a", "good");
        assertThat(kept.learnt()).isEmpty();
    }

    private static Secret accessToken(JsonObject claims) {
        Jwk signer = Jwk.generate("ES256", new SecureRandom());
        return Secret.of(Jwt.sign(JsonObject.of(Map.of("alg", "ES256")), claims, signer));
    }

    @Test
    void a_token_that_names_the_key_passes_and_one_that_names_another_fails() {
        JsonObject ours = JsonObject.of(Map.of("cnf", Map.of("jkt", dpop.thumbprint())));
        assertThat(dpop.checks(accessToken(ours))).extracting(Check::verdict).containsExactly(Check.Verdict.PASSED);
        for (Object cnf : List.of(
                Map.of("jkt", RFC_THUMBPRINT),
                Map.of("x5t#S256", "x"),
                Map.of("jkt", 7),
                "text",
                List.of(),
                Map.of())) {
            List<Check> checks = dpop.checks(accessToken(JsonObject.of(Map.of("cnf", cnf))));
            assertThat(checks).as("%s", cnf).singleElement().matches(Check::failed);
            assertThat(checks.get(0).name()).isEqualTo("cnf.jkt");
            assertThat(checks.get(0).spec()).hasToString("RFC 9449 §6.1");
        }
    }

    @Test
    void a_token_that_names_no_key_is_warned_of_and_an_opaque_one_is_not() {
        assertThat(dpop.checks(Secret.of("opaque")))
                .extracting(Check::verdict)
                .containsExactly(Check.Verdict.NOT_APPLICABLE);
        assertThat(notes).isEmpty();
        assertThat(dpop.checks(accessToken(JsonObject.of(Map.of("sub", "x")))))
                .extracting(Check::verdict)
                .containsExactly(Check.Verdict.NOT_APPLICABLE);
        assertThat(notes).singleElement().asString().contains("names no key");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                 ES256",
        "'RS256,ES256',      ES256",
        "'RS256,PS256',      PS256",
        "'EdDSA',            EdDSA",
        "'HS256,ES384',      ES384"
    })
    void a_key_is_made_for_what_the_server_takes(String accepted, String alg) {
        List<String> algs = accepted.isEmpty() ? List.of() : List.of(accepted.split(","));
        assertThat(DpopKey.generate(algs, new SecureRandom()).alg()).isEqualTo(alg);
    }

    @Test
    void what_cannot_sign_proofs_is_no_key_for_them() {
        assertThatThrownBy(() -> DpopKey.generate(List.of("HS256", "none"), new SecureRandom()))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining("HS256, none");
        assertThatThrownBy(() -> DpopKey.of(Jwk.ofSecret(new byte[32]), List.of()))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining("shared secret");
        assertThatThrownBy(() -> new DpopKey(Jwk.parse(key.toPublicJson()), "ES256"))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining("public");
        assertThatThrownBy(() -> DpopKey.of(key, List.of("RS256")))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining("RS256");
        assertThat(DpopKey.of(key, List.of()).toString())
                .doesNotContain("\"d\"")
                .contains(key.thumbprint());
    }
}
