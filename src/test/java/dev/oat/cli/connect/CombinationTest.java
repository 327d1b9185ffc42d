package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.Grant;
import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.ProviderSettings;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every grant with every client authentication and every sender constraint, against the playground.
 *
 * <p>What there is comes from the code: whoever adds one of these without saying here how it is used finds this test red.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CombinationTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final List<String> SCOPES = List.of("openid", "profile", "email", "offline_access", "read", "write");

    private final Jwk dpopKey = Jwk.generate("ES256", new SecureRandom());
    private final Jwk key = Jwk.generate("ES256", new SecureRandom());
    private final Jwk instance = Jwk.generate("ES256", new SecureRandom());
    private Playground playground;
    private String attestation = "";
    private String mtlsPem = "";
    private String selfPem = "";
    private String certPem = "";

    @TempDir
    Path home;

    private TestWorld world;

    /**
     * One way to get a token.
     *
     * @param grant the grant's word
     * @param method the client authentication
     * @param constraint what binds the token
     */
    record Combination(String grant, String method, String constraint) {
        @Override
        public String toString() {
            return grant + " × " + method + " × " + constraint;
        }
    }

    @BeforeAll
    void start() {
        PlaygroundSettings.Builder builder = PlaygroundSettings.builder(Clock.systemUTC(), new SecureRandom());
        ProviderSettings provider = ProviderSettings.on(0);
        for (String client : List.of("c-none", "c-secret", "c-key", "demo-mtls", "demo-mtls-self", "demo-attested")) {
            String there = "wiki-" + client;
            builder.client(PlaygroundClient.publicClient(there, there, PlaygroundClient.EVERY_GRANT, SCOPES));
            provider = provider.client(there, client);
        }
        playground = Playground.start(builder.tlsPort(0)
                .provider(provider)
                .client(PlaygroundClient.publicClient("c-none", "None", PlaygroundClient.EVERY_GRANT, SCOPES))
                .client(PlaygroundClient.confidential(
                        "c-secret", "Secret", SECRET, PlaygroundClient.EVERY_GRANT, SCOPES))
                .client(PlaygroundClient.withKeys(
                        "c-key", "Key", JwkSet.of(List.of(key)), PlaygroundClient.EVERY_GRANT, SCOPES))
                .build());
        attestation = AttestationTest.attestation("demo-attested", instance, playground.clientKey());
        mtlsPem = playground.clientPem("demo-mtls");
        selfPem = playground.selfSignedPem("somebody");
        certPem = playground.clientPem("somebody");
    }

    @AfterAll
    void stop() {
        playground.close();
    }

    @BeforeEach
    void world() {
        world = TestWorld.at(home).at(Instant.now()).with("SECRET", SECRET).with("PW", "wonderland");
    }

    static List<Combination> combinations() throws IOException {
        List<Combination> all = new ArrayList<>();
        for (String grant : grants()) {
            for (String method : methods()) {
                for (String constraint : constraints()) {
                    if (makesSense(grant, method, constraint)) {
                        all.add(new Combination(grant, method, constraint));
                    }
                }
            }
        }
        return all;
    }

    private static List<String> grants() throws IOException {
        List<String> words = new ArrayList<>();
        for (Class<? extends Grant> type : GrantCompletenessTest.grants()) {
            words.add(GrantWords.word(GrantCompletenessTest.sample(type).profile()));
        }
        return words;
    }

    private static List<String> methods() {
        List<String> methods = new ArrayList<>(Settings.AUTH_METHOD.choices());
        methods.remove("auto");
        return methods;
    }

    private static List<String> constraints() throws IOException {
        List<String> names = new ArrayList<>();
        for (Class<? extends SenderConstraint> type :
                GrantCompletenessTest.implementations("proof", SenderConstraint.class)) {
            names.add(type.getSimpleName());
        }
        return names;
    }

    private static boolean makesSense(String grant, String method, String constraint) {
        boolean nobody = method.equals("none");
        // RFC 6749 §4.4: for confidential clients only; OpenID CIBA Core §7.1: the client authenticates
        boolean needsProof = grant.equals("client_credentials") || grant.equals("ciba");
        // RFC 8705 §4: who shows a certificate gets tokens that are bound to it, however it authenticates, or not at
        // all
        return !(nobody && needsProof);
    }

    private String file(String name, byte[] content) {
        try {
            Path file = home.resolve(name);
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> client(String method) {
        List<String> words =
                new ArrayList<>(List.of("--issuer", playground.issuer().toString(), "--auth-method", method));
        words.addAll(List.of("--cacert", file("ca.pem", playground.authorityPem())));
        switch (method) {
            case "none" -> words.addAll(List.of("--client-id", "c-none"));
            case "client_secret_basic", "client_secret_post", "client_secret_jwt" ->
                words.addAll(List.of("--client-id", "c-secret", "--client-secret", "env:SECRET"));
            case "private_key_jwt" ->
                words.addAll(List.of(
                        "--client-id",
                        "c-key",
                        "--signing-key",
                        file("key.jwk", key.toPrivateJson().toJson())));
            case "tls_client_auth" ->
                words.addAll(List.of("--client-id", "demo-mtls", "--cert", file("mtls.pem", mtlsPem)));
            case "self_signed_tls_client_auth" ->
                words.addAll(List.of("--client-id", "demo-mtls-self", "--cert", file("self.pem", selfPem)));
            case "attest_jwt_client_auth" ->
                words.addAll(List.of(
                        "--client-id",
                        "demo-attested",
                        "--attestation",
                        "file:" + file("attestation", attestation),
                        "--attestation-key",
                        file("instance.jwk", instance.toPrivateJson().toJson())));
            default -> throw new AssertionError("say here how a client uses " + method);
        }
        return words;
    }

    private List<String> binding(Combination one) {
        return switch (one.constraint()) {
            case "Bearer" -> List.of();
            case "CertificateBound" ->
                one.method().endsWith("tls_client_auth") ? List.of() : List.of("--cert", file("cert.pem", certPem));
            case "Dpop" ->
                List.of("--dpop-key", file("dpop.jwk", dpopKey.toPrivateJson().toJson()));
            default -> throw new AssertionError("say here how a token is bound by " + one.constraint());
        };
    }

    private TestWorld.Outcome run(Combination one, String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(client(one.method()));
        words.addAll(binding(one));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private JsonObject answer(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JsonObject.parse(outcome.out());
    }

    private JsonObject password(Combination one, String scope) {
        return answer(run(
                one, "token password", "--username", "alice", "--password", "env:PW", "--scope", scope, "-o", "json"));
    }

    private Runnable visiting(String page) {
        return () -> visit(URI.create(playground.issuer() + page));
    }

    private void visit(URI page) {
        try {
            List<ScriptedBrowser.Step> unused =
                    ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String assertion() {
        Map<String, Object> claims = Map.of(
                "iss",
                "c-key",
                "sub",
                "alice",
                "aud",
                playground.issuer().toString(),
                "exp",
                Instant.now().plusSeconds(120).getEpochSecond());
        JsonObject header =
                JsonObject.of(Map.of("alg", "ES256", "kid", key.keyId().orElseThrow()));
        return Jwt.sign(header, JsonObject.of(claims), key);
    }

    private String saml() {
        String xml =
                "<a:Assertion xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\"><a:Issuer>idp</a:Issuer><a:Subject>"
                        + "<a:NameID>alice</a:NameID></a:Subject><a:Conditions NotOnOrAfter=\""
                        + Instant.now().plusSeconds(120) + "\"><a:AudienceRestriction><a:Audience>"
                        + playground.issuer() + "</a:Audience></a:AudienceRestriction></a:Conditions></a:Assertion>";
        return Base64Url.encode(xml.getBytes(StandardCharsets.UTF_8));
    }

    private JsonObject tokenBy(Combination one) throws Exception {
        return switch (one.grant()) {
            case "client_credentials" -> answer(run(one, "token client-credentials"));
            case "password" -> password(one, "read");
            case "refresh_token" -> {
                world.with(
                        "R",
                        password(one, "read offline_access")
                                .text("refresh_token")
                                .orElseThrow());
                yield answer(run(one, "token refresh", "--refresh-token", "env:R", "--scope", "read"));
            }
            case "authorization_code" -> signedIn(one);
            case "device_code" -> {
                world.duringPause(() ->
                        visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode())));
                yield answer(run(one, "token device", "--scope", "read"));
            }
            case "ciba" -> {
                world.duringPause(visiting("/ciba"));
                yield answer(run(one, "token ciba", "--login-hint", "alice", "--scope", "openid read"));
            }
            case "jwt-bearer" -> {
                world.with("A", assertion());
                yield answer(run(one, "token jwt-bearer", "--assertion", "env:A", "--scope", "read"));
            }
            case "saml2-bearer" -> {
                world.with("A", saml());
                yield answer(run(one, "token saml2-bearer", "--assertion", "env:A", "--scope", "read"));
            }
            case "id-jag" -> idJag(one);
            case "token-exchange" -> {
                world.with(
                        "SUBJECT",
                        password(one, "read write").text("access_token").orElseThrow());
                yield answer(run(one, "token token-exchange", "--subject-token", "env:SUBJECT", "--scope", "read"));
            }
            default -> throw new AssertionError("say here how a token is got by " + one.grant());
        };
    }

    private JsonObject idJag(Combination one) {
        List<String> client = client(one.method());
        String there = "wiki-" + client.get(client.indexOf("--client-id") + 1);
        String provider = playground.provider().toString();
        TestWorld.Outcome signedIn = world.run(
                "token",
                "password",
                "--issuer",
                provider,
                "--client-id",
                there,
                "--username",
                "alice",
                "--password",
                "env:PW",
                "--scope",
                "openid",
                "-o",
                "json");
        world.with("ID", answer(signedIn).text("id_token").orElseThrow());
        return answer(run(
                one,
                "token id-jag",
                "--idp",
                provider,
                "--idp-client-id",
                there,
                "--subject-token",
                "env:ID",
                "--scope",
                "read"));
    }

    private JsonObject signedIn(Combination one) throws Exception {
        List<String> words = new ArrayList<>(List.of("login", "--no-browser", "--no-input", "-o", "json"));
        words.addAll(client(one.method()));
        words.addAll(binding(one));
        words.addAll(List.of("--scope", "openid read"));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        visit(command.address());
        return answer(command.outcome());
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void a_token_comes_bound_as_it_should_be(Combination one) throws Exception {
        JsonObject answer = tokenBy(one);
        boolean proven = one.constraint().equals("Dpop");
        assertThat(answer.text("token_type").orElseThrow()).isEqualToIgnoringCase(proven ? "DPoP" : "Bearer");
        JsonObject claims =
                Jwt.decode(answer.text("access_token").orElseThrow()).claims();
        assertThat(claims.text("sub")).isPresent();
        if (proven) {
            assertThat(claims.object("cnf").orElseThrow().text("jkt")).contains(dpopKey.thumbprint());
            assertThat(answer.object("oat").orElseThrow().text("sender_constraint"))
                    .contains("dpop");
        }
        if (one.constraint().equals("CertificateBound")) {
            assertThat(claims.object("cnf").orElseThrow().text("x5t#S256")).isPresent();
            assertThat(answer.object("oat").orElseThrow().text("sender_constraint"))
                    .contains("certificate");
        }
        isGoodForItsSenderAlone(one, answer);
    }

    /** The API takes the token from who holds what it is bound to, and from nobody else. */
    private void isGoodForItsSenderAlone(Combination one, JsonObject answer) {
        world.with("TOKEN", answer.text("access_token").orElseThrow());
        boolean certified =
                one.method().endsWith("tls_client_auth") || one.constraint().equals("CertificateBound");
        String api = (certified ? playground.secureOrigin().orElseThrow() : playground.gateway()) + "/hello";
        List<String> bare = List.of(
                "call", api, "--token", "env:TOKEN", "--fail", "--cacert", file("ca.pem", playground.authorityPem()));
        List<String> words = new ArrayList<>(bare);
        List<String> client = client(one.method());
        int shown = client.indexOf("--cert");
        words.addAll(shown < 0 ? List.of() : client.subList(shown, shown + 2));
        words.addAll(binding(one));
        TestWorld.Outcome taken = world.run(words.toArray(new String[0]));
        assertThat(taken.code()).as(taken.out() + taken.err()).isZero();
        if (certified || one.constraint().equals("Dpop")) {
            assertThat(world.run(bare.toArray(new String[0])).code()).isEqualTo(8);
        }
    }

    @Test
    void there_are_a_hundred_combinations_and_more() throws IOException {
        assertThat(combinations()).hasSizeGreaterThan(100);
    }
}
