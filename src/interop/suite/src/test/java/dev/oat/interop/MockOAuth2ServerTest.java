package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
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
    void an_assertion_made_here_is_traded_for_a_token_of_the_person_it_names() {
        String key = oat.home().resolve("assertion.jwk").toString();
        oat.run("jwk", "generate", "--alg", "ES256", "--out", key).succeeds();

        JsonNode document = oat.run(command(
                        "token jwt-bearer",
                        clientOptions(server.basic()),
                        "--signing-key",
                        key,
                        "--claim",
                        "sub=alice",
                        "--scope",
                        "read"))
                .succeeds()
                .json();

        assertThat(server.jwtGuard().subjectOf(document.path("access_token").asText(), Instant.now()))
                .contains("alice");
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
