package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing out at the server too, in the browser where the user is signed in. */
@Timeout(90)
class EndSessionTest {
    @TempDir
    Path home;

    private final ScriptedBrowser alice = ScriptedBrowser.allowing("alice", Secret.of("wonderland"));
    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private void signIn(String client, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "login", "work", "--issuer", playground.issuer().toString(), "--client-id", client, "--no-browser"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        alice.visit(command.address());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private RunningCommand logout(String... more) {
        List<String> words = new ArrayList<>(List.of("logout", "work", "--end-session", "--no-browser"));
        words.addAll(List.of(more));
        return new RunningCommand(world, words.toArray(new String[0]));
    }

    private String file(String name, String text) throws IOException {
        Path path = Files.createFile(
                home.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(path, text).toString();
    }

    @Test
    void the_session_ends_here_and_in_the_browser() throws Exception {
        signIn("demo-web");
        RunningCommand command = logout();
        URI address = command.address();
        List<ScriptedBrowser.Step> steps = alice.visit(address);
        TestWorld.Outcome outcome = command.outcome();

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("Signing out at " + playground.issuer(), "and at the server");
        assertThat(steps.get(steps.size() - 1).body()).contains("Signed out");
        Form sent = Form.parse(address.getRawQuery());
        assertThat(sent.fields())
                .extracting(Form.Field::name)
                .containsExactly("id_token_hint", "client_id", "post_logout_redirect_uri", "state");
        assertThat(sent.first("post_logout_redirect_uri").orElseThrow())
                .matches("http://127\\.0\\.0\\.1:\\d+/callback");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/revoke"))
                .hasSize(2);
        assertThat(home.resolve(".local/state/oat/sessions/work.json")).doesNotExist();

        RunningCommand again =
                new RunningCommand(world, "login", "work", "--prompt", "none", "--scope", "openid", "--no-browser");
        alice.visit(again.address());
        assertThat(again.outcome().err()).contains("login_required");
    }

    @Test
    void the_browser_comes_back_to_the_redirect_uri_and_port_that_the_profile_is_registered_with() throws Exception {
        signIn("demo-web");
        int port;
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(world.run("profile", "set", "work", "redirect_uri=http://localhost:" + port + "/callback")
                        .code())
                .isZero();
        RunningCommand command = logout("--timeout", "1");
        assertThat(Form.parse(command.address().getRawQuery())
                        .first("post_logout_redirect_uri")
                        .orElseThrow())
                .isEqualTo("http://localhost:" + port + "/callback");
        assertThat(command.outcome().code()).isEqualTo(7);
    }

    @Test
    void an_encrypted_id_token_is_shown_to_the_server_as_it_was_signed() throws Exception {
        String signing =
                file("client.jwk", playground.clientKey().toPrivateJson().toJson());
        String decryption = file(
                "decryption.jwk",
                playground.clientDecryptionKey().toPrivateJson().toJson());
        signIn("demo-encrypted", "--signing-key", signing, "--decryption-key", decryption);
        RunningCommand command = logout();
        Form sent = Form.parse(command.address().getRawQuery());
        assertThat(Jwt.decode(sent.first("id_token_hint").orElseThrow())
                        .claims()
                        .text("sub"))
                .contains("user-alice");
        alice.visit(command.address());
        assertThat(command.outcome().code()).isZero();
    }

    @Test
    void a_browser_that_does_not_come_back_is_exit_7_and_the_session_is_gone_here() throws Exception {
        signIn("demo-web");
        RunningCommand command = logout("--timeout", "1");
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err())
                .contains("did not come back from signing out", "post_logout_redirect_uri", "RP-Initiated Logout §2");
        assertThat(home.resolve(".local/state/oat/sessions/work.json")).doesNotExist();
    }

    @Test
    void a_strangers_request_does_not_end_the_wait() throws Exception {
        signIn("demo-web");
        RunningCommand command = logout();
        URI address = command.address();
        String back = Form.parse(address.getRawQuery())
                .first("post_logout_redirect_uri")
                .orElseThrow();
        List<ScriptedBrowser.Step> stranger = alice.visit(URI.create(back + "?state=guessed"));
        assertThat(stranger.get(0).status()).isEqualTo(400);
        alice.visit(address);
        assertThat(command.outcome().code()).isZero();
    }

    @Test
    void a_server_without_such_a_thing_is_said_to_have_none_after_all_the_rest_is_done() throws Exception {
        try (OddServer odd = new OddServer(world.clock())) {
            RunningCommand login = new RunningCommand(
                    world, "login", "work", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT, "--no-browser");
            alice.visit(login.address());
            assertThat(login.outcome().code()).isZero();
            odd.page("/revoke", hit -> OddServer.Reply.text(200, "text/plain", ""));
            odd.metadata("revocation_endpoint", odd.issuer() + "/revoke");
            TestWorld.Outcome outcome =
                    world.run("logout", "work", "--end-session", "--revocation-endpoint", odd.issuer() + "/revoke");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err())
                    .contains("signed out of profile work here, but the user is still signed in at the server")
                    .contains("names no end_session_endpoint")
                    .contains("try: sign out in the browser");
            assertThat(odd.hits("/revoke")).hasSize(2);
            assertThat(home.resolve(".local/state/oat/sessions/work.json")).doesNotExist();
        }
    }

    /** A session at a server whose steps may fail; gives the command that signs out. */
    private OddServer odd(String... broken) throws Exception {
        OddServer odd = new OddServer(world.clock());
        odd.metadata("revocation_endpoint", odd.issuer() + "/revoke")
                .metadata("end_session_endpoint", odd.issuer() + "/end")
                .page("/revoke", hit -> OddServer.Reply.text(200, "text/plain", ""))
                .page(
                        "/end",
                        hit -> OddServer.Reply.redirect(
                                hit.query().first("post_logout_redirect_uri").orElseThrow() + "?state="
                                        + hit.query().first("state").orElseThrow()));
        RunningCommand login = new RunningCommand(
                world, "login", "work", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT, "--no-browser");
        alice.visit(login.address());
        assertThat(login.outcome().code()).isZero();
        for (String step : broken) {
            switch (step) {
                case "refresh token" ->
                    odd.page(
                            "/revoke",
                            hit -> OddServer.Reply.text(
                                    hit.form().first("token_type_hint").equals(Optional.of("refresh_token"))
                                            ? 500
                                            : 200,
                                    "text/plain",
                                    ""));
                case "access token" ->
                    odd.page(
                            "/revoke",
                            hit -> OddServer.Reply.text(
                                    hit.form().first("token_type_hint").equals(Optional.of("access_token")) ? 500 : 200,
                                    "text/plain",
                                    ""));
                case "both tokens" ->
                    odd.page(
                            "/revoke",
                            hit -> OddServer.Reply.json(
                                    400, JsonObject.of(Map.of("error", "invalid_client", "error_description", "no"))));
                case "browser" ->
                    odd.page(
                            "/end",
                            hit -> OddServer.Reply.redirect(hit.query()
                                            .first("post_logout_redirect_uri")
                                            .orElseThrow() + "?error=server_error&state="
                                    + hit.query().first("state").orElseThrow()));
                case "store" -> {
                    Path lock = home.resolve(".local/state/oat/sessions/work.lock");
                    Files.deleteIfExists(lock);
                    Files.createDirectory(lock);
                }
                default -> throw new IllegalArgumentException(step);
            }
        }
        return odd;
    }

    @ParameterizedTest
    @CsvSource({
        "refresh token,          5, the server did not revoke the tokens",
        "access token,           5, the server did not revoke the tokens",
        "both tokens,            3, the server did not revoke the tokens",
        "browser,                3, the user is still signed in at the server",
        "store,                  2, the session is still stored here",
        "refresh token+browser,  5, 'the server did not revoke the tokens, and the user is still signed in at the"
                + " server'",
        "both tokens+store,      2, 'the session is still stored here, and the server did not revoke the tokens'",
        "store+both tokens+browser, 2, 'stored here, and the server did not revoke the tokens, and the user is"
                + " still'",
    })
    void what_fails_keeps_nothing_else_from_being_done(String broken, int code, String told) throws Exception {
        try (OddServer odd = odd(broken.split("\\+"))) {
            RunningCommand command = logout();
            alice.visit(command.address());
            TestWorld.Outcome outcome = command.outcome();
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
            assertThat(outcome.err()).contains(told);
            assertThat(odd.hits("/revoke"))
                    .extracting(hit -> hit.form().first("token_type_hint").orElse(""))
                    .containsExactly("refresh_token", "access_token");
            assertThat(odd.hits("/end")).hasSize(1);
            if (!broken.contains("store")) {
                assertThat(home.resolve(".local/state/oat/sessions/work.json")).doesNotExist();
            }
            assertThat(outcome.err().contains("status 500") || outcome.err().contains("invalid_client (no)"))
                    .isEqualTo(broken.contains("token"));
            assertThat(outcome.err().contains("server_error")).isEqualTo(broken.contains("browser"));
        }
    }

    @Test
    void a_server_that_is_gone_keeps_nothing_from_being_forgotten() throws Exception {
        odd().close();
        TestWorld.Outcome outcome = world.run("logout", "work", "--end-session", "--no-browser", "--timeout", "1");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err())
                .contains("signed out of profile work here, but the server did not revoke the tokens, and the user is");
        assertThat(home.resolve(".local/state/oat/sessions/work.json")).doesNotExist();
    }
}
