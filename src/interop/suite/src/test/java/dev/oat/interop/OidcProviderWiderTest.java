package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against panva's oidc-provider: bound tokens of a public client, and other devices, CIBA. */
final class OidcProviderWiderTest extends WiderJob {
    @Override
    AuthorizationServer startServer() {
        return AuthorizationServer.oidcProvider(api);
    }

    @Override
    AuthorizationServer.Client dpopClient() {
        return new AuthorizationServer.Client("oat-dpop", "");
    }

    @Override
    String deviceScope() {
        return server.scope();
    }

    @Test
    void a_no_on_the_other_device_is_told() {
        List<String> options = new ArrayList<>(clientOptions(server.login()));
        options.addAll(List.of("--scope", deviceScope(), "--timeout", "110"));

        Oat.Running waiting = oat.start(command("token device", options));
        answerElsewhere(waiting, server.visitor().refusing());

        var refused = waiting.result().exits(3);
        assertThat(refused.stdout()).isEmpty();
        assertThat(refused.stderr()).contains("access_denied");
    }

    @Test
    void a_person_is_asked_on_their_telephone_and_stays_signed_in() {
        List<String> options =
                new ArrayList<>(clientOptions(new AuthorizationServer.Client("oat-ciba", "backchannel")));
        options.addAll(List.of("--scope", "openid profile offline_access"));
        oat.run(command("profile add " + PROFILE, options)).succeeds();

        JsonNode document = oat.run(
                        "token",
                        "ciba",
                        "-p",
                        PROFILE,
                        "--login-hint",
                        "alice",
                        "--binding-message",
                        "W4SCT",
                        "--timeout",
                        "110")
                .succeeds()
                .json();

        assertThat(document.path("id_token").asText()).isNotEmpty();
        assertThat(oat.run("token", "-p", PROFILE).succeeds().line())
                .isEqualTo(document.path("access_token").asText());
        oat.run("token", "-p", PROFILE, "--force-refresh").succeeds();
        JsonNode person = oat.run("userinfo", "-p", PROFILE).succeeds().json();
        assertThat(person.path("sub").asText()).isEqualTo("alice");
        assertThat(server.process().log()).contains("POST /backchannel 200");
    }
}
