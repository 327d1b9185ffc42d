package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.jose.KeyFiles;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that show certificates, against the playground's TLS port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutualTlsTest {
    private Playground playground;
    private TestWorld world;

    @TempDir
    Path home;

    @BeforeAll
    void start() {
        playground = Playground.start(PlaygroundSettings.builder(java.time.Clock.systemUTC(), new SecureRandom())
                .tlsPort(0)
                .build());
    }

    @AfterAll
    void stop() {
        playground.close();
    }

    @BeforeEach
    void world() {
        world = TestWorld.at(home);
    }

    private String file(String name, byte[] content) {
        try {
            Path file = home.resolve(name);
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file.toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String file(String name, String content) {
        return file(name, content.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private TestWorld.Outcome token(String clientId, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token",
                "client-credentials",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                clientId,
                "--cacert",
                file("ca.pem", playground.authorityPem()),
                "-o",
                "token"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    @Test
    void a_certificate_of_the_authoritys_is_shown_where_the_server_asks_for_it() {
        String certificate = file("client.pem", playground.clientPem("demo-mtls"));

        TestWorld.Outcome outcome = token("demo-mtls", "--cert", certificate, "-v");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err())
                .contains("client authentication: tls_client_auth, as there is a certificate, and the server lists it")
                .contains("> POST " + playground.secureOrigin().orElseThrow() + "/token");
    }

    @Test
    void a_certificate_that_vouches_for_itself_must_hold_a_key_of_the_clients() {
        String certificate = file("self.pem", playground.selfSignedPem("anything"));

        TestWorld.Outcome outcome = token("demo-mtls-self", "--cert", certificate, "-v");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("client authentication: self_signed_tls_client_auth");
        String other = file("other.pem", KeyFiles.bytes("ec256.certificate.pem"));
        String key = file("other.key", KeyFiles.bytes("ec256.pkcs8.pem"));
        TestWorld.Outcome stranger = token("demo-mtls-self", "--cert", other, "--key", key);
        assertThat(stranger.code()).isEqualTo(3);
        assertThat(stranger.err()).contains("invalid_client");
    }

    @Test
    void a_certificate_for_another_name_is_refused() {
        TestWorld.Outcome outcome = token("demo-mtls", "--cert", file("bob.pem", playground.clientPem("bob")));

        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void a_certificate_that_vouches_for_itself_is_no_authoritys() {
        TestWorld.Outcome outcome =
                token("demo-mtls", "--cert", file("self.pem", playground.selfSignedPem("demo-mtls")));

        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void an_rsa_key_from_pkcs12_is_shown_as_well() {
        String rsa = file("rsa.p12", KeyFiles.bytes("rsa.p12"));

        // its key is not the client's, so the server refuses, but only after it has seen it
        TestWorld.Outcome outcome = world.with("P", "correct-horse")
                .run(
                        "token",
                        "client-credentials",
                        "--issuer",
                        playground.issuer().toString(),
                        "--client-id",
                        "demo-mtls-self",
                        "--cacert",
                        file("ca.pem", playground.authorityPem()),
                        "--cert",
                        rsa,
                        "--key-passphrase",
                        "env:P");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("wrong credentials").doesNotContain("shows no certificate");
    }

    @Test
    void a_token_is_bound_to_the_certificate_and_good_only_beside_it() {
        String certificate = file("client.pem", playground.clientPem("demo-mtls"));
        String ca = file("ca.pem", playground.authorityPem());
        TestWorld.Outcome got = world.run(
                "token",
                "client-credentials",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-mtls",
                "--cacert",
                ca,
                "--cert",
                certificate,
                "-v");
        JsonObject answer = JsonObject.parse(got.out());
        assertThat(answer.object("oat").orElseThrow().text("sender_constraint")).contains("certificate");
        assertThat(got.err()).contains("= ok  token answer: the token is bound to our key  [RFC 8705 §3.1]");

        String token = "literal:" + answer.text("access_token").orElseThrow();
        String api = playground.secureOrigin().orElseThrow() + "/hello";
        TestWorld.Outcome shown =
                world.run("call", api, "--token", token, "--cacert", ca, "--cert", certificate, "--fail");
        assertThat(shown.err()).isEmpty();
        assertThat(shown.code()).isZero();
        TestWorld.Outcome bare = world.run("call", api, "--token", token, "--cacert", ca, "--fail");
        assertThat(bare.code()).isEqualTo(8);
        assertThat(bare.out() + bare.err()).contains("invalid_token");
        String other = file("other.pem", playground.clientPem("demo-mtls"));
        assertThat(world.run("call", api, "--token", token, "--cacert", ca, "--cert", other, "--fail")
                        .code())
                .isEqualTo(8);
    }

    private String current(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-mtls",
                "--cacert",
                file("ca.pem", playground.authorityPem())));
        words.addAll(List.of(more));
        TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome.out().strip();
    }

    /** The token in a document: one that is bound to a key is handed to nobody bare. */
    private String document(String certificate, String... more) {
        List<String> words = new ArrayList<>(List.of("--cert", certificate, "-o", "json"));
        words.addAll(List.of(more));
        return JsonObject.parse(current(words.toArray(new String[0])))
                .text("access_token")
                .orElseThrow();
    }

    /** DESIGN, Decisions: the session's key is a hash of what shapes the token, the binding among it. */
    @Test
    void a_stored_token_is_used_with_its_own_certificate_only_and_says_what_binds_it() {
        world.at(java.time.Instant.now());
        String one = file("one.pem", playground.clientPem("demo-mtls"));
        String other = file("two.pem", playground.clientPem("demo-mtls"));

        String first = current("--cert", one);
        assertThat(current("--cert", one)).isEqualTo(first);
        assertThat(current("--cert", other)).isNotEqualTo(first);
        assertThat(current("--cert", one)).isEqualTo(first);
        for (String format : List.of("json", "env", "header", "exec-credential")) {
            assertThat(current("--cert", one, "-o", format)).contains(first);
        }
        JsonObject document = JsonObject.parse(current("--cert", one, "-o", "json"));
        assertThat(document.object("oat").orElseThrow().text("sender_constraint"))
                .contains("certificate");

        String bound = document(one, "--dpop");
        assertThat(document(one, "--dpop")).isEqualTo(bound);
        assertThat(document(other, "--dpop")).isNotEqualTo(bound);

        TestWorld.Outcome bare = world.run(
                "token",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-mtls",
                "--cacert",
                file("ca.pem", playground.authorityPem()));
        assertThat(bare.code()).as(bare.out() + bare.err()).isNotZero();
        assertThat(bare.out()).isEmpty();
    }

    @Test
    void what_binds_a_token_that_cannot_be_read_is_unknown() {
        try (Playground opaque =
                Playground.start(PlaygroundSettings.builder(java.time.Clock.systemUTC(), new SecureRandom())
                        .tlsPort(0)
                        .opaqueTokens(true)
                        .build())) {
            String authority = file("opaque-ca.pem", opaque.authorityPem());
            String certificate = file("opaque.pem", opaque.clientPem("demo-mtls"));
            String issuer = opaque.issuer().toString();
            List<String> client = List.of("--issuer", issuer, "--client-id", "demo-mtls", "--cacert", authority);
            List<String> words = new ArrayList<>(List.of("profile", "add", "o", "--grant-type", "client_credentials"));
            words.addAll(client);
            words.addAll(List.of("--cert", certificate));
            assertThat(world.run(words.toArray(new String[0])).code()).isZero();

            JsonObject asked = JsonObject.parse(
                    world.run("token", "client-credentials", "-p", "o").out());
            assertThat(asked.object("oat").orElseThrow().text("sender_constraint"))
                    .contains("unknown");
            JsonObject stored =
                    JsonObject.parse(world.run("token", "-p", "o", "-o", "json").out());
            assertThat(stored.object("oat").orElseThrow().text("sender_constraint"))
                    .contains("unknown");
            assertThat(world.run("status", "-p", "o", "-o", "json").out())
                    .contains("\"sender_constraint\":\"unknown\"");
            assertThat(world.run("status").out()).contains("perhaps bound to a certificate");
        }
    }

    @Test
    void a_profiles_token_of_a_certificate_that_was_replaced_is_not_given_out() throws IOException {
        String certificate = file("mine.pem", playground.clientPem("demo-mtls"));
        assertThat(world.run(
                                "profile",
                                "add",
                                "m",
                                "--issuer",
                                playground.issuer().toString(),
                                "--client-id",
                                "demo-mtls",
                                "--cacert",
                                file("ca.pem", playground.authorityPem()),
                                "--cert",
                                certificate,
                                "--grant-type",
                                "client_credentials")
                        .code())
                .isZero();
        String first = world.run("token", "-p", "m").out();
        assertThat(first).isNotEmpty();
        assertThat(world.run("token", "-p", "m").out()).isEqualTo(first);
        assertThat(world.run("status", "-p", "m", "-o", "json").out())
                .contains("\"sender_constraint\":\"certificate\"");
        assertThat(world.run("status").out()).contains("bound to a certificate");

        file("mine.pem", playground.clientPem("demo-mtls"));

        TestWorld.Outcome next = world.run("token", "-p", "m");
        assertThat(next.code()).as(next.err()).isZero();
        assertThat(next.out()).isNotEqualTo(first);
    }

    @Test
    void a_profiles_certificate_goes_to_its_apis_and_to_no_other() {
        String certificate = file("client.pem", playground.clientPem("demo-mtls"));
        String ca = file("ca.pem", playground.authorityPem());
        String origin = playground.secureOrigin().orElseThrow().toString();
        assertThat(world.run(
                                "profile",
                                "add",
                                "m",
                                "--issuer",
                                playground.issuer().toString(),
                                "--client-id",
                                "demo-mtls",
                                "--cacert",
                                ca,
                                "--cert",
                                certificate,
                                "--grant-type",
                                "client_credentials",
                                "--api",
                                origin)
                        .code())
                .isZero();

        TestWorld.Outcome allowed = world.run("call", "-p", "m", origin + "/hello", "--fail");
        assertThat(allowed.err()).isEmpty();
        assertThat(allowed.code()).isZero();
        String token = world.run("token", "-p", "m").out().strip();
        assertThat(world.run("profile", "set", "m", "api=https://elsewhere.example")
                        .code())
                .isZero();
        TestWorld.Outcome elsewhere =
                world.run("call", "-p", "m", origin + "/hello", "--token", "literal:" + token, "--fail");
        assertThat(elsewhere.code()).isEqualTo(8);
        assertThat(elsewhere.out() + elsewhere.err()).contains("invalid_token");
    }

    @Test
    void nothing_that_authenticates_goes_to_the_plain_endpoint() {
        int before = playground.requests().all().size();

        token("demo-mtls", "--cert", file("client.pem", playground.clientPem("demo-mtls")));

        List<ReceivedRequest> received = playground.requests().all();
        assertThat(received.subList(before, received.size()))
                .filteredOn(request -> request.path().equals("/token"))
                .singleElement()
                .satisfies(request -> assertThat(request.header("host"))
                        .contains(playground.secureOrigin().orElseThrow().getAuthority()));
    }

    @Test
    void an_endpoint_that_the_person_gives_is_not_replaced_by_an_alias() {
        TestWorld.Outcome outcome = token(
                "demo-mtls",
                "--cert",
                file("client.pem", playground.clientPem("demo-mtls")),
                "--token-endpoint",
                playground.issuer() + "/token");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("mtls_endpoint_aliases")
                .contains("the token endpoint is http, so no certificate is shown to it");
    }

    @Test
    void a_server_that_is_not_trusted_gets_nothing() {
        TestWorld.Outcome outcome = world.run(
                "token",
                "client-credentials",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-mtls",
                "--cert",
                file("client.pem", playground.clientPem("demo-mtls")));

        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("is not trusted").contains("--cacert FILE");
    }

    @Test
    void a_certificate_and_a_key_that_do_not_belong_together_are_told_apart() {
        TestWorld.Outcome outcome = token(
                "demo-mtls",
                "--cert",
                file("client.pem", playground.clientPem("demo-mtls")),
                "--key",
                file("other.key", KeyFiles.bytes("ec256.pkcs8.pem")));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("do not belong together");
        TestWorld.Outcome alone = token("demo-mtls", "--cert", file("only.pem", KeyFiles.bytes("rsa.certificate.pem")));
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("it holds no private key").contains("--key FILE");
        TestWorld.Outcome none = token("demo-mtls", "--auth-method", "tls_client_auth");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("needs a certificate");
    }

    @Test
    void a_token_that_is_bound_to_another_certificate_is_not_used() {
        playground.faults().on(Fault.CERTIFICATE_WRONG_CNF);
        try {
            TestWorld.Outcome outcome =
                    token("demo-mtls", "--cert", file("client.pem", playground.clientPem("demo-mtls")));
            assertThat(outcome.code()).isEqualTo(6);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("the token is bound to our key", "RFC 8705 §3.1");
        } finally {
            playground.faults().clear();
        }
    }
}
