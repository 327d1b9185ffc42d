package dev.oat.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Secret;
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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refresh tokens from elsewhere become sessions here, and sign-ins that keep nothing keep nothing. */
@Timeout(60)
class AdoptionTest {
    @TempDir
    Path home;

    private TestWorld world;
    private TestWorld elsewhere;
    private Playground playground;

    @BeforeEach
    void start() throws Exception {
        elsewhere = TestWorld.at(home.resolve("elsewhere"));
        world = TestWorld.at(home.resolve("here"));
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
        world.with("R", refreshToken());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    /** What another program got. */
    private String refreshToken() throws Exception {
        RunningCommand login = new RunningCommand(
                elsewhere,
                "login",
                "--store",
                "none",
                "--no-browser",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--scope",
                "openid offline_access read");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
        TestWorld.Outcome outcome = login.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JsonObject.parse(outcome.out()).text("refresh_token").orElseThrow();
    }

    private TestWorld.Outcome login(String... more) {
        String[] words = new String[8 + more.length];
        System.arraycopy(
                new String[] {
                    "login",
                    "old",
                    "--refresh-token",
                    "env:R",
                    "--issuer",
                    playground.issuer().toString(),
                    "--client-id",
                    "demo-web"
                },
                0,
                words,
                0,
                8);
        System.arraycopy(more, 0, words, 8, more.length);
        return world.run(words);
    }

    private List<String> files(TestWorld one, String kind) throws IOException {
        Path directory = one.home().resolve(kind);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") || name.endsWith(".toml"))
                    .toList();
        }
    }

    @Test
    void a_sign_in_that_keeps_nothing_prints_its_answer_and_leaves_no_file() throws Exception {
        assertThat(files(elsewhere, ".local/state/oat/sessions")).isEmpty();
        assertThat(files(elsewhere, ".config/oat/profiles")).isEmpty();
    }

    @Test
    void a_refresh_token_becomes_a_new_profile_that_renews_itself() throws Exception {
        TestWorld.Outcome outcome = login();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("profile old", "renews itself");
        assertThat(playground.requests().tokenRequests("refresh_token")).hasSize(1);
        assertThat(world.run("token", "-p", "old").out()).startsWith("eyJ");
        world.pass(Duration.ofHours(1));
        TestWorld.Outcome renewed = world.run("token", "-p", "old");
        assertThat(renewed.code()).as(renewed.err()).isZero();
        assertThat(playground.requests().tokenRequests("refresh_token")).hasSize(2);
    }

    @Test
    void token_refresh_with_a_profile_adopts_and_prints_what_is_stored_already() throws Exception {
        world.run("profile", "add", "work", "--issuer", playground.issuer().toString(), "--client-id", "demo-web");
        TestWorld.Outcome outcome = world.run("token", "refresh", "-p", "work", "--refresh-token", "env:R");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        String printed = JsonObject.parse(outcome.out()).text("access_token").orElseThrow();
        assertThat(world.run("token", "-p", "work").out().strip()).isEqualTo(printed);
        world.pass(Duration.ofHours(1));
        assertThat(world.run("token", "-p", "work").code()).isZero();
    }

    @Test
    void one_that_the_server_refuses_changes_nothing() throws Exception {
        world.with("R", "never-issued");
        TestWorld.Outcome outcome = login();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(files(world, ".config/oat/profiles")).isEmpty();
        assertThat(files(world, ".local/state/oat/sessions")).isEmpty();
    }

    @Test
    void the_next_refresh_token_is_kept_though_the_answer_is_refused() throws Exception {
        world.run("profile", "add", "old", "--issuer", playground.issuer().toString(), "--client-id", "demo-web");
        playground.faults().on(Fault.ID_TOKEN_BAD_SIGNATURE);
        TestWorld.Outcome outcome = world.run("login", "old", "--refresh-token", "env:R");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains("the refresh token in it is kept");
        playground.faults().clear();
        TestWorld.Outcome token = world.run("token", "-p", "old");
        assertThat(token.code()).as(token.err()).isZero();
        assertThat(token.out()).startsWith("eyJ");
    }

    private void profile(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "profile", "add", "work", "--issuer", playground.issuer().toString(), "--client-id", "demo-web"));
        words.addAll(List.of(more));
        assertThat(world.run(words.toArray(new String[0])).code()).isZero();
    }

    /** Ways to adopt into a profile that is there, and what its settings say of its grant. */
    @TestFactory
    Stream<DynamicTest> an_adopted_session_is_the_profiles_whatever_grant_it_names() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String adopt : List.of(
                "login work --refresh-token env:R",
                "login --refresh-token env:R -p work",
                "token refresh -p work --refresh-token env:R")) {
            for (String grant : List.of(
                    "",
                    "authorization_code",
                    "device_code",
                    "ciba",
                    "password",
                    "jwt-bearer",
                    "saml2-bearer",
                    "token-exchange")) {
                tests.add(DynamicTest.dynamicTest(adopt + ", " + grant, () -> {
                    world = TestWorld.at(Files.createTempDirectory(home, "own")).with("R", refreshToken());
                    world.at(elsewhere.now());
                    profile(grant.isEmpty() ? new String[0] : new String[] {"--grant-type", grant});
                    TestWorld.Outcome outcome = world.run(adopt.split(" "));
                    assertThat(outcome.code()).as(outcome.err()).isZero();
                    TestWorld.Outcome token = world.run("token", "-p", "work");
                    assertThat(token.code()).as(token.err()).isZero();
                    JsonObject session = (JsonObject)
                            JsonObject.parse(world.run("status", "-o", "json").out())
                                    .array("sessions")
                                    .get(0);
                    assertThat(session.flag("signed_in")).contains(true);
                    assertThat(session.text("renewable")).contains("refresh_token");
                    int before =
                            playground.requests().tokenRequests("refresh_token").size();
                    TestWorld.Outcome forced = world.run("token", "-p", "work", "--force-refresh");
                    assertThat(forced.code()).as(forced.err()).isZero();
                    assertThat(playground.requests().tokenRequests("refresh_token"))
                            .hasSize(before + 1);
                }));
            }
        }
        return tests.stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_credentials", "id-jag"})
    void a_grant_without_refresh_tokens_adopts_none_and_nothing_is_spent(String grant) {
        profile("--grant-type", grant);
        for (String adopt :
                List.of("login work --refresh-token env:R", "token refresh -p work --refresh-token env:R")) {
            int before = playground.requests().tokenRequests("refresh_token").size();
            TestWorld.Outcome outcome = world.run(adopt.split(" "));
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
            assertThat(outcome.err()).contains("by " + grant, "under another name");
            assertThat(playground.requests().tokenRequests("refresh_token")).hasSize(before);
        }
    }

    @Test
    void a_profile_that_is_moved_to_another_server_by_a_sign_in_names_that_grant() {
        world.run(
                "profile",
                "add",
                "old",
                "--issuer",
                "https://as.example",
                "--client-id",
                "x",
                "--grant-type",
                "password");
        TestWorld.Outcome outcome = login();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(world.run("profile", "show", "old").out()).contains("authorization_code");
        assertThat(world.run("token", "-p", "old").code()).isZero();
    }

    @Test
    void options_of_a_sign_in_mean_nothing_here() {
        assertThat(login("--port", "8484").code()).isEqualTo(2);
        assertThat(login("--store", "none").code()).isEqualTo(2);
    }
}
