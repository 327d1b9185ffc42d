package dev.oat.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.http.Form;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PkceTest {
    @Test
    void rfc_7636_appendix_b_verifier_gives_its_challenge() {
        Secret verifier = Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        Form form = new Pkce(Pkce.Method.S256, Optional.of(verifier)).apply(Form.empty());

        assertThat(form.encode())
                .isEqualTo("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
    }

    @Test
    void verifiers_are_43_unreserved_characters_and_never_the_same() {
        SecureRandom random = new SecureRandom();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String verifier = Pkce.create(Pkce.Method.S256, random)
                    .verifier()
                    .orElseThrow()
                    .reveal();
            assertThat(verifier).matches("[A-Za-z0-9_-]{43}");
            seen.add(verifier);
        }
        assertThat(seen).hasSize(200);
    }

    @Test
    void plain_sends_the_verifier_itself_and_keeps_it_secret_in_traces() {
        Pkce pkce = Pkce.create(Pkce.Method.PLAIN, new SecureRandom());
        Form form = pkce.apply(Form.empty());

        assertThat(form.first("code_challenge")).isEqualTo(pkce.verifier().map(Secret::reveal));
        assertThat(form.first("code_challenge_method")).contains("plain");
        assertThat(form.toString()).doesNotContain(pkce.verifier().orElseThrow().reveal());
    }

    @Test
    void off_adds_nothing() {
        assertThat(Pkce.create(Pkce.Method.OFF, new SecureRandom()).apply(Form.empty()))
                .isEqualTo(Form.empty());
    }

    @Test
    void a_server_that_lists_methods_without_s256_fails_the_check() {
        assertThat(Pkce.check(Pkce.Method.S256, List.of("plain")).verdict()).isEqualTo(Check.Verdict.FAILED);
        assertThat(Pkce.check(Pkce.Method.S256, List.of("plain", "S256")).verdict())
                .isEqualTo(Check.Verdict.PASSED);
    }

    @Test
    void a_server_that_lists_no_methods_is_sent_s256_all_the_same() {
        assertThat(Pkce.check(Pkce.Method.S256, List.of()).verdict()).isEqualTo(Check.Verdict.NOT_APPLICABLE);
    }

    @Test
    void a_method_that_was_asked_for_is_not_held_against_the_metadata() {
        assertThat(Pkce.check(Pkce.Method.PLAIN, List.of("S256")).failed()).isFalse();
        assertThat(Pkce.check(Pkce.Method.OFF, List.of("plain")).failed()).isFalse();
    }

    @Test
    void state_and_nonce_have_128_bits() {
        assertThat(RandomText.of128Bits(new SecureRandom()).reveal()).matches("[A-Za-z0-9_-]{22}");
    }
}
