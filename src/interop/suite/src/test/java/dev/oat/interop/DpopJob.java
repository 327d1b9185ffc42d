package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens bound to a key (RFC 9449): got, used, renewed, and worth nothing without the key. */
abstract class DpopJob extends AtServer {
    /** The client that people sign in with here. */
    abstract AuthorizationServer.Client dpopClient();

    @Test
    void a_client_gets_a_token_bound_to_its_key() {
        String key = oat.home().resolve("dpop.jwk").toString();
        oat.run("jwk", "generate", "--alg", "ES256", "--out", key).succeeds();
        List<String> options = new ArrayList<>(clientOptions(server.basic()));
        options.addAll(server.jwtOptions());

        JsonNode document = oat.run(command("token client-credentials", options, "--scope", "read", "--dpop-key", key))
                .succeeds()
                .json();

        assertThat(document.path("token_type").asText()).isEqualToIgnoringCase("DPoP");
        String token = document.path("access_token").asText();
        assertThat(api.accepts(token)).isTrue();
        assertThat(DpopCheck.boundTo(token))
                .contains(oat.run("jwk", "thumbprint", key).succeeds().line());
    }

    @Test
    void a_person_signs_in_and_the_api_is_called_with_proofs() {
        login();

        var called = oat.run("call", "POST", api.origin() + "/orders?round=2", "item=tea", "-p", PROFILE)
                .succeeds();
        assertThat(called.json().path("hello").asText()).isEqualTo("alice");
        assertThat(called.json().path("received").asText()).isEqualTo("{\"item\":\"tea\"}");
        assertThat(api.answersSinceLastAsked()).containsExactly(200);
    }

    @Test
    void an_api_that_asks_for_a_nonce_gets_it_and_the_caller_sees_nothing_of_it() {
        login();
        api.asksForDpopNonces();

        var called = oat.run("call", api.origin() + "/hello", "-p", PROFILE).succeeds();

        assertThat(called.json().path("hello").asText()).isEqualTo("alice");
        assertThat(api.answersSinceLastAsked()).containsExactly(401, 200);
    }

    @Test
    void without_the_key_the_token_is_worth_nothing() throws IOException {
        login();
        String token = token();

        assertThat(api.accepts(token)).isTrue();
        assertThat(statusWith("Bearer " + token)).isEqualTo(401);
        assertThat(statusWith("DPoP " + token)).isEqualTo(401);
    }

    private String token(String... more) {
        JsonNode document = oat.run(command("token -o json", List.of("-p", PROFILE), more))
                .succeeds()
                .json();
        assertThat(document.path("token_type").asText()).isEqualToIgnoringCase("DPoP");
        return document.path("access_token").asText();
    }

    private int statusWith(String credentials) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(api.origin() + "/hello").toURL().openConnection();
        connection.setRequestProperty("Authorization", credentials);
        return connection.getResponseCode();
    }

    @Test
    void a_refresh_keeps_the_binding() {
        login();
        String first = token();

        String second = token("--force-refresh");

        assertThat(second).isNotEqualTo(first);
        assertThat(DpopCheck.boundTo(second)).isPresent().isEqualTo(DpopCheck.boundTo(first));
        oat.run("call", api.origin() + "/hello", "-p", PROFILE).succeeds();
        assertThat(api.answersSinceLastAsked()).containsExactly(200);
    }

    @Test
    void userinfo_is_asked_with_a_proof() {
        login(List.of());

        JsonNode person = oat.run("userinfo", "-p", PROFILE).succeeds().json();

        assertThat(person.path("sub").asText()).isEqualTo("alice");
    }

    private void login() {
        login(server.jwtOptions());
    }

    private void login(List<String> more) {
        Oat.Browser browser = oat.browser(server.visitor());
        List<String> options = new ArrayList<>(clientOptions(dpopClient()));
        options.addAll(List.of("--dpop", "--scope", server.scope(), "--api", api.origin(), "--timeout", "90"));
        options.addAll(List.of("--browser", browser.program().toString()));
        options.addAll(more);
        var signedIn = oat.run(command("login " + PROFILE, options)).succeeds();
        assertThat(signedIn.stderr()).contains("alice");
    }
}
