package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against Spring's authorization server, with its own form login and consent page. */
final class SpringAuthorizationServerTest extends MainJob {
    private static final AuthorizationServer.Client OPAQUE =
            new AuthorizationServer.Client("oat-opaque", "kept-in-the-dark");

    @Override
    AuthorizationServer startServer() {
        return AuthorizationServer.spring();
    }

    @Override
    Api.Guard audienceOfClient(AuthorizationServer.Client client) {
        return Api.byJwks(server.back().endpoint("jwks_uri"), server.issuer(), client.id());
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
    void a_request_is_pushed_before_the_browser_goes() {
        Oat.Browser browser = oat.browser(server.visitor());
        List<String> options = new ArrayList<>(loginOptions(browser));
        options.addAll(List.of("--par", "-v"));

        var signedIn = oat.run(command("login " + PROFILE, options)).succeeds();

        assertThat(signedIn.stderr()).contains("RFC 9126", "POST " + server.issuer() + "/oauth2/par", "request_uri=");
    }

    @Test
    void a_wrong_password_is_tried_again_in_the_same_login() {
        Oat.Browser browser = oat.browser(server.visitor().mistypingFirst());

        oat.run(command("login " + PROFILE, loginOptions(browser))).succeeds();

        assertThat(browser.notes().lines().filter(line -> line.startsWith("sign-in page")))
                .hasSize(2);
    }

    @Test
    void saying_no_is_told_and_nothing_is_kept() {
        Oat.Browser browser =
                oat.browser(ScriptedBrowser.visitor("bob", "builder").refusing());

        var refused =
                oat.run(command("login " + PROFILE, loginOptions(browser))).exits(3);

        assertThat(browser.notes()).contains("error=access_denied");
        assertThat(refused.stderr()).contains("access_denied");
        oat.run("token", "-p", PROFILE).exits(2);
    }

    @Test
    void a_public_client_signs_in_and_is_told_that_no_refresh_token_came() {
        Oat.Browser browser = oat.browser(server.visitor());

        var signedIn = oat.run(command(
                        "login " + PROFILE,
                        List.of("--issuer", server.issuer(), "--client-id", "oat-public", "--scope", server.scope()),
                        "--browser",
                        browser.program().toString()))
                .succeeds();

        assertThat(signedIn.stderr()).contains("refresh token");
        assertThat(oat.run("userinfo", "-p", PROFILE)
                        .succeeds()
                        .json()
                        .path("sub")
                        .asText())
                .isEqualTo("alice");
    }

    @Test
    void a_revoked_token_costs_the_caller_nothing() {
        api.guardedBy(Api.byIntrospection(server.back()));
        Oat.Browser browser = oat.browser(server.visitor());
        List<String> options = new ArrayList<>(clientOptions(OPAQUE));
        options.addAll(List.of(
                "--scope",
                server.scope(),
                "--api",
                api.origin(),
                "--browser",
                browser.program().toString()));
        oat.run(command("login " + PROFILE, options)).succeeds();
        String first = oat.run("token", "-p", PROFILE).succeeds().line();
        server.back().as(OPAQUE.id(), OPAQUE.secret()).revoke(first);
        assertThat(api.accepts(first)).isFalse();

        oat.run("call", api.origin() + "/hello", "-p", PROFILE).succeeds();

        assertThat(api.answersSinceLastAsked()).containsExactly(401, 200);
    }

    @Test
    void introspection_and_revocation_by_hand() {
        String token = oat.run(command("token client-credentials", clientOptions(OPAQUE), "--scope", "read"))
                .succeeds()
                .json()
                .path("access_token")
                .asText();

        assertThat(introspect(token)).isTrue();
        oat.run(command("revoke", clientOptions(OPAQUE), oat.secretFile(token))).succeeds();
        assertThat(introspect(token)).isFalse();
    }

    @Test
    void a_client_registers_itself_with_an_initial_access_token_and_is_read() {
        String registrar = oat.run(command(
                        "token client-credentials",
                        clientOptions(new AuthorizationServer.Client("registrar", "registrar")),
                        "--scope",
                        "client.create"))
                .succeeds()
                .json()
                .path("access_token")
                .asText();
        var withoutToken = oat.run("client", "register", "--issuer", server.issuer(), "-p", "own");
        withoutToken.exits(3);
        assertThat(withoutToken.stderr()).contains("--initial-access-token REF");

        oat.run(
                        "client",
                        "register",
                        "--issuer",
                        server.issuer(),
                        "-p",
                        "own",
                        "--scope",
                        "openid profile",
                        "--auth-method",
                        "client_secret_basic",
                        "--initial-access-token",
                        oat.secretFile(registrar))
                .succeeds();

        assertThat(oat.run("client", "read", "-p", "own")
                        .succeeds()
                        .json()
                        .path("token_endpoint_auth_method")
                        .asText())
                .isEqualTo("client_secret_basic");
        Oat.Browser browser = oat.browser(server.visitor());
        oat.run("login", "own", "--browser", browser.program().toString(), "--timeout", "40")
                .succeeds();
    }

    private boolean introspect(String token) {
        return oat.run(command("introspect", clientOptions(OPAQUE), oat.secretFile(token)))
                .succeeds()
                .json()
                .path("active")
                .asBoolean();
    }

    @Test
    void logging_out_revokes_both_tokens() {
        login(List.of());
        String access = oat.run("token", "-p", PROFILE).succeeds().line();

        oat.run("logout", PROFILE).succeeds();

        assertThat(server.back().introspect(access).path("active").asBoolean()).isFalse();
    }
}
