package dev.oat.playground.grants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Caller;
import dev.oat.playground.MovableClock;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrantEndpointTest {
    private static final String[] NO_HEADERS = {};
    private static final String[] SERVICE = {"Authorization", Caller.basic("demo-service", "service-secret")};

    private final MovableClock clock = new MovableClock();
    private final Playground playground = Playground.start(PlaygroundSettings.usual(clock, new SecureRandom()));
    private final Caller caller = new Caller();

    @AfterEach
    void stop() {
        playground.close();
    }

    private HttpResponse<String> token(String[] headers, String... form) {
        return caller.post(playground.issuer() + "/token", headers, form);
    }

    @Test
    void client_credentials_give_an_at_jwt_for_the_gateway() {
        HttpResponse<String> response = token(SERVICE, "grant_type", "client_credentials", "scope", "read write");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
        JsonObject answer = Caller.json(response);
        assertThat(answer.text("token_type")).contains("Bearer");
        assertThat(answer.number("expires_in")).contains(600L);
        assertThat(answer.text("scope")).contains("read write");
        assertThat(answer.has("refresh_token")).isFalse();
        Jwt jwt = Jwt.decode(Caller.text(response, "access_token"));
        assertThat(jwt.header().text("typ")).contains("at+jwt");
        assertThat(jwt.claims().text("iss")).contains(playground.issuer().toString());
        assertThat(jwt.claims().text("aud")).contains(playground.gateway().toString());
        assertThat(jwt.claims().text("client_id")).contains("demo-service");
        assertThat(jwt.claims().number("exp"))
                .contains(clock.instant().plusSeconds(600).getEpochSecond());
    }

    @Test
    void a_request_without_scope_gets_read() {
        assertThat(Caller.text(token(SERVICE, "grant_type", "client_credentials"), "scope"))
                .isEqualTo("read");
    }

    @Test
    void resource_and_audience_become_aud() {
        HttpResponse<String> response = token(
                SERVICE,
                "grant_type",
                "client_credentials",
                "resource",
                "https://one.example/",
                "resource",
                "https://two.example/",
                "audience",
                "three");

        assertThat(Jwt.decode(Caller.text(response, "access_token")).claims().texts("aud"))
                .containsExactly("https://one.example/", "https://two.example/", "three");
        assertThat(Caller.text(token(SERVICE, "grant_type", "client_credentials", "resource", "two"), "error"))
                .isEqualTo("invalid_target");
    }

    @Test
    void basic_credentials_are_form_decoded() {
        String[] odd = {"Authorization", Caller.basic("demo:odd client", "p@ss:w%rd +/ü")};

        assertThat(token(odd, "grant_type", "client_credentials").statusCode()).isEqualTo(200);
    }

    @Test
    void a_client_may_send_its_secret_in_the_form() {
        HttpResponse<String> response = token(
                NO_HEADERS,
                "grant_type",
                "client_credentials",
                "client_id",
                "demo-service",
                "client_secret",
                "service-secret");

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void two_authentication_methods_at_once_are_an_invalid_request() {
        HttpResponse<String> response = token(
                SERVICE,
                "grant_type",
                "client_credentials",
                "client_id",
                "demo-service",
                "client_secret",
                "service-secret");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Caller.text(response, "error")).isEqualTo("invalid_request");
    }

    @Test
    void a_client_authenticates_by_its_registered_methods_only() {
        PlaygroundClient strict = new PlaygroundClient(
                "strict",
                "Strict",
                Optional.of(Secret.of("s")),
                Set.of("client_secret_basic"),
                Set.of("client_credentials"),
                List.of(),
                List.of("read"));
        try (Playground own = Playground.start(PlaygroundSettings.builder(clock, new SecureRandom())
                .client(strict)
                .build())) {
            HttpResponse<String> posted =
                    caller.token(own, "grant_type", "client_credentials", "client_id", "strict", "client_secret", "s");

            assertThat(Caller.text(posted, "error_description")).contains("client_secret_basic");
        }
    }

    @Test
    void a_wrong_secret_is_401_with_a_challenge() {
        String[] wrong = {"Authorization", Caller.basic("demo-service", "guess")};

        HttpResponse<String> response = token(wrong, "grant_type", "client_credentials");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"oat playground\"");
        assertThat(Caller.text(response, "error")).isEqualTo("invalid_client");
    }

    @Test
    void a_confidential_client_that_only_names_itself_is_refused() {
        HttpResponse<String> response =
                token(NO_HEADERS, "grant_type", "client_credentials", "client_id", "demo-service");

        assertThat(Caller.text(response, "error")).isEqualTo("invalid_client");
    }

    @Test
    void a_client_gets_only_its_own_grants_and_scopes() {
        assertThat(Caller.text(token(SERVICE, "grant_type", "password"), "error"))
                .isEqualTo("unauthorized_client");
        assertThat(Caller.text(token(SERVICE, "grant_type", "made_up"), "error"))
                .isEqualTo("unsupported_grant_type");
        assertThat(Caller.text(token(SERVICE, "grant_type", "client_credentials", "scope", "openid"), "error"))
                .isEqualTo("invalid_scope");
    }

    @Test
    void what_is_no_form_or_says_a_thing_twice_is_an_invalid_request() {
        HttpResponse<String> json = caller.send(HttpRequest.newBuilder(URI.create(playground.issuer() + "/token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        HttpResponse<String> twice =
                token(SERVICE, "grant_type", "client_credentials", "scope", "read", "scope", "write");

        assertThat(List.of(Caller.text(json, "error"), Caller.text(twice, "error")))
                .containsOnly("invalid_request");
        assertThat(caller.get(playground.issuer() + "/token").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> password(String username, String password, String scope) {
        return token(
                NO_HEADERS,
                "grant_type",
                "password",
                "client_id",
                "demo-password",
                "username",
                username,
                "password",
                password,
                "scope",
                scope);
    }

    @Test
    void a_password_gives_tokens_of_that_person() {
        HttpResponse<String> response = password("alice", "wonderland", "openid profile offline_access read");

        JsonObject claims = Jwt.decode(Caller.text(response, "id_token")).claims();
        assertThat(claims.text("sub")).contains("user-alice");
        assertThat(claims.text("aud")).contains("demo-password");
        assertThat(claims.text("name")).contains("Alice");
        assertThat(claims.has("email")).isFalse();
        assertThat(Caller.json(response).has("refresh_token")).isTrue();
        assertThat(Caller.text(password("alice", "guess", "read"), "error")).isEqualTo("invalid_grant");
    }

    private HttpResponse<String> refresh(String refreshToken, String... more) {
        String[] form = new String[6 + more.length];
        System.arraycopy(
                new String[] {"grant_type", "refresh_token", "client_id", "demo-password", "refresh_token", refreshToken
                },
                0,
                form,
                0,
                6);
        System.arraycopy(more, 0, form, 6, more.length);
        return token(NO_HEADERS, form);
    }

    @Test
    void a_refresh_token_is_good_once_and_its_second_use_revokes_the_whole_sign_in() {
        HttpResponse<String> first = password("alice", "wonderland", "offline_access read");
        String old = Caller.text(first, "refresh_token");
        HttpResponse<String> second = refresh(old);
        String current = Caller.text(second, "refresh_token");
        assertThat(current).isNotEqualTo(old);

        assertThat(Caller.text(refresh(old), "error")).isEqualTo("invalid_grant");

        assertThat(Caller.text(refresh(current), "error")).isEqualTo("invalid_grant");
        assertThat(caller.call(playground.gateway() + "/hello", Caller.text(second, "access_token"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void of_fifty_who_come_with_one_refresh_token_at_once_one_wins() throws Exception {
        try (Playground slow = Playground.start(PlaygroundSettings.builder(clock, new SecureRandom())
                .refreshDelay(Duration.ofMillis(200))
                .build())) {
            String token = Caller.text(
                    caller.token(
                            slow,
                            "grant_type",
                            "password",
                            "client_id",
                            "demo-password",
                            "username",
                            "alice",
                            "password",
                            "wonderland",
                            "scope",
                            "offline_access"),
                    "refresh_token");
            ExecutorService fifty = Executors.newFixedThreadPool(50);
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                statuses.add(fifty.submit(() -> caller.token(
                                slow,
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                "demo-password",
                                "refresh_token",
                                token)
                        .statusCode()));
            }
            int won = 0;
            for (Future<Integer> status : statuses) {
                won += status.get() == 200 ? 1 : 0;
            }
            fifty.shutdown();

            assertThat(won).isEqualTo(1);
            assertThat(slow.requests().tokenRequests("refresh_token")).hasSize(50);
        }
    }

    @Test
    void a_refresh_may_narrow_the_scope_for_one_access_token_but_not_widen_it() {
        String token = Caller.text(password("alice", "wonderland", "offline_access read write"), "refresh_token");

        HttpResponse<String> narrow = refresh(token, "scope", "read");
        HttpResponse<String> full = refresh(Caller.text(narrow, "refresh_token"));

        assertThat(Caller.text(narrow, "scope")).isEqualTo("read");
        assertThat(Caller.text(full, "scope")).isEqualTo("offline_access read write");
        assertThat(Caller.text(refresh(Caller.text(full, "refresh_token"), "scope", "admin"), "error"))
                .isEqualTo("invalid_scope");
    }

    @Test
    void a_refresh_token_expires() {
        String token = Caller.text(password("alice", "wonderland", "offline_access read"), "refresh_token");

        clock.advance(Duration.ofDays(1));

        assertThat(Caller.text(refresh(token), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void without_rotation_a_refresh_token_stays_and_is_not_sent_again() {
        try (Playground lax = Playground.start(PlaygroundSettings.builder(clock, new SecureRandom())
                .rotateRefreshTokens(false)
                .build())) {
            String token = Caller.text(
                    caller.token(
                            lax,
                            "grant_type",
                            "password",
                            "client_id",
                            "demo-password",
                            "username",
                            "bob",
                            "password",
                            "builder",
                            "scope",
                            "read offline_access"),
                    "refresh_token");
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> renewed = caller.token(
                        lax, "grant_type", "refresh_token", "client_id", "demo-password", "refresh_token", token);
                assertThat(renewed.statusCode()).isEqualTo(200);
                assertThat(Caller.json(renewed).has("refresh_token")).isFalse();
            }
        }
    }

    @Test
    void revocation_takes_back_one_access_token_or_all_that_came_of_a_refresh_token() {
        HttpResponse<String> tokens = password("alice", "wonderland", "offline_access read");
        String access = Caller.text(tokens, "access_token");
        String refresh = Caller.text(tokens, "refresh_token");
        String revoke = playground.issuer() + "/revoke";

        assertThat(caller.post(revoke, NO_HEADERS, "client_id", "demo-password", "token", access)
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller.call(playground.gateway() + "/hello", access).statusCode())
                .isEqualTo(401);
        String renewed = Caller.text(refresh(refresh), "refresh_token");

        assertThat(caller.post(revoke, NO_HEADERS, "client_id", "demo-password", "token", renewed)
                        .statusCode())
                .isEqualTo(200);
        assertThat(Caller.text(refresh(renewed), "error")).isEqualTo("invalid_grant");
        assertThat(caller.post(revoke, NO_HEADERS, "client_id", "demo-password", "token", "unknown")
                        .statusCode())
                .isEqualTo(200);
        assertThat(Caller.text(caller.post(revoke, SERVICE, "token", renewed), "error"))
                .isEqualTo("unauthorized_client");
    }

    @Test
    void introspection_tells_what_a_token_stands_for_until_it_ends() {
        String access = Caller.text(password("alice", "wonderland", "read"), "access_token");
        String introspect = playground.issuer() + "/introspect";

        JsonObject active = Caller.json(caller.post(introspect, SERVICE, "token", access));
        assertThat(active.flag("active")).contains(true);
        assertThat(active.text("username")).contains("alice");
        assertThat(active.text("scope")).contains("read");

        clock.advance(Duration.ofMinutes(10));
        assertThat(Caller.json(caller.post(introspect, SERVICE, "token", access)))
                .isEqualTo(JsonObject.parse("{\"active\":false}"));
    }

    @Test
    void userinfo_is_for_tokens_with_openid() {
        String access = Caller.text(password("alice", "wonderland", "openid email"), "access_token");
        String other = Caller.text(password("alice", "wonderland", "read"), "access_token");
        String userinfo = playground.issuer() + "/userinfo";

        assertThat(Caller.json(caller.call(userinfo, access)).text("email")).contains("alice@example.com");
        assertThat(caller.call(userinfo, other).statusCode()).isEqualTo(403);
        assertThat(caller.call(userinfo, "made-up")
                        .headers()
                        .firstValue("WWW-Authenticate")
                        .orElse(""))
                .startsWith("Bearer ")
                .contains("error=\"invalid_token\"");
        assertThat(caller.get(userinfo).headers().firstValue("WWW-Authenticate").orElse(""))
                .doesNotContain("error");
    }
}
