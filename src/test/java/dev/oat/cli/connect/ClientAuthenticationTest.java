package dev.oat.cli.connect;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.oat.cli.Golden;
import dev.oat.cli.TestWorld;
import dev.oat.clientauth.ClientAuthentication;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.KeyFiles;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client proves who it is: what goes over the wire, and what a server that looks closely says to it. */
class ClientAuthenticationTest {
    private static final String LONG_SECRET = "a secret of more than thirty-two bytes";

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    Path home;

    private TestWorld.Outcome run(TestWorld world, String... more) {
        SERVER.stubFor(post("/token").willReturn(okJson("{\"access_token\":\"t\",\"token_type\":\"Bearer\"}")));
        List<String> words = new ArrayList<>(
                List.of("token", "client-credentials", "--token-endpoint", SERVER.url("/token"), "--client-id", "ci"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private TestWorld world() {
        return TestWorld.at(home).with("THE_SECRET", LONG_SECRET).with("THE_ASSERTION", "given.by.somebody");
    }

    private String keyFile(String name) throws IOException {
        Path file = home.resolve(name);
        Files.write(file, KeyFiles.bytes(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private static LoggedRequest sent() {
        List<LoggedRequest> all = SERVER.findAll(postRequestedFor(urlEqualTo("/token")));
        return all.get(all.size() - 1);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            form.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private static Jwt assertion() {
        return Jwt.decode(form(sent().getBodyAsString()).get("client_assertion"));
    }

    @Test
    void each_method_sends_what_its_golden_file_shows() throws IOException {
        String key = keyFile("ec256.pkcs8.pem");
        Map<String, String[]> methods = new TreeMap<>();
        methods.put("none", new String[] {});
        methods.put("client_secret_basic", new String[] {"--client-secret", "env:THE_SECRET"});
        methods.put("client_secret_post", new String[] {"--client-secret", "env:THE_SECRET"});
        methods.put("client_secret_jwt", new String[] {"--client-secret", "env:THE_SECRET"});
        methods.put("private_key_jwt", new String[] {"--signing-key", key, "--key-id", "k1"});
        String certificate = keyFile("ec256.certificate.pem");
        methods.put("tls_client_auth", new String[] {"--cert", certificate, "--key", key});
        methods.put("self_signed_tls_client_auth", new String[] {"--cert", certificate, "--key", key});
        methods.put("attest_jwt_client_auth", attested(key));
        Map<String, String> golden = new TreeMap<>();
        for (Map.Entry<String, String[]> method : methods.entrySet()) {
            List<String> words = new ArrayList<>(List.of(method.getValue()));
            words.addAll(List.of("--auth-method", method.getKey()));
            assertThat(run(world(), words.toArray(new String[0])).code()).isZero();
            golden.put(method.getKey() + ".txt", wire());
        }
        assertThat(run(world(), "--client-assertion", "env:THE_ASSERTION").code())
                .isZero();
        golden.put("given-assertion.txt", wire());

        Golden.holds(Path.of("src", "test", "resources", "golden", "client-authentication"), golden);
    }

    /** The options of a client whose instance an attester vouches for. */
    private String[] attested(String key) throws IOException {
        Path file = home.resolve("attestation");
        Jwk instance = KeyFiles.key("ec256.pkcs8.pem");
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", "ci");
        claims.put("exp", 2529866394L);
        claims.put("cnf", Map.of("jwk", instance.toBareJson().members()));
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "oauth-client-attestation+jwt");
        header.put("alg", "ES256");
        Files.writeString(file, Jwt.sign(JsonObject.of(header), JsonObject.of(claims), instance));
        return new String[] {"--attestation", "file:" + file, "--attestation-key", key};
    }

    /** The request, with the assertion opened, and what is random in it left out. */
    private static String wire() {
        LoggedRequest request = sent();
        StringBuilder text = new StringBuilder();
        if (request.containsHeader("Authorization")) {
            text.append("Authorization: ")
                    .append(request.getHeader("Authorization"))
                    .append("\n\n");
        }
        for (String name : List.of("OAuth-Client-Attestation", "OAuth-Client-Attestation-PoP")) {
            if (request.containsHeader(name)) {
                text.append(name).append(": JWT\n").append(opened(request.getHeader(name)));
            }
        }
        form(request.getBodyAsString()).forEach((name, value) -> {
            text.append(name)
                    .append('=')
                    .append(value.contains(".eyJ") ? "JWT" : value)
                    .append('\n');
            if (value.contains(".eyJ")) {
                text.append(opened(value));
            }
        });
        return text.toString();
    }

    private static String opened(String token) {
        Jwt jwt = Jwt.decode(token);
        JsonObject claims = jwt.claims();
        if (claims.has("jti")) {
            assertThat(claims.text("jti").orElseThrow()).hasSize(22);
            claims = claims.with("jti", "RANDOM");
        }
        if (claims.has("aud")) {
            claims = claims.with("aud", claims.text("aud").orElseThrow().replace(SERVER.baseUrl(), "SERVER"));
        }
        return "    " + jwt.header().toJson() + "\n    " + claims.toJson() + '\n';
    }

    @Test
    void every_way_to_authenticate_has_a_golden_file() throws Exception {
        Set<String> methods = new TreeSet<>();
        try (var files = Files.list(Path.of("target", "classes", "dev", "oat", "clientauth"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (name.equals("package-info")) {
                    continue;
                }
                Class<?> type = Class.forName("dev.oat.clientauth." + name);
                if (ClientAuthentication.class.isAssignableFrom(type) && !type.isInterface()) {
                    try {
                        methods.add((String) type.getField("METHOD").get(null));
                    } catch (NoSuchFieldException e) {
                        methods.add("given-assertion");
                    }
                }
            }
        }
        assertThat(methods)
                .isNotEmpty()
                .allSatisfy(method -> assertThat(
                                Path.of("src", "test", "resources", "golden", "client-authentication", method + ".txt"))
                        .exists());
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.pkcs8.pem, RS256",
        "rsa.pkcs1.pem, RS384",
        "rsa.pbes2.pem, RS512",
        "rsa.p12, PS256",
        "rsa.traditional-aes256.pem, PS384",
        "rsa.pkcs8.der, PS512",
        "ec256.sec1.pem, ES256",
        "ec384.private-only.pem, ES384",
        "ec521.pkcs8.pem, ES512",
        "ed25519.pkcs8.pem, EdDSA",
        "ed25519.pkcs8.pem, Ed25519",
    })
    void the_playground_is_convinced_by_every_algorithm_and_kind_of_file(String file, String alg) throws IOException {
        TestWorld world = world().with("OPENER", "correct-horse");
        try (Playground playground = playground(world, KeyFiles.key(file))) {
            TestWorld.Outcome outcome = world.run(
                    "token",
                    "client-credentials",
                    "--issuer",
                    playground.issuer().toString(),
                    "--client-id",
                    "mine",
                    "--signing-key",
                    keyFile(file),
                    "--signing-alg",
                    alg,
                    "--key-passphrase",
                    "env:OPENER");

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.code()).isZero();
        }
    }

    private static Playground playground(TestWorld world, Jwk key) {
        return Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .client(PlaygroundClient.withKeys(
                        "mine",
                        "Mine",
                        JwkSet.of(List.of(Jwk.parse(key.toPublicJson()))),
                        Set.of("client_credentials"),
                        List.of("read")))
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa.pkcs8.pem", "ec384.sec1.pem"})
    void nimbus_verifies_what_the_client_signed(String file) throws Exception {
        run(world(), "--signing-key", keyFile(file));

        JWK key = JWK.parse(KeyFiles.key(file).toPublicJson().toJson());
        SignedJWT parsed = SignedJWT.parse(assertion().compact());
        JWSVerifier verifier = new DefaultJWSVerifierFactory()
                .createJWSVerifier(
                        parsed.getHeader(),
                        key instanceof com.nimbusds.jose.jwk.RSAKey rsa
                                ? rsa.toRSAPublicKey()
                                : key.toECKey().toECPublicKey());
        assertThat(parsed.verify(verifier)).isTrue();
    }

    @Test
    void an_assertion_is_short_lived_and_each_has_a_name_of_its_own() throws IOException {
        String key = keyFile("ec256.pkcs8.pem");
        run(world(), "--signing-key", key);
        JsonObject first = assertion().claims();
        run(world(), "--signing-key", key);

        assertThat(assertion().claims().text("jti")).isNotEqualTo(first.text("jti"));
        assertThat(first.number("exp").orElseThrow() - first.number("iat").orElseThrow())
                .isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"issuer, ISSUER", "token-endpoint, ISSUER/token", "https://other.example, https://other.example"})
    void the_audience_is_the_issuer_unless_another_is_asked_for(String asked, String expected) throws IOException {
        TestWorld world = world();
        try (Playground playground = playground(world, KeyFiles.key("ec256.pkcs8.pem"))) {
            String issuer = playground.issuer().toString();
            TestWorld.Outcome outcome = world.run(
                    "token",
                    "client-credentials",
                    "--issuer",
                    issuer,
                    "--client-id",
                    "mine",
                    "--signing-key",
                    keyFile("ec256.pkcs8.pem"),
                    "--assertion-audience",
                    asked);

            String audience = Jwt.decode(playground.requests().all().stream()
                            .flatMap(request -> request.form("client_assertion").stream())
                            .findFirst()
                            .orElseThrow())
                    .claims()
                    .text("aud")
                    .orElseThrow();
            assertThat(audience).isEqualTo(expected.replace("ISSUER", issuer));
            assertThat(outcome.code()).isEqualTo(asked.startsWith("https:") ? 3 : 0);
        }
    }

    @Test
    void the_type_is_jwt_unless_another_is_asked_for() throws IOException {
        run(world(), "--signing-key", keyFile("ec256.pkcs8.pem"), "--assertion-typ", "client-authentication+jwt");

        assertThat(assertion().header().text("typ")).contains("client-authentication+jwt");
    }

    @Test
    void a_server_that_knows_the_jti_already_refuses_and_says_why() throws IOException {
        TestWorld world = world();
        try (Playground playground = playground(world, KeyFiles.key("ec256.pkcs8.pem"))) {
            playground.faults().on(Fault.REPLAYED_JTI);
            TestWorld.Outcome outcome = world.run(
                    "token",
                    "client-credentials",
                    "--issuer",
                    playground.issuer().toString(),
                    "--client-id",
                    "mine",
                    "--signing-key",
                    keyFile("ec256.pkcs8.pem"));

            assertThat(outcome.code()).isEqualTo(3);
            assertThat(outcome.err()).contains("invalid_client").contains("was used before: its jti is known");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--signing-alg RS256 --signing-key KEY | 2 | the key cannot sign with RS256: its kty is EC",
                "--signing-alg none --signing-key KEY | 2 | invalid value for --signing-alg: 'none'",
                "--signing-alg HS256 --signing-key KEY | 2 | the key cannot sign with HS256: its kty is EC",
                "--signing-key nowhere.pem | 2 | --signing-key: the file nowhere.pem cannot be read",
                "--auth-method private_key_jwt | 2 | needs a private key",
                "--auth-method attest_jwt_client_auth | 2 | needs a client attestation",
                "--attestation env:THE_ASSERTION | 2 | an attestation needs the private key that it is for",
                "--attestation env:THE_ASSERTION --attestation-key KEY | 2 | the client attestation cannot be read",
                "--attestation env:THE_ASSERTION --attestation-key nowhere.pem | 2 | --attestation-key: the file nowhere.pem cannot be read",
                "--auth-method client_secret_jwt | 2 | needs a client secret",
                "--auth-method client_secret_jwt --client-secret env:SHORT | 2 | too short for HS256: 5 bytes of at least 32",
                "--auth-method client_secret_jwt --client-secret env:THE_SECRET --signing-alg HS512 | 2 | too short for HS512",
                "--auth-method client_secret_jwt --client-secret env:THE_SECRET --signing-alg RS256 | 2 | client_secret_jwt cannot sign with RS256",
            })
    void means_that_do_not_fit_are_refused_before_anything_is_sent(String words, int code, String message)
            throws IOException {
        SERVER.resetAll();
        String key = keyFile("ec256.pkcs8.pem");
        TestWorld.Outcome outcome = run(
                world().with("SHORT", "short"),
                words.strip().replace("KEY", key).split(" "));

        assertThat(outcome.err()).contains(message);
        assertThat(outcome.code()).isEqualTo(code);
        SERVER.verify(0, postRequestedFor(urlEqualTo("/token")));
    }

    @Test
    void a_closed_key_is_asked_for_its_passphrase_and_never_without_a_terminal() throws IOException {
        String key = keyFile("rsa.pbes2.pem");
        TestWorld typing = world().typing("correct-horse");

        assertThat(run(typing, "--signing-key", key).code()).isZero();
        assertThat(typing.prompts())
                .hasSize(1)
                .first()
                .asString()
                .contains("passphrase")
                .contains("rsa.pbes2.pem");
        TestWorld.Outcome alone = run(world(), "--signing-key", key);
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("--key-passphrase").contains("there is no terminal");
    }

    @Test
    void a_key_that_others_can_read_earns_one_warning() throws IOException {
        String key = keyFile("ec256.pkcs8.pem");
        Files.setPosixFilePermissions(Path.of(key), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run(world(), "--signing-key", key).err())
                .isEqualTo("oat: warning: --signing-key: other users of this machine can read " + key + "; chmod 600 "
                        + key + "\n");
    }

    @Test
    void a_profiles_key_does_not_sign_for_another_server() throws IOException {
        String key = keyFile("ec256.pkcs8.pem");
        TestWorld world = world();
        assertThat(world.run(
                                "profile",
                                "add",
                                "work",
                                "--token-endpoint",
                                "http://127.0.0.1:1/token",
                                "--client-id",
                                "ci",
                                "--signing-key",
                                key)
                        .code())
                .isZero();

        TestWorld.Outcome outcome = run(world, "-p", "work");

        assertThat(outcome.code()).isZero();
        assertThat(sent().getBodyAsString()).isEqualTo("grant_type=client_credentials&client_id=ci");
    }

    @Test
    void oat_token_signs_in_again_by_a_profiles_key() throws IOException {
        String key = keyFile("ec256.pkcs8.pem");
        TestWorld world = world();
        try (Playground playground = playground(world, KeyFiles.key("ec256.pkcs8.pem"))) {
            world.run(
                    "profile",
                    "add",
                    "work",
                    "--issuer",
                    playground.issuer().toString(),
                    "--client-id",
                    "mine",
                    "--grant-type",
                    "client_credentials",
                    "--signing-key",
                    key);

            assertThat(world.run("token", "-p", "work").code()).isZero();
            world.pass(java.time.Duration.ofHours(1));
            assertThat(world.run("token", "-p", "work").code()).isZero();
        }
    }

    @Test
    void oat_token_never_asks_for_a_keys_passphrase() throws IOException {
        String key = keyFile("rsa.pbes2.pem");
        TestWorld world = world().typing("correct-horse");
        world.run(
                "profile",
                "add",
                "work",
                "--token-endpoint",
                SERVER.url("/token"),
                "--client-id",
                "mine",
                "--grant-type",
                "client_credentials",
                "--signing-key",
                key);

        assertThat(world.run("token", "-p", "work").code()).isEqualTo(4);
        assertThat(world.prompts()).isEmpty();
    }
}
