package dev.oat.authorization.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.authorization.response.AuthorizationResponse.Origin;
import dev.oat.endpoint.jwt.Decryption;
import dev.oat.trace.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedResponseTest {
    private static final String REDIRECT = "http://127.0.0.1:8484/callback";

    private static AuthorizationResponse read(String line) throws Refusal {
        return PastedResponse.read(line, REDIRECT, reader(ResponseType.CODE, ResponseMode.QUERY));
    }

    private static ResponseReader reader(ResponseType type, ResponseMode mode) {
        return new ResponseReader(type, mode, Secret.of("st"), Decryption.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8484/callback?code=c%2F1&state=st",
                "  http://127.0.0.1:8484/callback?state=st&code=c%2F1  ",
                "\"http://127.0.0.1:8484/callback?state=st&code=c%2F1\"",
                "<http://127.0.0.1:8484/callback?state=st&code=c%2F1>",
                "http://127.0.0.1:8484/callback?state=st&code=c%2F1#_=_",
                "?code=c%2F1&state=st",
                "code=c%2F1&state=st",
                "session_state=x&code=c%2F1&state=st",
            })
    void an_address_or_its_query_is_read(String line) throws Refusal {
        AuthorizationResponse response = read(line);
        assertThat(response.origin()).isEqualTo(Origin.PASTED_URL);
        assertThat(response.parameters().first("code")).contains("c/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SplxlOBeZQQYbYS6WxSbIA", "4/0AX4XfWh-x_y==", "  abc.def~  ", "'quoted'"})
    void a_bare_code_is_taken_as_it_stands(String line) throws Refusal {
        AuthorizationResponse response = read(line);
        assertThat(response.origin()).isEqualTo(Origin.PASTED_CODE);
        assertThat(response.parameters().first("code")).contains(line.strip().replace("'", ""));
    }

    @Test
    void an_error_can_be_pasted_too() throws Refusal {
        assertThat(read(REDIRECT + "?error=access_denied&state=st").parameters().first("error"))
                .contains("access_denied");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | nothing",
                "'   ' | nothing",
                "http://127.0.0.1:8484/callback?code=c&state=other | another sign-in",
                "http://127.0.0.1:8484/callback?code=c | no state",
                "code=c | no state",
                "code=c&state=st&state=st | no state, or two",
                "code=c&code=d&state=st | more than once",
                "http://127.0.0.1:8484/callback | no code",
                "http://127.0.0.1:8484/callback?state=st | no code",
                "http://127.0.0.1:9999/callback?code=c&state=st | starts with http://127.0.0.1:8484/callback",
                "https://as.example/authorize?client_id=x&state=st | starts with http://127.0.0.1:8484/callback",
                "http://127.0.0.1:8484/callback.evil?code=c&state=st | starts with",
                "code=%zz&state=st | form-encoded",
                "two words | neither",
            })
    void what_does_not_belong_to_this_sign_in_is_refused_with_its_reason(String line, String reason) {
        assertThatThrownBy(() -> read(line)).isInstanceOf(Refusal.class).hasMessageContaining(reason);
    }

    /** Without its state and its signature a code of such a sign-in is anybody's. */
    @ParameterizedTest
    @CsvSource({"CODE, JWT", "CODE, QUERY_JWT", "CODE_ID_TOKEN, FRAGMENT"})
    void a_bare_code_will_not_do_where_more_is_promised(ResponseType type, ResponseMode mode) {
        assertThatThrownBy(() -> PastedResponse.read("SplxlOBeZQQYbYS6WxSbIA", REDIRECT, reader(type, mode)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the whole address is needed");
    }

    @Test
    void a_flood_is_refused() {
        assertThatThrownBy(() -> read("x".repeat(100_000))).hasMessageContaining("too long");
    }

    @Test
    void the_address_of_a_redirect_uri_without_a_path_is_known_with_the_slash_that_browsers_add() throws Refusal {
        assertThat(PastedResponse.read(
                                "http://127.0.0.1:8484/?code=c&state=st",
                                "http://127.0.0.1:8484",
                                reader(ResponseType.CODE, ResponseMode.QUERY))
                        .parameters()
                        .first("code"))
                .contains("c");
    }
}
