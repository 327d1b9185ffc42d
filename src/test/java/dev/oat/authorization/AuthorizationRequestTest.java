package dev.oat.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.authorization.response.ResponseMode;
import dev.oat.authorization.response.ResponseType;
import dev.oat.http.Form;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationRequestTest {
    private static final Pkce PKCE =
            new Pkce(Pkce.Method.S256, Optional.of(Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")));

    private static AuthorizationRequest request(String endpoint, ResponseMode mode, Form extra) {
        return AuthorizationRequest.of(
                ResponseType.CODE,
                URI.create(endpoint),
                "s6BhdRkqt3",
                "http://127.0.0.1:8484/callback",
                mode,
                "openid profile",
                Secret.of("xyz"),
                Optional.of(Secret.of("n-0S6_WzA2Mj")),
                extra,
                List.of(PKCE));
    }

    @Test
    void the_address_is_this_to_the_letter() {
        assertThat(request(
                                "https://as.example/authorize",
                                ResponseMode.QUERY,
                                Form.empty().with("prompt", "consent"))
                        .url())
                .isEqualTo("https://as.example/authorize?response_type=code&client_id=s6BhdRkqt3"
                        + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8484%2Fcallback&scope=openid+profile&state=xyz"
                        + "&nonce=n-0S6_WzA2Mj&prompt=consent"
                        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
    }

    @Test
    void a_query_of_the_endpoint_itself_is_kept() {
        assertThat(request("https://as.example/a?p=policy%201", ResponseMode.QUERY, Form.empty())
                        .url())
                .startsWith("https://as.example/a?p=policy%201&response_type=code&");
        assertThat(request("https://as.example/a?", ResponseMode.QUERY, Form.empty())
                        .url())
                .startsWith("https://as.example/a?response_type=code&");
    }

    @Test
    void form_post_is_asked_for_by_name() {
        assertThat(request("https://as.example/a", ResponseMode.FORM_POST, Form.empty())
                        .parameters()
                        .first("response_mode"))
                .contains("form_post");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "nonce",
                "client_id",
                "redirect_uri",
                "response_type",
                "response_mode",
                "code_challenge",
                "code_challenge_method",
                "request",
                "request_uri",
                "dpop_jkt"
            })
    void what_carries_the_protocol_cannot_be_set_from_outside(String name) {
        assertThatThrownBy(() -> request(
                        "https://as.example/a", ResponseMode.QUERY, Form.empty().with(name, "x")))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining(name);
    }

    @Test
    void only_resource_and_audience_may_be_given_twice() {
        Form twice = Form.empty().with("resource", "https://a").with("resource", "https://b");
        assertThat(request("https://as.example/a", ResponseMode.QUERY, twice)
                        .parameters()
                        .count("resource"))
                .isEqualTo(2);
        assertThatThrownBy(() -> request(
                        "https://as.example/a",
                        ResponseMode.QUERY,
                        Form.empty().with("prompt", "login").with("prompt", "none")))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("prompt is given twice");
    }

    @Test
    void state_and_nonce_do_not_show_in_its_text() {
        assertThat(request("https://as.example/a", ResponseMode.QUERY, Form.empty())
                        .toString())
                .doesNotContain("xyz", "n-0S6_WzA2Mj");
    }
}
