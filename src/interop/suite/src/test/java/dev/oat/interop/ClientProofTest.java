package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a client proves itself beyond a secret on the wire: signed assertions and certificates, at oidc-provider and at
 * Spring's server, both over TLS. The keys are made, and published, by the tool itself.
 */
final class ClientProofTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a-secret-long-enough-to-sign-with-hs256";

    private static Keytool keytool;
    private static HttpServer keys;
    private static ServerProcess oidcProvider;
    private static ServerProcess spring;
    private static String oidcIssuer;
    private static String springIssuer;

    private Oat oat;

    @BeforeAll
    static void start(@TempDir Path place) throws IOException {
        System.out.printf("%n== ClientProofTest%n");
        keytool = new Keytool(place);
        keytool.selfSigned("server", "-ext", "san=ip:127.0.0.1");
        keytool.selfSigned("authority", "-ext", "bc:c");
        keytool.issued("oat-mtls", "authority");
        keytool.selfSigned("oat-mtls-self-signed");
        keytool.trust("trusted", "authority", "oat-mtls-self-signed");
        String published = makeKeys(place);
        keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keys.createContext("/jwks", exchange -> {
            byte[] body = published.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        keys.start();
        startOidcProvider(published);
        startSpring("http://127.0.0.1:" + keys.getAddress().getPort() + "/jwks");
    }

    /** A key for each algorithm, and the public halves of all, with the certificate that vouches for itself. */
    private static String makeKeys(Path place) {
        Oat maker = Oat.in(place);
        List<JsonNode> halves = new ArrayList<>();
        for (String alg : List.of("RS256", "PS256", "ES256", "EdDSA")) {
            String file = place.resolve(alg.toLowerCase(java.util.Locale.ROOT) + ".jwk")
                    .toString();
            halves.add(maker.run("jwk", "generate", "--alg", alg, "--out", file)
                    .succeeds()
                    .json());
        }
        halves.add(maker.run(
                        "jwk",
                        "public",
                        place.resolve("oat-mtls-self-signed.pem").toString())
                .succeeds()
                .json());
        ObjectNode set = JSON.createObjectNode();
        set.putArray("keys").addAll(halves);
        return set.toString();
    }

    private static void startOidcProvider(String published) throws IOException {
        int port = ServerProcess.freePort();
        oidcIssuer = "https://127.0.0.1:" + port;
        ObjectNode options = JSON.createObjectNode();
        options.put("port", port);
        options.set("clientKeys", JSON.readTree(published));
        ObjectNode tls = options.putObject("tls");
        tls.put("pfx", keytool.file("server.p12").toString());
        tls.put("passphrase", Keytool.PASSPHRASE);
        tls.put("ca", keytool.file("authority.pem").toString());
        oidcProvider = ServerProcess.start(
                "oidc-provider-proof",
                List.of(
                        "node",
                        Workplace.sources().resolve("oidc-provider/server.mjs").toString(),
                        options.toString()),
                Map.of(),
                URI.create(oidcIssuer));
    }

    private static void startSpring(String clientKeys) {
        int port = ServerProcess.freePort();
        springIssuer = "https://127.0.0.1:" + port;
        List<String> command = new ArrayList<>(Workplace.smallJvm());
        command.addAll(List.of(
                "-cp",
                Workplace.built().resolve("spring/classes") + ":" + Workplace.classPath("spring"),
                "dev.oat.interop.spring.SpringServer",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--server.ssl.key-store=" + keytool.file("server.p12"),
                "--server.ssl.key-store-password=" + Keytool.PASSPHRASE,
                "--server.ssl.trust-store=" + keytool.file("trusted.p12"),
                "--server.ssl.trust-store-password=" + Keytool.PASSPHRASE,
                "--server.ssl.client-auth=want",
                "--spring.security.oauth2.authorizationserver.issuer=" + springIssuer,
                "--spring.main.banner-mode=off",
                "--interop.client-keys=" + clientKeys));
        spring = ServerProcess.start("spring-proof", command, Map.of(), URI.create(springIssuer));
    }

    @AfterAll
    static void stop() {
        for (ServerProcess server : new ServerProcess[] {oidcProvider, spring}) {
            if (server != null) {
                server.close();
            }
        }
        if (keys != null) {
            keys.stop(0);
        }
    }

    @BeforeEach
    void announce(TestInfo test, @TempDir Path home) {
        System.out.printf("%nClientProofTest: %s%n", test.getDisplayName());
        oat = Oat.in(home);
    }

    private Oat.Result token(String server, String client, String... more) {
        return oat.run(MainJob.command(
                "token client-credentials",
                List.of(
                        "--issuer",
                        server.equals("spring") ? springIssuer : oidcIssuer,
                        "--client-id",
                        client,
                        "--scope",
                        "read",
                        "--cacert",
                        keytool.file("server.pem").toString()),
                more));
    }

    private static String key(String alg) {
        return keytool.file(alg + ".jwk").toString();
    }

    @ParameterizedTest
    @CsvSource({
        "oidc-provider, rs256",
        "oidc-provider, ps256",
        "oidc-provider, es256",
        "oidc-provider, eddsa",
        "spring, rs256",
        "spring, ps256",
        "spring, es256",
    })
    void an_assertion_signed_with_the_clients_key_is_accepted(String server, String alg) {
        Oat.Result result =
                token(server, "oat-" + alg, "--signing-key", key(alg), "-v").succeeds();

        assertThat(result.json().path("access_token").asText()).isNotEmpty();
        assertThat(result.stderr()).contains("client authentication: private_key_jwt");
    }

    /** The server trusts the owner of one key as an attester, and wants its challenge in each proof. */
    @Test
    void an_attestation_with_its_proof_is_accepted_with_the_servers_challenge() throws IOException {
        Path instance = oat.home().resolve("instance.jwk");
        String half = oat.run("jwk", "generate", "--alg", "ES256", "--out", instance.toString())
                .succeeds()
                .stdout();
        String attestation = oat.run(
                        "jwt",
                        "sign",
                        "--signing-key",
                        key("es256"),
                        "--typ",
                        "oauth-client-attestation+jwt",
                        "--claim",
                        "iss=https://attester.example",
                        "--claim",
                        "sub=oat-attested",
                        "--claim",
                        "cnf:={\"jwk\":" + half.strip() + "}")
                .succeeds()
                .line();
        Path file = Files.writeString(oat.home().resolve("attestation.jwt"), attestation);

        Oat.Result result = token(
                        "oidc-provider",
                        "oat-attested",
                        "--attestation",
                        "file:" + file,
                        "--attestation-key",
                        instance.toString(),
                        "-v")
                .succeeds();

        assertThat(result.json().path("access_token").asText()).isNotEmpty();
        assertThat(result.stderr()).contains("client authentication: attest_jwt_client_auth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidc-provider", "spring"})
    void each_asks_for_a_new_assertion_and_gets_one(String server) {
        token(server, "oat-es256", "--signing-key", key("es256")).succeeds();
        token(server, "oat-es256", "--signing-key", key("es256")).succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidc-provider", "spring"})
    void an_assertion_for_the_token_endpoint_is_accepted_too(String server) {
        token(server, "oat-es256", "--signing-key", key("es256"), "--assertion-audience", "token-endpoint")
                .succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidc-provider", "spring"})
    void an_assertion_signed_with_the_secret_is_accepted(String server) {
        token(server, "oat-secret-jwt", "--client-secret", oat.secretFile(SECRET), "--auth-method", "client_secret_jwt")
                .succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidc-provider", "spring"})
    void another_clients_key_is_refused(String server) {
        Oat.Result refused =
                token(server, "oat-rs256", "--signing-key", key("es256")).exits(3);

        assertThat(refused.stderr()).contains("invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidc-provider", "spring"})
    void a_certificate_that_an_authority_vouches_for_is_accepted(String server) {
        certificate(server, "oat-mtls", "tls_client_auth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidc-provider", "spring"})
    void a_certificate_that_vouches_for_itself_is_accepted(String server) {
        certificate(server, "oat-mtls-self-signed", "self_signed_tls_client_auth");
    }

    private void certificate(String server, String client, String method) {
        Oat.Result result = token(
                        server,
                        client,
                        "--cert",
                        keytool.file(client + ".p12").toString(),
                        "--key-passphrase",
                        oat.secretFile(Keytool.PASSPHRASE),
                        "--auth-method",
                        method)
                .succeeds();

        assertThat(result.json().path("token_type").asText()).isEqualToIgnoringCase("Bearer");
    }

    @Test
    void a_client_that_shows_no_certificate_is_refused() throws IOException {
        Path other = keytool.file("nobody.p12");
        if (!Files.exists(other)) {
            keytool.selfSigned("nobody");
        }
        Oat.Result refused = token(
                "oidc-provider",
                "oat-mtls",
                "--cert",
                other.toString(),
                "--key-passphrase",
                oat.secretFile(Keytool.PASSPHRASE),
                "--auth-method",
                "tls_client_auth");

        refused.exits(3);
        assertThat(refused.stderr()).contains("invalid_client");
    }
}
