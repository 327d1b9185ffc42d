package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Against NAV's mock-oauth2-server: an issuer with a path, found by OpenID Connect's rule for it. */
final class MockOAuth2ServerTest extends MainJob {
    @Override
    AuthorizationServer startServer() {
        return AuthorizationServer.mock();
    }

    @Test
    void a_password_gets_a_token_and_a_warning() {
        var answered = oat.run(command(
                        "token password",
                        clientOptions(server.post()),
                        "--auth-method",
                        "client_secret_post",
                        "--username",
                        "alice",
                        "--password",
                        oat.secretFile("looking-glass"),
                        "--scope",
                        "read"))
                .succeeds();

        assertThat(api.accepts(answered.json().path("access_token").asText())).isTrue();
        assertThat(answered.stderr()).contains("RFC 9700");
    }

    @Test
    void introspection_tells_whose_token_it_is() {
        String token = clientCredentials(server.basic(), "client_secret_basic")
                .path("access_token")
                .asText();

        var said = oat.run(command("introspect", clientOptions(server.basic()), oat.secretFile(token)))
                .succeeds()
                .json();

        assertThat(said.path("active").asBoolean()).isTrue();
        assertThat(said.path("sub").asText()).isEqualTo(server.basic().id());
    }
}
