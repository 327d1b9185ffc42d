package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.PlaygroundSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * The decisions that leave no doubt, each by its name, as a person meets them: whole commands against a real server. Which
 * settings win and the one block are in {@link ResolutionTest}.
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

    /** A profile whose token is a person's, with a refresh token and without a stored password. */
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

    @Nested
    @DisplayName("Metadata and JWKS are cached in the cache directory, honouring their headers")
    class Cache {
        @Test
        void what_may_not_be_kept_is_fetched_again() {
            ok(service("token", "client-credentials"));
            int first = playground.requests().all().size();
            ok(service("token", "client-credentials"));
            assertThat(playground.requests().all()).hasSize(2 * first);
        }
    }
}
