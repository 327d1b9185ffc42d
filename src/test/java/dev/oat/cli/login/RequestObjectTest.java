package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.FrontSettings;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed and encrypted requests (RFC 9101), and answers that are encrypted to the client. */
@Timeout(90)
class RequestObjectTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        playground = playground(FrontSettings.usual());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private Playground playground(FrontSettings front) {
        return Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .front(front)
                .build());
    }

    private String file(String name, String text) throws IOException {
        Path path = home.resolve(name);
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, text);
        return path.toString();
    }

    private String signingKey(Playground at) throws IOException {
        return file("client.jwk", at.clientKey().toPrivateJson().toJson());
    }

    private String decryptionKey(Playground at) throws IOException {
        return file("decryption.jwk", at.clientDecryptionKey().toPrivateJson().toJson());
    }

    private RunningCommand login(Playground at, String client, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "--issuer",
                at.issuer().toString(),
                "--client-id",
                client,
                "--signing-key",
                signingKey(at),
                "--no-browser"));
        words.addAll(List.of(more));
        return new RunningCommand(world, words.toArray(new String[0]));
    }

    private static void visitAsAlice(RunningCommand command) throws IOException, InterruptedException {
        assertThat(ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address()))
                .isNotEmpty();
    }

    @Test
    void every_parameter_is_in_the_signed_object_and_typed_as_its_specification_says() throws Exception {
        RunningCommand command = login(
                playground,
                "demo-key",
                "--request-object",
                "signed",
                "--scope",
                "openid",
                "--max-age",
                "600",
                "--resource",
                "https://one.example/",
                "--resource",
                "https://two.example/");
        Form front = Form.parse(command.address().getRawQuery());
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(front.fields())
                .extracting(Form.Field::name)
                .containsExactly("client_id", "response_type", "scope", "request");
        Jwt object = Jwt.decode(front.first("request").orElseThrow());
        assertThat(object.header().text("typ")).contains("oauth-authz-req+jwt");
        assertThat(Check.firstFailed(
                        SignatureChecks.verify(object, JwkSet.of(List.of(playground.clientKey())), Set.of("ES256"))))
                .isEmpty();
        JsonObject claims = object.claims();
        long now = world.now().getEpochSecond();
        assertThat(claims.text("iss")).contains("demo-key");
        assertThat(claims.text("client_id")).contains("demo-key");
        assertThat(claims.text("aud")).contains(playground.issuer().toString());
        assertThat(claims.number("exp")).contains(now + 300);
        assertThat(claims.number("nbf")).contains(now);
        assertThat(claims.text("jti").orElseThrow()).hasSize(22);
        assertThat(claims.number("max_age")).contains(600L);
        assertThat(claims.texts("resource")).containsExactly("https://one.example/", "https://two.example/");
        assertThat(claims.members())
                .containsKeys("response_type", "redirect_uri", "state", "nonce", "code_challenge", "scope")
                .doesNotContainKeys("sub", "request", "request_uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed", "encrypted"})
    void an_object_may_be_pushed_and_then_nothing_stands_beside_it(String form) throws Exception {
        RunningCommand command = login(playground, "demo-key", "--request-object", form, "--par");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(playground
                        .requests()
                        .of(Part.AUTHORIZATION_SERVER, "/par")
                        .get(0)
                        .form()
                        .keySet())
                .containsExactlyInAnyOrder("client_id", "request", "client_assertion", "client_assertion_type");
    }

    @Test
    void an_encrypted_object_is_for_the_servers_key_and_holds_a_signed_one() throws Exception {
        RunningCommand command = login(playground, "demo-key", "--request-object", "encrypted");
        String object =
                Form.parse(command.address().getRawQuery()).first("request").orElseThrow();
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonObject header = Jwe.decode(object).header();
        assertThat(header.text("alg")).contains("ECDH-ES+A256KW");
        assertThat(header.text("enc")).contains("A256GCM");
        assertThat(header.text("cty")).contains("JWT");
    }

    @Test
    void a_server_that_demands_signed_requests_gets_them_unasked() throws Exception {
        try (Playground strict =
                playground(FrontSettings.usual().requiringSigned(true).requiringPushed(true))) {
            RunningCommand command = login(strict, "demo-key", "-v");
            visitAsAlice(command);
            TestWorld.Outcome outcome = command.outcome();
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err()).contains("the request is signed with ES256", "RFC 9101");
        }
    }

    @Test
    void without_a_key_to_sign_with_nothing_begins() {
        TestWorld.Outcome outcome = world.run(
                "login",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--request-object",
                "signed",
                "--no-browser");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("needs a key to sign with", "--signing-key FILE");
    }

    @Test
    void a_server_without_a_key_to_encrypt_to_is_said_to_have_none() throws Exception {
        try (OddServer odd = new OddServer(world.clock())) {
            TestWorld.Outcome outcome = world.run(
                    "login",
                    "--issuer",
                    odd.issuer(),
                    "--client-id",
                    OddServer.CLIENT,
                    "--signing-key",
                    signingKey(playground),
                    "--request-object",
                    "encrypted",
                    "--no-browser");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("publishes no key to encrypt to", "--request-object signed");
        }
    }

    @Test
    void an_object_that_another_key_signed_is_refused_by_the_playground() throws Exception {
        Jwk stranger = Jwk.generate("ES256", new SecureRandom());
        String key = file("stranger.jwk", stranger.toPrivateJson().toJson());
        RunningCommand command = new RunningCommand(
                world,
                "login",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-key",
                "--signing-key",
                key,
                "--request-object",
                "signed",
                "--timeout",
                "1",
                "--no-browser");
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        assertThat(steps.get(steps.size() - 1).status()).isEqualTo(400);
        assertThat(steps.get(steps.size() - 1).body()).contains("The request object", "not signed by the client");
        assertThat(command.outcome().code()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "jwt", "form_post.jwt"})
    void what_is_encrypted_to_the_client_is_opened_with_its_key(String mode) throws Exception {
        RunningCommand command = login(
                playground,
                "demo-encrypted",
                "--decryption-key",
                decryptionKey(playground),
                "--response-mode",
                mode,
                "-v");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("Signed in as user-alice", "ID token: the token can be decrypted");
    }

    @Test
    void a_session_with_an_encrypted_id_token_is_renewed_and_the_person_compared() throws Exception {
        RunningCommand command =
                login(playground, "demo-encrypted", "work", "--decryption-key", decryptionKey(playground));
        visitAsAlice(command);
        assertThat(command.outcome().code()).isZero();
        TestWorld.Outcome renewed = world.run("token", "-p", "work", "--force-refresh", "-v");
        assertThat(renewed.code()).as(renewed.err()).isZero();
        assertThat(renewed.err()).contains("the user is that of the sign-in");
    }

    @Test
    void a_key_without_a_name_answers_to_the_name_that_is_called() throws Exception {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(playground.clientDecryptionKey().toPkcs8())
                + "\n-----END PRIVATE KEY-----\n";
        RunningCommand command = login(playground, "demo-encrypted", "--decryption-key", file("key.pem", pem));
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"query, one of our keys may decrypt this token", "jwt, cannot be opened"})
    void without_the_key_it_stays_closed_and_the_option_is_named(String mode, String said) throws Exception {
        RunningCommand command = login(playground, "demo-encrypted", "--response-mode", mode, "--timeout", "1");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        // a response that cannot be opened may be anybody's, so the wait for ours goes on
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(mode.equals("query") ? 6 : 7);
        assertThat(outcome.err()).contains(said, "--decryption-key FILE");
    }

    @Test
    void a_token_that_is_encrypted_to_somebody_else_is_refused() throws Exception {
        playground.faults().on(Fault.ENCRYPTED_TO_ANOTHER);
        RunningCommand command = login(playground, "demo-encrypted", "--decryption-key", decryptionKey(playground));
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err()).contains("one of our keys may decrypt this token");
    }
}
