package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.oat.http.StreamLimits;
import dev.oat.http.tls.TransportSettings;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The decisions that leave no doubt, each by its name, as a user meets them: whole commands against a real server. Which
 * settings win and the one block are in {@link dev.oat.cli.setting.ResolutionTest}.
 */
class DecisionsTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("SVC", "service-secret").with("PW", "wonderland");
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .accessTokenLifetime(Duration.ofMinutes(10))
                .build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String[] service(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:SVC"));
        return all.toArray(new String[0]);
    }

    private TestWorld.Outcome ok(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    private void profile(String name, String... more) {
        List<String> words = new ArrayList<>(List.of("profile", "add", name));
        words.addAll(List.of(more));
        words.addAll(List.of("--issuer", playground.issuer().toString()));
        ok(words.toArray(new String[0]));
    }

    private void serviceProfile(String name) {
        profile(
                name,
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:SVC",
                "--grant-type",
                "client_credentials");
    }

    /** A profile whose token is a user's, with a refresh token and without a stored password. */
    private void person() {
        profile(
                "alice",
                "--client-id",
                "demo-password",
                "--grant-type",
                "password",
                "--username",
                "alice",
                "--scope",
                "openid offline_access");
    }

    private int tokenRequests() {
        return playground.requests().tokenRequests("client_credentials").size();
    }

    private List<Path> sessions() throws IOException {
        Path directory = home.resolve(".local/state/oat/sessions");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    @Nested
    @DisplayName("Sessions belong to a profile; without one, the key is a hash of what shapes the token")
    class SessionsDecision {
        @Test
        void the_same_settings_find_the_same_session_and_others_do_not() throws IOException {
            String first = ok(service("token")).out();
            assertThat(ok(service("token")).out()).isEqualTo(first);
            assertThat(tokenRequests()).isEqualTo(1);
            assertThat(ok(service("token", "--scope", "read")).out()).isNotEqualTo(first);
            assertThat(tokenRequests()).isEqualTo(2);
            assertThat(sessions()).hasSize(2);
        }

        @Test
        void the_key_holds_no_secret() throws IOException {
            ok(service("token"));
            world.with("SVC2", "service-secret");
            String[] other = service("token");
            other[other.length - 1] = "env:SVC2";
            ok(other);
            assertThat(tokenRequests())
                    .as("another reference to the secret is the same token")
                    .isEqualTo(1);
            assertThat(sessions()).hasSize(1);
        }

        @Test
        void a_cached_token_needs_no_toml_and_a_changed_profile_is_noticed() throws IOException {
            serviceProfile("svc");
            String first = ok("token", "-p", "svc").out();
            assertThat(ok("token", "-p", "svc").out()).isEqualTo(first);
            ok("profile", "set", "svc", "scope=read");
            assertThat(ok("token", "-p", "svc").out()).isNotEqualTo(first);
            Path file = home.resolve(".config/oat/profiles/svc.toml");
            Files.writeString(file, Files.readString(file) + "# a comment\n");
            ok("token", "-p", "svc");
            assertThat(tokenRequests()).as("a comment changes no token").isEqualTo(2);
        }
    }

    @Nested
    @DisplayName("Grant commands always ask the server, and store only with -p")
    class GrantCommands {
        @Test
        void they_ask_each_time_and_store_nothing() throws IOException {
            String first =
                    ok(service("token", "client-credentials", "-o", "token")).out();
            assertThat(ok(service("token", "client-credentials", "-o", "token")).out())
                    .isNotEqualTo(first);
            assertThat(tokenRequests()).isEqualTo(2);
            assertThat(sessions()).isEmpty();
        }

        @Test
        void with_p_they_store() {
            serviceProfile("svc");
            String got = ok("token", "client-credentials", "-p", "svc", "-o", "token")
                    .out();
            assertThat(ok("token", "-p", "svc").out()).isEqualTo(got);
            assertThat(tokenRequests()).isEqualTo(1);
        }
    }

    @Nested
    @DisplayName(
            "Bare oat token: cached, else refresh token, else the grant again, else exit 4 with the command to run")
    class BareToken {
        @Test
        void prints_the_bare_token_and_o_gives_the_other_forms() {
            String token = ok(service("token")).out();
            assertThat(token).matches("[^\\s{]+\n");
            assertThat(ok(service("token", "-o", "header")).out()).isEqualTo("Authorization: Bearer " + token);
            assertThat(JsonObject.parse(ok(service("token", "-o", "json")).out())
                            .text("access_token"))
                    .contains(token.trim());
        }

        @Test
        void renews_by_refresh_token_when_it_is_no_longer_good() {
            person();
            ok("token", "password", "-p", "alice", "--password", "env:PW");
            String first = ok("token", "-p", "alice").out();
            world.pass(Duration.ofMinutes(11));
            assertThat(ok("token", "-p", "alice").out()).isNotEqualTo(first);
            assertThat(playground.requests().tokenRequests("refresh_token")).hasSize(1);
        }

        @Test
        void runs_the_grant_again_when_every_secret_can_be_read_again() {
            profile(
                    "alice",
                    "--client-id",
                    "demo-password",
                    "--grant-type",
                    "password",
                    "--username",
                    "alice",
                    "--password",
                    "env:PW");
            ok("token", "-p", "alice");
            assertThat(playground.requests().tokenRequests("password")).hasSize(1);
        }

        @Test
        void a_secret_that_must_be_typed_is_exit_4_with_the_command_and_without_a_prompt() {
            person();
            world.typing("wonderland");
            TestWorld.Outcome outcome = world.run("token", "-p", "alice");
            assertThat(outcome.code()).isEqualTo(4);
            assertThat(outcome.err()).contains("oat token password -p alice");
            assertThat(world.prompts()).isEmpty();
        }

        @Test
        void a_profile_that_signs_in_is_exit_4_with_oat_login() {
            profile("me", "--client-id", "demo-web");
            TestWorld.Outcome outcome = world.run("token", "-p", "me");
            assertThat(outcome.code()).isEqualTo(4);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("oat login me");
        }
    }

    @Nested
    @DisplayName("oat token refresh without --refresh-token renews the session; with one, it prints and stores nothing")
    class TokenRefreshDecision {
        @Test
        void both_ways() throws IOException {
            person();
            JsonObject answer = JsonObject.parse(ok("token", "password", "-p", "alice", "--password", "env:PW")
                    .out());
            String renewed =
                    ok("token", "refresh", "-p", "alice", "-o", "token").out();
            assertThat(ok("token", "-p", "alice").out())
                    .isEqualTo(renewed)
                    .isNotEqualTo(answer.text("access_token").orElseThrow() + "\n");

            byte[] before = Files.readAllBytes(sessions().get(0));
            JsonObject other = JsonObject.parse(ok(
                            "token",
                            "password",
                            "--issuer",
                            playground.issuer().toString(),
                            "--client-id",
                            "demo-password",
                            "--username",
                            "alice",
                            "--scope",
                            "offline_access",
                            "--password",
                            "env:PW")
                    .out());
            world.with("RT", other.text("refresh_token").orElseThrow());
            ok(
                    "token",
                    "refresh",
                    "--issuer",
                    playground.issuer().toString(),
                    "--client-id",
                    "demo-password",
                    "--refresh-token",
                    "env:RT");
            assertThat(sessions()).hasSize(1);
            assertThat(Files.readAllBytes(sessions().get(0))).isEqualTo(before);
        }
    }

    @Nested
    @DisplayName("Freshness: --min-ttl 30 s, capped at half the lifetime; without expires_in good until a 401")
    class FreshnessDecision {
        @Test
        void thirty_seconds_unless_told() {
            String first = ok(service("token")).out();
            world.pass(Duration.ofMinutes(9).plusSeconds(29));
            assertThat(ok(service("token")).out()).isEqualTo(first);
            world.pass(Duration.ofSeconds(2));
            assertThat(ok(service("token")).out()).isNotEqualTo(first);
        }

        @Test
        void min_ttl_is_capped_at_half_the_lifetime() {
            String first = ok(service("token", "--min-ttl", "1h")).out();
            assertThat(ok(service("token", "--min-ttl", "1h")).out()).isEqualTo(first);
            world.pass(Duration.ofMinutes(5).plusSeconds(1));
            assertThat(ok(service("token", "--min-ttl", "1h")).out()).isNotEqualTo(first);
        }

        @Test
        void without_expires_in_it_stays_good() {
            playground.faults().on("no-expires-in");
            String first = ok(service("token")).out();
            world.pass(Duration.ofDays(365));
            assertThat(ok(service("token")).out()).isEqualTo(first);
        }

        @Test
        void a_renewal_refused_with_invalid_grant_is_exit_4() {
            person();
            ok("token", "password", "-p", "alice", "--password", "env:PW");
            world.pass(Duration.ofDays(40));
            TestWorld.Outcome outcome = world.run("token", "-p", "alice");
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
            assertThat(outcome.err()).contains("invalid_grant");
        }
    }

    @Nested
    @DisplayName("Exit edges")
    class ExitEdges {
        @Test
        void an_unknown_profile_is_2() {
            assertThat(world.run("token", "-p", "nope").code()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"html", "truncated", "empty", "redirect", "huge", "deep"})
        void no_usable_protocol_answer_is_5(String fault) {
            playground.faults().on(fault);
            assertThat(world.run(service("token", "client-credentials")).code()).isEqualTo(5);
        }

        @ParameterizedTest
        @ValueSource(strings = {"no-access-token", "unknown-token-type", "metadata-wrong-iss"})
        void readable_but_wrong_is_6(String fault) {
            playground.faults().on(fault);
            TestWorld.Outcome outcome = world.run(service("token", "client-credentials"));
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
            assertThat(outcome.out()).isEmpty();
        }

        @Test
        void a_well_formed_error_is_3() {
            world.with("SVC", "wrong");
            assertThat(world.run(service("token", "client-credentials")).code()).isEqualTo(3);
        }

        @Test
        void a_deadline_is_7() {
            playground.faults().on("stalled");
            assertThat(world.run(service("token", "client-credentials", "--timeout", "1"))
                            .code())
                    .isEqualTo(7);
        }
    }

    @Nested
    @DisplayName("--param goes to the token request; parameters that carry the protocol are not overridable")
    class Parameters {
        @Test
        void to_the_token_request() {
            ok(service("token", "client-credentials", "--param", "tenant=a b"));
            assertThat(playground
                            .requests()
                            .tokenRequests("client_credentials")
                            .get(0)
                            .form("tenant"))
                    .contains("a b");
        }

        @ParameterizedTest
        @ValueSource(strings = {"grant_type=password", "client_id=x", "client_secret=x", "refresh_token=x"})
        void not_the_protocols_own(String pair) {
            TestWorld.Outcome outcome = world.run(service("token", "client-credentials", "--param", pair));
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(playground.requests().all()).isEmpty();
        }
    }

    /** Signs in as a user, by the command of {@code words}, which waits for the redirect. */
    private TestWorld.Outcome signIn(String user, String password, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--no-browser");
        RunningCommand command = new RunningCommand(world, all.toArray(new String[0]));
        ScriptedBrowser.allowing(user, Secret.of(password)).visit(command.address());
        return command.outcome();
    }

    private String[] login(String... words) {
        List<String> all = new ArrayList<>(List.of("login"));
        all.addAll(List.of(words));
        all.addAll(List.of("--issuer", playground.issuer().toString(), "--client-id", "demo-web"));
        return all.toArray(new String[0]);
    }

    private ReceivedRequest authorizationRequest() {
        return playground.requests().of(Part.AUTHORIZATION_SERVER, "/authorize").get(0);
    }

    @Nested
    @DisplayName("Scopes: without --scope, login asks openid, and offline_access with prompt=consent")
    class ScopesDecision {
        @Test
        void unless_the_person_says_otherwise() throws Exception {
            assertThat(signIn("alice", "wonderland", login("me")).code()).isZero();
            assertThat(authorizationRequest().query("scope")).contains("openid offline_access");
            assertThat(authorizationRequest().query("prompt")).contains("consent");
        }

        @Test
        void no_refresh_token_came_is_said_with_what_to_ask_for() throws Exception {
            TestWorld.Outcome outcome = signIn("alice", "wonderland", login("me", "--scope", "openid"));
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err()).contains("offline_access");
        }
    }

    @Nested
    @DisplayName("Redirect URI: http://127.0.0.1:PORT/callback; only the port varies; failures print the exact one")
    class RedirectUriDecision {
        @Test
        void as_sent_and_as_told() throws Exception {
            assertThat(signIn("alice", "wonderland", login("me")).code()).isZero();
            assertThat(authorizationRequest().query("redirect_uri").orElseThrow())
                    .matches("http://127\\.0\\.0\\.1:[0-9]+/callback");
        }

        @Test
        void nobody_came_is_7_with_the_uri_to_register() throws Exception {
            TestWorld.Outcome outcome = world.run(login("me", "--no-browser", "--timeout", "1"));
            assertThat(outcome.code()).isEqualTo(7);
            assertThat(outcome.err()).containsPattern("http://127\\.0\\.0\\.1:[0-9]+/callback");
        }
    }

    @Nested
    @DisplayName(
            "--no-input forbids reading from the terminal, not waiting for the redirect; another sub asks, or is exit 6")
    class NoInput {
        @Test
        void the_redirect_is_waited_for() throws Exception {
            assertThat(signIn("alice", "wonderland", login("me", "--no-input")).code())
                    .isZero();
        }

        @Test
        void another_person_into_the_same_profile_is_6() throws Exception {
            assertThat(signIn("alice", "wonderland", login("me")).code()).isZero();
            String before = ok("token", "-p", "me").out();
            TestWorld.Outcome outcome = signIn("bob", "builder", "login", "me", "--no-input");
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
            assertThat(ok("token", "-p", "me").out()).isEqualTo(before);
        }
    }

    @Nested
    @DisplayName("--param goes to the authorization request on login; --token-param to login's exchange")
    class LoginParameters {
        @Test
        void each_to_its_own() throws Exception {
            assertThat(signIn("alice", "wonderland", login("me", "--param", "hint=a", "--token-param", "trace=b"))
                            .code())
                    .isZero();
            assertThat(authorizationRequest().query("hint")).contains("a");
            assertThat(authorizationRequest().query("trace")).isEmpty();
            ReceivedRequest exchange =
                    playground.requests().tokenRequests("authorization_code").get(0);
            assertThat(exchange.form("trace")).contains("b");
            assertThat(exchange.form("hint")).isEmpty();
        }
    }

    @Nested
    @DisplayName("Hosts: a token goes only where the profile's api allows; else ask once and save, else exit 2")
    class Hosts {
        private String api() {
            return playground.gateway().toString();
        }

        @Test
        void no_match_is_2_with_the_command_to_run_and_nothing_sent() {
            serviceProfile("svc");
            TestWorld.Outcome outcome = world.run("call", "-p", "svc", api() + "/hello");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("--allow-host " + api());
            assertThat(playground.requests().of(Part.GATEWAY)).isEmpty();
        }

        @Test
        void on_a_terminal_it_is_asked_once_and_saved() {
            serviceProfile("svc");
            world.typing("yes");
            ok("call", "-p", "svc", api() + "/status/200");
            ok("call", "-p", "svc", api() + "/status/200");
            assertThat(world.prompts()).hasSize(1);
            assertThat(ok("profile", "show", "svc").out()).contains(api());
        }

        @Test
        void the_same_rule_without_a_profile() {
            assertThat(world.run(service("call", api() + "/hello")).code()).isEqualTo(2);
            ok(service("call", api() + "/status/200", "--api", api()));
            world.with("OAT_API", api());
            ok(service("call", api() + "/status/200"));
        }
    }

    @Nested
    @DisplayName(
            "call: POST when there is a body, else GET; stdin only for @-; --token is never renewed; a second 401 is 0")
    class CallDecision {
        private String api() {
            return playground.gateway().toString();
        }

        private String method() {
            List<ReceivedRequest> all = playground.requests().of(Part.GATEWAY);
            return all.get(all.size() - 1).method();
        }

        @Test
        void the_method_follows_the_body_and_stdin_is_left_alone() {
            world.reading("never read");
            ok(service("call", api() + "/orders", "--api", api(), "--scope", "read"));
            assertThat(method()).isEqualTo("GET");
            ok(service("call", api() + "/orders", "item=book", "--api", api(), "--scope", "write"));
            assertThat(method()).isEqualTo("POST");
        }

        @Test
        void a_given_token_is_never_renewed_and_the_401_is_the_answer() {
            world.with("T", "not-a-token");
            TestWorld.Outcome outcome = world.run(service("call", api() + "/hello", "--token", "env:T"));
            assertThat(outcome.code()).isZero();
            assertThat(tokenRequests()).isZero();
        }

        @Test
        void with_fail_it_is_8_and_the_body_is_printed() {
            TestWorld.Outcome outcome = world.run(service("call", api() + "/status/404", "--api", api(), "--fail"));
            assertThat(outcome.code()).isEqualTo(8);
            assertThat(outcome.out()).contains("404");
        }
    }

    @Nested
    @DisplayName("Metadata and JWKS are cached in the cache directory, honouring their headers")
    class Cache {
        @Test
        void what_may_be_kept_is_fetched_once_while_it_is_young() throws IOException {
            List<String> asked = new CopyOnWriteArrayList<>();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String issuer = "http://127.0.0.1:" + server.getAddress().getPort();
            server.createContext("/", exchange -> {
                asked.add(exchange.getRequestURI().getPath());
                boolean token = exchange.getRequestURI().getPath().equals("/token");
                byte[] body = (token
                                ? "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}"
                                : "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + issuer + "/token\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders().set("Cache-Control", token ? "no-store" : "max-age=300");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            try {
                String[] words = {
                    "token", "client-credentials", "--issuer", issuer, "--client-id", "c", "--client-secret", "env:SVC"
                };
                ok(words);
                ok(words);
                world.pass(Duration.ofSeconds(299));
                ok(words);
                assertThat(asked).containsExactly("/.well-known/openid-configuration", "/token", "/token", "/token");
                world.pass(Duration.ofSeconds(2));
                ok(words);
                assertThat(asked.subList(4, asked.size()))
                        .containsExactly("/.well-known/openid-configuration", "/token");
            } finally {
                server.stop(0);
            }
        }

        @Test
        void what_may_not_be_kept_is_fetched_again() {
            ok(service("token", "client-credentials"));
            int first = playground.requests().all().size();
            ok(service("token", "client-credentials"));
            assertThat(playground.requests().all()).hasSize(2 * first);
        }
    }

    @Nested
    @DisplayName("Time: 30 s for a whole protocol call; call has an idle limit of 60 s and a total only by --timeout; "
            + "a body cut short is exit 5")
    class Time {
        @Test
        void the_limits_are_these() {
            assertThat(TransportSettings.DEFAULT_TIMEOUT).isEqualTo(Duration.ofSeconds(30));
            assertThat(TransportSettings.MAX_MESSAGE).isEqualTo(2 * 1024 * 1024);
            assertThat(StreamLimits.standard().idle()).isEqualTo(Duration.ofSeconds(60));
            assertThat(StreamLimits.standard().total()).isEmpty();
        }

        @Test
        void a_call_ends_at_timeout_and_a_body_cut_short_is_5() throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            CountDownLatch over = new CountDownLatch(1);
            server.createContext("/cut", exchange -> {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
                // the server breaks the connection off: it promised more
                throw new IOException("cut");
            });
            server.createContext("/slow", exchange -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            });
            server.setExecutor(Executors.newCachedThreadPool());
            server.start();
            String api = "http://127.0.0.1:" + server.getAddress().getPort();
            try {
                world.with("T", "token");
                assertThat(world.run("call", api + "/cut", "--api", api, "--token", "env:T")
                                .code())
                        .isEqualTo(5);
                assertThat(world.run("call", api + "/slow", "--api", api, "--token", "env:T", "--timeout", "1")
                                .code())
                        .isEqualTo(7);
            } finally {
                over.countDown();
                server.stop(0);
            }
        }
    }

    @Nested
    @DisplayName("For debugging there is a loud --pkce S256|plain|off")
    class PkceDecision {
        @Test
        void s256_always_and_off_only_with_a_warning() throws Exception {
            assertThat(signIn("alice", "wonderland", login("me")).code()).isZero();
            assertThat(authorizationRequest().query("code_challenge_method")).contains("S256");
            TestWorld.Outcome off = world.run(login("other", "--pkce", "off", "--no-browser", "--timeout", "1"));
            assertThat(off.err()).contains("warning: --pkce off").doesNotContain("code_challenge");
        }
    }

    @Nested
    @DisplayName(
            "DPoP: a profile's key lies with its session and goes with it; ad hoc: --dpop-key, else an ephemeral key"
                    + " and a warning; outputs that would hand a bound token to a bearer program refuse")
    class BoundTokens {
        private String[] profile(String... words) {
            ok(service("profile", "add", "svc", "--grant-type", "client_credentials", "--dpop"));
            ok("token", "client-credentials", "-p", "svc");
            return words;
        }

        private boolean keyIsKept() throws Exception {
            try (Stream<Path> files = Files.walk(home)) {
                return files.filter(Files::isRegularFile)
                        .anyMatch(file -> file.toString().contains("sessions")
                                && read(file).contains("\\\"d\\\""));
            }
        }

        private String read(Path file) {
            try {
                return Files.readString(file);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Test
        void a_profiles_key_lies_with_its_session_and_goes_with_it() throws Exception {
            profile();
            assertThat(keyIsKept()).isTrue();
            ok("logout", "svc");
            assertThat(keyIsKept()).isFalse();
        }

        @Test
        void ad_hoc_the_key_is_ephemeral_and_that_is_said() throws Exception {
            assertThat(ok(service("token", "client-credentials", "--dpop")).err())
                    .contains("bound to a key that ends with this command", "--dpop-key FILE");
            assertThat(keyIsKept()).isFalse();
        }

        @Test
        void a_bearer_program_gets_no_bound_token() {
            for (String format : List.of("token", "header", "env", "exec-credential")) {
                TestWorld.Outcome outcome = world.run(profile("token", "-p", "svc", "-o", format));
                assertThat(outcome.code()).as(format).isEqualTo(2);
                assertThat(outcome.out()).isEmpty();
                ok("profile", "remove", "svc");
            }
        }
    }
}
