package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against panva's oidc-provider: a certified OpenID provider in Node, with opaque tokens and reuse detection. */
final class OidcProviderTest extends MainJob {
    @Override
    AuthorizationServer startServer() {
        return AuthorizationServer.oidcProvider(api);
    }

    @Test
    void a_wrong_secret_is_refused_by_name() {
        var refused = oat.run(command(
                "token client-credentials",
                List.of(
                        "--issuer",
                        server.issuer(),
                        "--client-id",
                        "oat-post",
                        "--client-secret",
                        oat.secretFile("not-the-secret-at-all"))));

        refused.exits(3);
        assertThat(refused.stdout()).isEmpty();
        assertThat(refused.stderr()).contains("invalid_client");
    }

    @Test
    void a_confidential_client_signs_in_too() {
        Oat.Browser browser = oat.browser(server.visitor());
        List<String> options = new ArrayList<>(clientOptions(server.basic()));
        options.addAll(List.of(
                "--scope", server.scope(), "--browser", browser.program().toString()));

        oat.run(command("login " + PROFILE, options)).succeeds();

        assertThat(oat.run("userinfo", "-p", PROFILE)
                        .succeeds()
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("Alice Liddell");
    }

    @Test
    void saying_no_is_told_and_nothing_is_kept() {
        Oat.Browser browser = oat.browser(server.visitor().refusing());

        var refused =
                oat.run(command("login " + PROFILE, loginOptions(browser))).exits(3);

        assertThat(browser.notes()).contains("error=access_denied");
        assertThat(refused.stderr()).contains("access_denied");
        oat.run("token", "-p", PROFILE).exits(2);
    }

    @Test
    void where_no_browser_can_be_opened_the_printed_address_does_as_well() {
        List<String> options = new ArrayList<>(clientOptions(server.login()));
        options.addAll(List.of("--scope", server.scope(), "--no-browser", "--timeout", "40"));

        Oat.Running login = oat.start(command("login " + PROFILE, options));
        Oat.Browser browser = oat.browser(server.visitor());
        browser.open(login.says(Pattern.compile(Pattern.quote(server.issuer()) + "/auth\\?\\S+"))
                .group());

        login.result().succeeds();
        assertThat(browser.notes()).contains("ended with 200");
        assertThat(oat.run("token", "-p", PROFILE).succeeds().line()).isNotEmpty();
    }

    @Test
    void a_registered_redirect_uri_with_its_own_host_and_port_is_kept_to() {
        Oat.Browser browser = oat.browser(server.visitor());
        String redirect = "http://localhost:" + ServerProcess.freePort() + "/callback";
        List<String> options = new ArrayList<>(loginOptions(browser));
        options.addAll(List.of("--redirect-uri", redirect));

        oat.run(command("login " + PROFILE, options)).succeeds();

        assertThat(browser.notes())
                .contains("redirected to " + redirect + "?code=")
                .contains("ended with 200");
    }

    @Test
    void a_revoked_token_costs_the_caller_nothing() {
        api.guardedBy(Api.byIntrospection(server.back()));
        login(List.of());
        String first = oat.run("token", "-p", PROFILE).succeeds().line();
        server.back().withdraw(first);
        assertThat(api.accepts(first)).isFalse();

        oat.run("call", api.origin() + "/hello", "-p", PROFILE).succeeds();

        assertThat(api.answersSinceLastAsked()).containsExactly(401, 200);
    }

    @Test
    void a_dozen_at_once_renew_once() {
        login(List.of());
        String first = oat.run("token", "-p", PROFILE).succeeds().line();
        long before = refreshesServed();
        api.guardedBy(Api.byIntrospection(server.back()));
        server.back().withdraw(first);

        List<Oat.Running> calls = IntStream.range(0, 12)
                .mapToObj(i -> oat.start("call", api.origin() + "/" + i, "-p", PROFILE))
                .toList();
        calls.forEach(
                call -> assertThat(call.result().succeeds().json().path("hello").asText())
                        .isEqualTo("alice"));

        assertThat(refreshesServed() - before).isEqualTo(1);
    }

    @Test
    void introspection_tells_a_live_token_from_a_revoked_one() {
        String token = oat.run(command("token client-credentials", clientOptions(server.basic())))
                .succeeds()
                .json()
                .path("access_token")
                .asText();

        assertThat(activeForTheApi(token)).isTrue();
        oat.run(command("revoke", clientOptions(server.basic()), oat.secretFile(token)))
                .succeeds();
        assertThat(activeForTheApi(token)).isFalse();
    }

    /** RFC 9701: the server signs what it says of a token, for the one who asks. */
    @Test
    void introspection_as_a_signed_jwt_is_verified() {
        String token = oat.run(command("token client-credentials", clientOptions(server.basic())))
                .succeeds()
                .json()
                .path("access_token")
                .asText();
        List<String> asApi =
                new ArrayList<>(clientOptions(new AuthorizationServer.Client("oat-api", "the-api-asks-too")));
        asApi.addAll(List.of("--jwt", "-v"));

        Oat.Result told = oat.run(command("introspect", asApi, oat.secretFile(token)))
                .succeeds();

        assertThat(told.json().path("active").asBoolean()).isTrue();
        assertThat(told.stderr())
                .contains("introspection answer: the answer is a JWT, as it was asked to be")
                .contains("introspection answer: the signature is that of the issuer's key");
    }

    private boolean activeForTheApi(String token) {
        List<String> asApi = clientOptions(new AuthorizationServer.Client("oat-api", "the-api-asks-too"));
        return oat.run(command("introspect", asApi, oat.secretFile(token)))
                .succeeds()
                .json()
                .path("active")
                .asBoolean();
    }

    @Test
    void a_client_registers_itself_signs_in_changes_and_goes() {
        oat.run("client", "register", "--issuer", server.issuer(), "-p", "own", "--scope", server.scope())
                .succeeds();
        Oat.Browser browser = oat.browser(server.visitor());
        oat.run("login", "own", "--browser", browser.program().toString(), "--timeout", "40")
                .succeeds();
        oat.run("token", "-p", "own", "--force-refresh").succeeds();

        JsonNode before = oat.run("client", "read", "-p", "own").succeeds().json();
        assertThat(before.path("token_endpoint_auth_method").asText()).isEqualTo("none");
        oat.run("client", "update", "-p", "own", "--client-name", "Another name")
                .succeeds();
        JsonNode after = oat.run("client", "read", "-p", "own").succeeds().json();
        assertThat(after.path("client_name").asText()).isEqualTo("Another name");
        assertThat(after.path("client_id")).isEqualTo(before.path("client_id"));

        oat.run("client", "delete", "-p", "own").succeeds();
        assertThat(server.process().log()).contains("DELETE /reg/");
    }

    @Test
    void a_service_registers_itself_and_gets_a_token() {
        oat.run(
                        "client",
                        "register",
                        "--issuer",
                        server.issuer(),
                        "-p",
                        "service",
                        "--grant-type",
                        "client_credentials",
                        "--scope",
                        "read")
                .succeeds();
        assertThat(oat.run("token", "-p", "service").succeeds().line()).isNotEmpty();
    }

    @Test
    void an_api_alone_is_enough_to_sign_in_and_call_it() {
        api.saysThatItIsProtectedBy(server.issuer());
        var unasked = oat.run("call", api.origin() + "/hello").exits(2);
        assertThat(unasked.stderr()).contains("oat login " + api.origin() + "/hello --issuer " + server.issuer());

        Oat.Browser browser = oat.browser(server.visitor());
        oat.run(
                        "login",
                        api.origin() + "/hello",
                        "--issuer",
                        server.issuer(),
                        "--browser",
                        browser.program().toString(),
                        "--timeout",
                        "40")
                .succeeds();

        var called = oat.run("call", api.origin() + "/hello").succeeds();
        assertThat(called.json().path("hello").asText()).isEqualTo("alice");
        assertThat(browser.notes()).contains("ended with 200");
    }

    @Test
    void logging_out_revokes_both_tokens() {
        login(List.of());
        String access = oat.run("token", "-p", PROFILE).succeeds().line();

        oat.run("logout", PROFILE).succeeds();

        assertThat(server.back().introspect(access).path("active").asBoolean()).isFalse();
        assertThat(server.process().log()).contains("POST /token/revocation 200");
    }

    private long refreshesServed() {
        return server.process()
                .log()
                .lines()
                .filter(line -> line.startsWith("POST /token 200 refresh_token"))
                .count();
    }
}
