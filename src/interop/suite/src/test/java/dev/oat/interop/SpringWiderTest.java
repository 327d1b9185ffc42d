package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against Spring's authorization server: bound tokens of a confidential client, other devices, token exchange. */
final class SpringWiderTest extends WiderJob {
    @Override
    AuthorizationServer startServer() {
        return AuthorizationServer.spring();
    }

    @Override
    AuthorizationServer.Client dpopClient() {
        return server.login();
    }

    /** Spring knows no OpenID Connect on other devices. */
    @Override
    String deviceScope() {
        return "read";
    }

    @Test
    void a_persons_token_is_exchanged_for_one_of_another_client() {
        Oat.Browser browser = oat.browser(server.visitor());
        List<String> options = new ArrayList<>(clientOptions(server.login()));
        options.addAll(List.of("--scope", server.scope(), "--timeout", "90"));
        options.addAll(List.of("--browser", browser.program().toString()));
        oat.run(command("login " + PROFILE, options)).succeeds();
        String theirs = oat.run("token", "-p", PROFILE).succeeds().line();

        JsonNode document = exchange(theirs).succeeds().json();

        assertThat(document.path("issued_token_type").asText())
                .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
        assertThat(document.path("scope").asText()).isEqualTo("read");
        String ours = document.path("access_token").asText();
        assertThat(ours).isNotEqualTo(theirs);
        assertThat(Api.byJwks(
                                server.back().endpoint("jwks_uri"),
                                server.issuer(),
                                server.post().id())
                        .subjectOf(ours, Instant.now()))
                .contains("alice");
    }

    @Test
    void a_token_that_the_server_does_not_know_is_not_exchanged() {
        var refused = exchange("nobody-gave-this-away").exits(3);

        assertThat(refused.stdout()).isEmpty();
        assertThat(refused.stderr()).contains("invalid_grant");
    }

    private Oat.Result exchange(String subjectToken) {
        return oat.run(command(
                "token token-exchange",
                clientOptions(server.post()),
                "--auth-method",
                "client_secret_post",
                "--subject-token",
                oat.secretFile(subjectToken),
                "--scope",
                "read"));
    }
}
