package dev.oat.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user asked on their own device, a code from elsewhere, and refreshes that ask for less. */
@Timeout(60)
class CibaAndCodeTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("S", "ciba-secret").with("PW", "wonderland");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld.Outcome ciba(String... more) {
        List<String> words = new ArrayList<>(
                List.of("token", "ciba", "--issuer", playground.issuer().toString()));
        words.addAll(List.of("--client-id", "demo-ciba", "--client-secret", "env:S"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private Runnable answering(ScriptedBrowser person) {
        return () -> {
            try {
                List<ScriptedBrowser.Step> steps = person.visit(URI.create(playground.issuer() + "/ciba"));
                assertThat(steps).anyMatch(step -> step.body().contains("W4SCT"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Test
    void the_person_sees_the_message_and_agrees() {
        playground.faults().on(Fault.SLOW_DOWN);
        world.duringPause(() -> {}).duringPause(answering(ScriptedBrowser.allowing("alice", Secret.of("wonderland"))));
        TestWorld.Outcome outcome = ciba("--login-hint", "alice", "--binding-message", "W4SCT");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).has("id_token")).isTrue();
        assertThat(outcome.err()).contains("The server asks alice on their own device; it should show: W4SCT.");
        assertThat(world.pauses()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    @Test
    void the_resource_that_the_person_agreed_to_is_named_again_with_the_token_request() {
        world.duringPause(answering(ScriptedBrowser.allowing("alice", Secret.of("wonderland"))));
        TestWorld.Outcome outcome =
                ciba("--login-hint", "alice", "--binding-message", "W4SCT", "--resource", "https://api.example/");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER))
                .filteredOn(request -> request.path().equals("/token"))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.form("resource")).contains("https://api.example/"));
    }

    @Test
    void a_no_is_exit_3_and_silence_exit_7() {
        world.duringPause(answering(ScriptedBrowser.denying("alice", Secret.of("wonderland"))));
        assertThat(ciba("--login-hint", "alice", "--binding-message", "W4SCT").code())
                .isEqualTo(3);
        TestWorld.Outcome silence = ciba("--login-hint", "alice", "--requested-expiry", "30");
        assertThat(silence.code()).isEqualTo(7);
        assertThat(silence.err()).contains("nobody agreed within 30 s");
    }

    @Test
    void a_signed_request_holds_every_parameter_inside() throws IOException {
        Path key = home.resolve("key.jwk");
        Files.writeString(key, playground.clientKey().toPrivateJson().toJson());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        world.duringPause(answering(ScriptedBrowser.allowing("alice", Secret.of("wonderland"))));
        TestWorld.Outcome outcome = world.run(
                "token",
                "ciba",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-key",
                "--signing-key",
                key.toString(),
                "--request-object",
                "signed",
                "--login-hint",
                "alice",
                "--binding-message",
                "W4SCT");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        ReceivedRequest asked = playground
                .requests()
                .of(Part.AUTHORIZATION_SERVER, "/bc-authorize")
                .get(0);
        assertThat(asked.form("login_hint")).isEmpty();
        assertThat(asked.form("client_assertion")).isPresent();
        JsonObject inside =
                dev.oat.jose.Jwt.decode(asked.form("request").orElseThrow()).claims();
        assertThat(inside.text("login_hint")).contains("alice");
        assertThat(inside.text("iss")).contains("demo-key");
        assertThat(inside.text("aud")).contains(playground.issuer().toString());
        for (String member : List.of("iat", "nbf", "exp", "jti", "scope", "binding_message")) {
            assertThat(inside.has(member)).as(member).isTrue();
        }
    }

    @Test
    void a_signed_request_takes_a_key_and_is_not_encrypted() {
        assertThat(ciba("--login-hint", "alice", "--request-object", "signed").err())
                .contains("--request-object needs a key to sign with");
        assertThat(ciba("--login-hint", "alice", "--request-object", "encrypted")
                        .err())
                .contains("signed, not encrypted");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/bc-authorize"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"two\nlines", "a\tb", "a\u0000b", "right\u202eleft", "zero\u200bwidth", "\u2028", " ", "LONG"})
    void a_binding_message_that_not_every_device_shows_is_not_sent(String message) {
        TestWorld.Outcome outcome =
                ciba("--login-hint", "alice", "--binding-message", message.equals("LONG") ? "x".repeat(256) : message);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("--binding-message");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/bc-authorize"))
                .isEmpty();
    }

    @Test
    void exactly_one_hint_says_whom_to_ask() {
        assertThat(ciba().err()).contains("--login-hint NAME", "OpenID CIBA Core §7.1");
        TestWorld.Outcome two = ciba("--login-hint", "alice", "--id-token-hint", "env:S");
        assertThat(two.code()).isEqualTo(2);
        assertThat(two.err()).contains("more than one option says whom");
    }

    @Test
    void nobody_by_that_name_is_exit_3() {
        TestWorld.Outcome outcome = ciba("--login-hint", "nobody");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("unknown_user_id", "the server knows nobody by this hint");
    }

    @Test
    void a_code_from_elsewhere_is_sent_once_with_verifier_and_redirect_uri() {
        world.with("CODE", "made-up").with("VERIFIER", "v".repeat(43));
        TestWorld.Outcome outcome = world.run(
                "token",
                "authorization-code",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--code",
                "env:CODE",
                "--code-verifier",
                "env:VERIFIER",
                "--redirect-uri",
                "https://app.example/callback");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("invalid_grant").doesNotContain("made-up");
        assertThat(world.run(
                                "token",
                                "authorization-code",
                                "--issuer",
                                playground.issuer().toString(),
                                "--client-id",
                                "demo-web")
                        .err())
                .contains("--code is missing");
    }

    @Test
    void a_refresh_may_ask_for_less() {
        TestWorld.Outcome first = world.run(
                "token",
                "password",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-password",
                "--username",
                "alice",
                "--password",
                "env:PW",
                "--scope",
                "read write offline_access");
        world.with("R", JsonObject.parse(first.out()).text("refresh_token").orElseThrow());
        TestWorld.Outcome narrowed = world.run(
                "token",
                "refresh",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-password",
                "--refresh-token",
                "env:R",
                "--scope",
                "read");
        assertThat(narrowed.code()).as(narrowed.err()).isZero();
        assertThat(JsonObject.parse(narrowed.out()).text("scope")).contains("read");
        assertThat(narrowed.err()).isEmpty();
    }

    @Test
    void a_server_that_gives_more_than_was_asked_for_is_told_of() {
        try (OddServer server = new OddServer(world.clock())) {
            server.tokenAnswer = answer -> {
                answer.put("scope", "read write");
                answer.remove("id_token");
                return answer;
            };
            world.with("R", "x");
            TestWorld.Outcome outcome = world.run(
                    "token",
                    "refresh",
                    "--issuer",
                    server.issuer(),
                    "--client-id",
                    OddServer.CLIENT,
                    "--refresh-token",
                    "env:R",
                    "--scope",
                    "read");
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err()).contains("did not narrow the token").contains("write");
        }
    }
}
