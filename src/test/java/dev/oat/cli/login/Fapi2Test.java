package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.FrontSettings;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
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

/** What {@code --fapi2} switches on, and what it refuses. */
@Timeout(90)
class Fapi2Test {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private OddServer odd;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .front(FrontSettings.usual().requiringPushed(true))
                .build());
        odd = new OddServer(world.clock());
        odd.metadata("pushed_authorization_request_endpoint", odd.issuer() + "/par");
    }

    @AfterEach
    void stop() {
        playground.close();
        odd.close();
    }

    private String file(String name, Jwk key) throws IOException {
        Path path = Files.createFile(
                home.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(path, key.toPrivateJson().toJson()).toString();
    }

    private String file(String name, String content) throws IOException {
        Path path = Files.createFile(
                home.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(path, content).toString();
    }

    private TestWorld.Outcome atOdd(String... more) {
        List<String> words = new ArrayList<>(
                List.of("login", "--fapi2", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT, "--no-browser"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    @Test
    void a_sign_in_pushes_signs_binds_and_checks_the_issuer() throws Exception {
        RunningCommand command = new RunningCommand(
                world,
                "login",
                "bank",
                "--fapi2",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-key",
                "--signing-key",
                file("client.jwk", playground.clientKey()),
                "--api",
                playground.gateway().toString(),
                "-o",
                "json",
                "--no-browser");
        Form front = Form.parse(command.address().getRawQuery());
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        TestWorld.Outcome outcome = command.outcome();

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(steps).isNotEmpty();
        assertThat(front.fields()).extracting(Form.Field::name).containsExactly("client_id", "request_uri");
        ReceivedRequest pushed =
                playground.requests().of(Part.AUTHORIZATION_SERVER, "/par").get(0);
        assertThat(pushed.form("code_challenge_method")).contains("S256");
        assertThat(pushed.header("DPoP")).isPresent();
        Jwt assertion = Jwt.decode(pushed.form("client_assertion").orElseThrow());
        assertThat(assertion.claims().text("aud")).contains(playground.issuer().toString());
        assertThat(JsonObject.parse(outcome.out()).text("token_type")).contains("DPoP");
        assertThat(Files.readString(home.resolve(".config/oat/profiles/bank.toml")))
                .contains("fapi2 = true");

        TestWorld.Outcome called = world.run("call", playground.gateway() + "/hello", "-p", "bank");
        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.out()).contains("hello");
    }

    /** The other way to bind tokens: mutual TLS all along, from the pushed request to the call, and no DPoP. */
    @Test
    void with_a_certificate_everything_is_bound_to_it_from_the_pushed_request_to_the_call() throws Exception {
        try (Playground secure = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .tlsPort(0)
                .front(FrontSettings.usual().requiringPushed(true))
                .build())) {
            String origin = secure.secureOrigin().orElseThrow().toString();
            RunningCommand command = new RunningCommand(
                    world,
                    "login",
                    "bank",
                    "--fapi2",
                    "--issuer",
                    secure.issuer().toString(),
                    "--client-id",
                    "demo-mtls",
                    "--cert",
                    file("client.pem", secure.clientPem("demo-mtls")),
                    "--cacert",
                    file("ca.pem", secure.authorityPem()),
                    "--scope",
                    "openid offline_access read",
                    "--api",
                    origin,
                    "-o",
                    "json",
                    "--no-browser");
            Form front = Form.parse(command.address().getRawQuery());
            assertThat(ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                            .visit(command.address()))
                    .isNotEmpty();
            TestWorld.Outcome outcome = command.outcome();

            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(front.fields()).extracting(Form.Field::name).containsExactly("client_id", "request_uri");
            for (String path : List.of("/par", "/token")) {
                ReceivedRequest request =
                        secure.requests().of(Part.AUTHORIZATION_SERVER, path).get(0);
                assertThat("https://" + request.header("host").orElseThrow()).isEqualTo(origin);
                assertThat(request.header("DPoP")).isEmpty();
                assertThat(request.form("client_secret")).isEmpty();
            }
            JsonObject answer = JsonObject.parse(outcome.out());
            assertThat(answer.text("token_type")).contains("Bearer");
            assertThat(answer.object("oat").orElseThrow().text("sender_constraint"))
                    .contains("certificate");

            TestWorld.Outcome called = world.run("call", origin + "/hello", "-p", "bank", "--fail");
            assertThat(called.code()).as(called.err()).isZero();
            assertThat(called.out()).contains("alice");
            world.pass(java.time.Duration.ofMinutes(11));
            TestWorld.Outcome renewed = world.run("call", origin + "/hello", "-p", "bank", "--fail");
            assertThat(renewed.code()).as(renewed.err()).isZero();
            assertThat(secure.requests().tokenRequests("refresh_token")).hasSize(1);
        }
    }

    @Test
    void a_server_that_does_not_bind_to_certificates_is_refused_unless_dpop_does() throws Exception {
        try (Playground secure = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .tlsPort(0)
                .build())) {
            String certificate = file("client.pem", secure.clientPem("anybody"));
            TestWorld.Outcome outcome = atOdd("--cert", certificate);
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
            assertThat(outcome.err())
                    .contains("the server binds tokens to certificates", "FAPI 2.0 Security Profile §5.3.3")
                    .contains("try: --dpop binds them to a key");
            assertThat(odd.paths()).doesNotContain("/par", "/token");
            // what remains wrong is another thing: that server lists no mutual TLS
            assertThat(atOdd("--cert", certificate, "--dpop").err()).doesNotContain("binds tokens to certificates");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--pkce plain                        | --pkce plain                          | 5.3.3",
                "--response-type token               | --response-type \"token\"             | 5.3.3",
                "--response-type id_token            | --response-type \"id_token\"          | 5.3.3",
                "--insecure                          | --insecure                            | 5.2",
                "--allow-http                        | --allow-http                          | 5.2",
                "--accept-unannounced-iss            | --accept-unannounced-iss              | 5.3.3",
                "--auth-method none                  | client authentication by none         | 5.3.3",
                "--auth-method client_secret_basic   | client authentication by client_secret_basic | 5.3.3",
                "--auth-method client_secret_jwt     | client authentication by client_secret_jwt   | 5.3.3",
                "--signing-alg RS256                 | signing with RS256                    | 5.4",
                "--assertion-audience token-endpoint | --assertion-audience token-endpoint   | 5.3.3",
                "--scope openid                      | client authentication by none         | 5.3.3"
            })
    void what_the_profile_forbids_is_refused_with_its_section(String options, String what, String section) {
        TestWorld.Outcome outcome = atOdd(options.split(" "));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("--fapi2 forbids " + what, "FAPI 2.0 Security Profile §" + section, "try: ")
                .doesNotContain("open this address");
        assertThat(odd.paths()).doesNotContain("/par", "/authorize", "/token");
    }

    @Test
    void a_key_for_another_algorithm_is_refused() throws Exception {
        TestWorld.Outcome outcome = atOdd("--signing-key", file("rsa.jwk", Jwk.generate("RS256", new SecureRandom())));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("--fapi2 forbids signing with RS256", "§5.4");
    }

    @Test
    void an_id_token_signed_with_another_algorithm_is_refused() throws Exception {
        try (Playground old = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .signingAlg("RS256")
                .build())) {
            RunningCommand command = new RunningCommand(
                    world,
                    "login",
                    "--fapi2",
                    "--issuer",
                    old.issuer().toString(),
                    "--client-id",
                    "demo-key",
                    "--signing-key",
                    file("client.jwk", old.clientKey()),
                    "--no-browser");
            assertThat(ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                            .visit(command.address()))
                    .isNotEmpty();
            TestWorld.Outcome outcome = command.outcome();
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
            assertThat(outcome.err()).contains("the signature algorithm is an expected one", "RS256");
        }
    }

    @Test
    void the_password_grant_is_refused() {
        TestWorld.Outcome outcome = world.run(
                "token",
                "password",
                "--fapi2",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-password",
                "--username",
                "alice",
                "--password",
                "literal:wonderland");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("--fapi2 forbids the password grant", "§5.3.3");
    }

    @ParameterizedTest
    @CsvSource({
        "pushed_authorization_request_endpoint, takes pushed authorization requests",
        "authorization_response_iss_parameter_supported, promises iss"
    })
    void a_server_that_lacks_what_the_profile_demands_fails_the_check(String member, String check) throws Exception {
        odd.metadata(member, null);
        TestWorld.Outcome outcome = atOdd("--signing-key", file("ec.jwk", Jwk.generate("ES256", new SecureRandom())));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains(check, "FAPI 2.0 Security Profile §5.3.3");
    }
}
