package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Userinfo and introspection answers that come as JWTs (OpenID Connect Core §5.3.2, RFC 9701). */
@Timeout(60)
class JwtAnswersTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("S", "service-secret");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private void signIn(String client, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                client,
                "--scope",
                "openid profile",
                "--no-browser"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        assertThat(ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address()))
                .isNotEmpty();
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private TestWorld.Outcome introspect(String... more) {
        TestWorld.Outcome got = world.run(
                "token",
                "client-credentials",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:S",
                "-o",
                "json");
        world.with("T", JsonObject.parse(got.out()).text("access_token").orElseThrow());
        List<String> words = new ArrayList<>(List.of(
                "introspect",
                "env:T",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:S"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    @Test
    void signed_userinfo_is_checked_and_its_claims_are_printed() throws Exception {
        signIn("demo-web");
        playground.faults().on(Fault.USERINFO_JWT);
        TestWorld.Outcome outcome = world.run("userinfo", "work", "-v");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonObject claims = JsonObject.parse(outcome.out());
        assertThat(claims.text("sub")).contains("user-alice");
        assertThat(claims.text("aud")).contains("demo-web");
        assertThat(outcome.err())
                .contains("ok  userinfo answer: the signature", "ok  userinfo answer: sub is the ID token's");
    }

    @Test
    void signed_and_encrypted_userinfo_is_opened_with_our_key() throws Exception {
        Path signing = keep("signing.jwk", playground.clientKey().toPrivateJson());
        Path decryption =
                keep("decryption.jwk", playground.clientDecryptionKey().toPrivateJson());
        signIn("demo-encrypted", "--signing-key", signing.toString(), "--decryption-key", decryption.toString());
        TestWorld.Outcome outcome = world.run("userinfo", "work");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).text("sub")).contains("user-alice");

        playground.faults().on(Fault.ENCRYPTED_TO_ANOTHER);
        TestWorld.Outcome closed = world.run("userinfo", "work");
        assertThat(closed.code()).isEqualTo(6);
        assertThat(closed.out()).isEmpty();
        assertThat(closed.err()).contains("--decryption-key FILE");
    }

    private Path keep(String name, JsonObject key) throws Exception {
        Path file = home.resolve(name);
        Files.writeString(file, key.toJson());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "JWT_ANSWER_WRONG_ISS, from the server that was asked",
        "JWT_ANSWER_WRONG_AUD, for this client",
        "JWT_ANSWER_WRONG_TYP, no other kind of JWT",
        "JWT_ANSWER_BAD_SIGNATURE, signature",
        "USERINFO_WRONG_SUB, sub is the ID token's"
    })
    void falsified_userinfo_is_refused_by_its_check_and_not_printed(Fault fault, String check) throws Exception {
        signIn("demo-web");
        playground.faults().on(Fault.USERINFO_JWT);
        playground.faults().on(fault);
        TestWorld.Outcome outcome = world.run("userinfo", "work");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(check);
    }

    @Test
    void a_signed_introspection_answer_is_checked_and_what_it_says_is_printed() {
        TestWorld.Outcome plain = introspect();
        TestWorld.Outcome signed = introspect("--jwt", "-v");
        assertThat(signed.code()).as(signed.err()).isZero();
        assertThat(JsonObject.parse(signed.out()).members().keySet())
                .isEqualTo(JsonObject.parse(plain.out()).members().keySet());
        assertThat(JsonObject.parse(signed.out()).flag("active")).contains(true);
        assertThat(signed.err()).contains("> Accept: application/token-introspection+jwt", "RFC 9701 §5");
    }

    @ParameterizedTest
    @CsvSource({
        "JWT_ANSWER_WRONG_ISS, from the server that was asked",
        "JWT_ANSWER_WRONG_AUD, for this client",
        "JWT_ANSWER_WRONG_TYP, no other kind of JWT",
        "JWT_ANSWER_BAD_SIGNATURE, signature"
    })
    void a_falsified_introspection_answer_is_refused_by_its_check_and_not_printed(Fault fault, String check) {
        playground.faults().on(fault);
        TestWorld.Outcome outcome = introspect("--jwt");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(check);
    }

    @Test
    void a_plain_answer_to_who_asked_for_a_signed_one_is_no_answer() {
        OddServer odd = new OddServer(world.clock());
        try (odd) {
            odd.metadata("introspection_endpoint", playground.backend() + "/echo");
            TestWorld.Outcome outcome = world.run(
                    "introspect",
                    "env:S",
                    "--jwt",
                    "--introspection-endpoint",
                    playground.backend() + "/echo",
                    "--issuer",
                    odd.issuer(),
                    "--client-id",
                    "x",
                    "--client-secret",
                    "env:S");
            assertThat(outcome.code()).isEqualTo(6);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("application/token-introspection+jwt", "application/json");
        }
    }

    @Test
    void a_bound_tokens_introspection_must_name_the_sessions_key() {
        TestWorld.Outcome added = world.run(
                "profile",
                "add",
                "svc",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:S",
                "--grant-type",
                "client_credentials",
                "--dpop");
        assertThat(added.code()).as(added.err()).isZero();
        TestWorld.Outcome got = world.run("token", "client-credentials", "-p", "svc");
        assertThat(got.code()).as(got.err()).isZero();
        TestWorld.Outcome good = world.run("introspect", "-p", "svc", "-v");
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(good.err()).contains("ok  introspection answer: the token is bound to our key");
        playground.faults().on(Fault.DPOP_WRONG_CNF);
        TestWorld.Outcome wrong = world.run("introspect", "-p", "svc");
        assertThat(wrong.code()).isEqualTo(6);
        assertThat(wrong.err()).contains("the token is bound to our key", "RFC 9449 §6.1");
    }
}
