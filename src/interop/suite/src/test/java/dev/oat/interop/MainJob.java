package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The main job, which must work the same with every server: get a token, sign in, call an API. */
abstract class MainJob extends AtServer {
    @Test
    void the_server_is_discovered() {
        var found = oat.run("discover", server.issuer()).succeeds();

        assertThat(found.stdout())
                .contains(server.back().endpoint("token_endpoint").toString())
                .contains(server.back().endpoint("jwks_uri").toString());
    }

    @Test
    void client_credentials_by_basic_get_a_token_that_the_api_takes() {
        JsonNode document = clientCredentials(server.basic(), "client_secret_basic");

        assertThat(api.accepts(document.path("access_token").asText())).isTrue();
    }

    @Test
    void client_credentials_by_post_get_a_token_that_the_api_takes() {
        api.guardedBy(audienceOfClient(server.post()));

        JsonNode document = clientCredentials(server.post(), "client_secret_post");

        assertThat(api.accepts(document.path("access_token").asText())).isTrue();
    }

    @Test
    void the_authentication_method_is_found_without_being_told() {
        var answered = oat.run(command("token client-credentials -v", clientOptions(server.basic()), "--scope", "read"))
                .succeeds();

        assertThat(answered.json().path("access_token").asText()).isNotEmpty();
        assertThat(answered.stderr()).contains("client_secret_basic");
    }

    @Test
    void without_a_profile_a_token_is_asked_for_once_and_then_cached() {
        oat.with("OAT_ISSUER", server.issuer())
                .with("OAT_CLIENT_ID", server.basic().id())
                .with("OAT_CLIENT_SECRET", oat.secretFile(server.basic().secret()))
                .with("OAT_SCOPE", "read");

        String first = oat.run("token").succeeds().line();
        String second = oat.run("token").succeeds().line();
        String forced = oat.run("token", "--force-refresh").succeeds().line();

        assertThat(second).isEqualTo(first);
        assertThat(forced).isNotEqualTo(first);
    }

    @Test
    void a_person_signs_in_and_the_api_is_called_as_that_person() {
        Oat.Browser browser = login(server.jwtOptions());

        assertThat(browser.notes()).contains("sign-in page").contains("ended with 200");
        var called = oat.run("call", api.origin() + "/hello", "-p", PROFILE).succeeds();
        assertThat(called.json().path("hello").asText()).isEqualTo("alice");
        assertThat(called.json().path("method").asText()).isEqualTo("GET");
        assertThat(api.answersSinceLastAsked()).containsExactly(200);
    }

    @Test
    void userinfo_tells_who_signed_in() {
        login(List.of());

        JsonNode person = oat.run("userinfo", "-p", PROFILE).succeeds().json();

        assertThat(person.path("sub").asText()).isEqualTo("alice");
    }

    @Test
    void status_tells_who_is_signed_in_and_that_it_can_be_renewed() {
        login(List.of());

        var told = oat.run("status").succeeds();

        assertThat(told.stdout()).contains(PROFILE).contains("alice").contains(server.issuer());
    }

    @Test
    void a_forced_refresh_gives_a_new_access_token_and_keeps_the_session_renewable() {
        login(server.jwtOptions());
        String first = oat.run("token", "-p", PROFILE).succeeds().line();

        String second =
                oat.run("token", "-p", PROFILE, "--force-refresh").succeeds().line();
        String third =
                oat.run("token", "-p", PROFILE, "--force-refresh").succeeds().line();
        String cached = oat.run("token", "-p", PROFILE).succeeds().line();

        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(cached).isEqualTo(third);
        assertThat(api.accepts(third)).isTrue();
    }

    @Test
    void a_refresh_rotates_the_refresh_token_and_the_spent_one_is_refused() {
        login(List.of());
        String spent = refresh().path("refresh_token").asText();

        JsonNode renewed = refresh();

        assertThat(renewed.path("refresh_token").asText()).isNotEmpty().isNotEqualTo(spent);
        var again = oat.run(command(
                "token refresh",
                clientOptions(server.login()),
                "--refresh-token",
                oat.secretFile(spent),
                "-o",
                "json"));
        again.exits(3);
        assertThat(again.stdout()).isEmpty();
        assertThat(again.stderr()).contains("invalid_grant");
    }

    @Test
    void an_expired_token_costs_the_caller_nothing() {
        login(server.jwtOptions());
        String first = oat.run("token", "-p", PROFILE).succeeds().line();
        // The API's clock is ahead: for the API a token is good for eight seconds, for oat it still is for minutes.
        api.setClockAhead(server.lifetime().minusSeconds(8));
        waitUntilTheApiRefuses(first);

        var called = oat.run("call", "POST", api.origin() + "/orders", "item=tea", "-p", PROFILE)
                .succeeds();

        assertThat(api.answersSinceLastAsked()).containsExactly(401, 200);
        assertThat(called.json().path("received").asText()).isEqualTo("{\"item\":\"tea\"}");
        assertThat(oat.run("token", "-p", PROFILE).succeeds().line()).isNotEqualTo(first);
    }

    @Test
    void logging_out_forgets_the_session() {
        login(List.of());

        oat.run("logout", PROFILE).succeeds();

        var afterwards = oat.run("token", "-p", PROFILE).exits(4);
        assertThat(afterwards.stdout()).isEmpty();
        assertThat(afterwards.stderr()).contains("oat login");
    }

    @Test
    void nothing_secret_is_said_when_everything_is_said() {
        Oat.Browser browser = login(server.jwtOptions(), "-vv");

        oat.run("token", "-p", PROFILE, "--force-refresh", "-vv").succeeds();
        oat.run("call", api.origin() + "/hello", "-p", PROFILE, "-vv").succeeds();

        String code = browser.notes()
                .lines()
                .filter(line -> line.startsWith("redirected to"))
                .map(line -> line.replaceAll(".*[?&]code=([^&]*).*", "$1"))
                .findFirst()
                .orElseThrow();
        oat.remember(code);
        oat.remember(oat.run("token", "-p", PROFILE).succeeds().line());
        oat.searchEverythingSaid();
    }

    // ---- what the tests are made of

    JsonNode clientCredentials(AuthorizationServer.Client client, String method) {
        List<String> options = new ArrayList<>(clientOptions(client));
        options.addAll(server.jwtOptions());
        JsonNode document = oat.run(
                        command("token client-credentials", options, "--auth-method", method, "--scope", "read"))
                .succeeds()
                .json();
        assertThat(document.path("token_type").asText()).isEqualToIgnoringCase("Bearer");
        assertThat(document.path("oat").path("issuer").asText()).isEqualTo(server.issuer());
        return document;
    }

    /** The guard for tokens of this client; a server that puts the client into the audience says so here. */
    Api.Guard audienceOfClient(AuthorizationServer.Client client) {
        return server.jwtGuard();
    }

    Oat.Browser login(List<String> options, String... more) {
        Oat.Browser browser = oat.browser(server.visitor());
        List<String> all = new ArrayList<>(loginOptions(browser));
        all.addAll(options);
        var signedIn = oat.run(command("login " + PROFILE, all, more)).succeeds();
        assertThat(signedIn.stdout()).isEmpty();
        assertThat(signedIn.stderr()).contains("alice");
        return browser;
    }

    List<String> loginOptions(Oat.Browser browser) {
        List<String> options = new ArrayList<>(clientOptions(server.login()));
        options.addAll(List.of(
                "--scope",
                server.scope(),
                "--api",
                api.origin(),
                "--browser",
                browser.program().toString(),
                "--timeout",
                "40"));
        return options;
    }

    JsonNode refresh() {
        return oat.run("token", "refresh", "-p", PROFILE).succeeds().json();
    }

    void waitUntilTheApiRefuses(String token) {
        Instant tooLate = Instant.now().plus(Duration.ofSeconds(20));
        while (api.accepts(token)) {
            assertThat(Instant.now()).as("the token expires").isBefore(tooLate);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
