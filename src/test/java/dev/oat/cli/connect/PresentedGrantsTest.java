package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assertions and other tokens in place of a user. */
@Timeout(60)
class PresentedGrantsTest {
    private static final String TYPES = "urn:ietf:params:oauth:token-type:";
    private static final List<String> SCOPES = List.of("openid", "profile", "email", "offline_access", "read", "write");

    @TempDir
    Path home;

    private final Jwk key = Jwk.generate("ES256", new SecureRandom());
    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() throws IOException {
        world = TestWorld.at(home).with("S", "service-secret");
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .client(PlaygroundClient.withKeys(
                        "signer", "Signer", JwkSet.of(List.of(key)), PlaygroundClient.EVERY_GRANT, SCOPES))
                .client(PlaygroundClient.publicClient("app", "App", PlaygroundClient.EVERY_GRANT, SCOPES))
                .build());
        write("key.jwk", JsonObject.of(key.toPrivateJson().members()).toJson());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private TestWorld.Outcome run(String grant, String... more) {
        List<String> words = new ArrayList<>(List.of("token", grant));
        words.addAll(List.of("--issuer", playground.issuer().toString()));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private ReceivedRequest lastTokenRequest() {
        List<ReceivedRequest> all = playground.requests().of(Part.AUTHORIZATION_SERVER).stream()
                .filter(request -> request.path().equals("/token"))
                .toList();
        return all.get(all.size() - 1);
    }

    private static JsonObject claims(String token) {
        return Jwt.decode(token).claims();
    }

    private static String accessToken(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return JsonObject.parse(outcome.out()).text("access_token").orElseThrow();
    }

    @Test
    void an_assertion_is_made_of_claims_and_a_key_and_the_key_does_not_authenticate_the_client_too() {
        TestWorld.Outcome outcome = run(
                "jwt-bearer",
                "--client-id",
                "app",
                "--signing-key",
                home.resolve("key.jwk").toString(),
                "--claim",
                "iss=signer",
                "--claim",
                "sub=alice",
                "--claim",
                "groups:=[\"a b\",\"c\"]");
        assertThat(claims(accessToken(outcome)).text("sub")).contains("user-alice");
        assertThat(outcome.err()).isEmpty();
        ReceivedRequest request = lastTokenRequest();
        assertThat(request.form("client_assertion")).isEmpty();
        JsonObject made = claims(request.form("assertion").orElseThrow());
        assertThat(made.text("iss")).contains("signer");
        assertThat(made.text("aud")).contains(playground.issuer().toString());
        assertThat(made.number("exp").orElseThrow() - made.number("iat").orElseThrow())
                .isEqualTo(120);
        assertThat(made.has("jti")).isTrue();
        assertThat(made.texts("groups")).containsExactly("a b", "c");
    }

    @Test
    void the_key_authenticates_the_client_too_when_asked() {
        TestWorld.Outcome outcome = run(
                "jwt-bearer",
                "--client-id",
                "signer",
                "--auth-method",
                "private_key_jwt",
                "--signing-key",
                home.resolve("key.jwk").toString());
        assertThat(claims(accessToken(outcome)).text("sub")).contains("signer");
        assertThat(lastTokenRequest().form("client_assertion")).isPresent();
    }

    private String assertion(Map<String, Object> claims) {
        JsonObject header =
                JsonObject.of(Map.of("alg", "ES256", "kid", key.keyId().orElseThrow()));
        return Jwt.sign(header, JsonObject.of(claims), key);
    }

    @Test
    void a_given_assertion_is_sent_as_it_is() {
        String jwt = assertion(Map.of(
                "iss",
                "signer",
                "sub",
                "bob",
                "aud",
                playground.issuer() + "/token",
                "exp",
                world.now().plusSeconds(60).getEpochSecond()));
        TestWorld.Outcome outcome = world.with("A", jwt)
                .run(
                        "token",
                        "jwt-bearer",
                        "--issuer",
                        playground.issuer().toString(),
                        "--client-id",
                        "app",
                        "--assertion",
                        "env:A",
                        "--scope",
                        "read");
        assertThat(claims(accessToken(outcome)).text("sub")).contains("user-bob");
        assertThat(lastTokenRequest().form("assertion")).contains(jwt);
    }

    @Test
    void an_assertion_for_somebody_else_is_refused_with_a_hint_about_assertions() {
        TestWorld.Outcome outcome = run(
                "jwt-bearer",
                "--client-id",
                "app",
                "--signing-key",
                home.resolve("key.jwk").toString(),
                "--claim",
                "iss=signer",
                "--claim",
                "aud=https://elsewhere.example");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("invalid_grant", "its audience");
    }

    @Test
    void without_assertion_and_key_it_says_what_to_give() {
        TestWorld.Outcome outcome = run("jwt-bearer", "--client-id", "app");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--assertion REF").contains("--claim sub=NAME");
    }

    private String saml(String audience, Instant until) {
        return "<?xml version=\"1.0\"?>\n<!-- made by a test -->\n"
                + "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" Version=\"2.0\" ID=\"_1\">"
                + "<saml:Issuer>https://idp.example</saml:Issuer><saml:Subject><saml:NameID>alice</saml:NameID>"
                + "</saml:Subject><saml:Conditions NotOnOrAfter=\"" + until + "\"><saml:AudienceRestriction>"
                + "<saml:Audience>" + audience + "</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
                + "</saml:Assertion>";
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "base64", "mime", "base64url"})
    void a_saml_assertion_may_come_in_any_of_the_usual_forms(String form) throws IOException {
        String xml = saml(playground.issuer().toString(), world.now().plusSeconds(60));
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        Path file = write(
                "assertion",
                switch (form) {
                    case "xml" -> xml;
                    case "base64" -> Base64.getEncoder().encodeToString(bytes);
                    case "mime" -> Base64.getMimeEncoder().encodeToString(bytes) + "\r\n";
                    default -> Base64Url.encode(bytes);
                });
        TestWorld.Outcome outcome = run("saml2-bearer", "--client-id", "app", "--assertion", "file:" + file);
        assertThat(claims(accessToken(outcome)).text("sub")).contains("user-alice");
        assertThat(lastTokenRequest().form("assertion")).contains(Base64Url.encode(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p:Response xmlns:p=\"x\"/>",
                "<html><body>no</body></html>",
                "no xml at all!",
                "QUJD",
                "<?xml",
                "<!-- never ends"
            })
    void what_is_no_saml_assertion_is_not_sent(String text) throws IOException {
        Path file = write("assertion", text);
        TestWorld.Outcome outcome = run("saml2-bearer", "--client-id", "app", "--assertion", "file:" + file);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("RFC 7522 §2.1");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER))
                .noneMatch(request -> request.path().equals("/token"));
    }

    private String aliceToken() {
        return world.with("PW", "wonderland")
                .run(
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
                        "openid read write",
                        "-o",
                        "token")
                .out()
                .trim();
    }

    private TestWorld.Outcome exchange(String... more) {
        List<String> words = new ArrayList<>(List.of("--client-id", "app", "--subject-token", "env:SUBJECT"));
        words.addAll(List.of(more));
        return run("token-exchange", words.toArray(new String[0]));
    }

    @Test
    void a_token_is_exchanged_for_a_narrower_one_for_another_api() {
        world.with("SUBJECT", aliceToken());
        TestWorld.Outcome outcome = exchange("--scope", "read", "--audience", "https://billing.example");
        JsonObject token = claims(accessToken(outcome));
        assertThat(token.text("sub")).contains("user-alice");
        assertThat(token.text("scope")).contains("read");
        assertThat(token.textOrTexts("aud")).containsExactly("https://billing.example");
        assertThat(JsonObject.parse(outcome.out()).text("issued_token_type")).contains(TYPES + "access_token");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void an_actor_acts_for_the_subject() {
        String service = world.run(
                        "token",
                        "client-credentials",
                        "--issuer",
                        playground.issuer().toString(),
                        "--client-id",
                        "demo-service",
                        "--client-secret",
                        "env:S",
                        "-o",
                        "token")
                .out()
                .trim();
        world.with("SUBJECT", aliceToken()).with("ACTOR", service);
        JsonObject token = claims(accessToken(
                exchange("--actor-token", "env:ACTOR", "--actor-token-type", "jwt", "--requested-token-type", "jwt")));
        assertThat(token.object("act").orElseThrow().text("sub")).contains("demo-service");
    }

    @Test
    void what_is_no_access_token_is_said_and_handed_to_no_header() {
        world.with("SUBJECT", aliceToken());
        TestWorld.Outcome outcome = exchange("--requested-token-type", "id_token");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).text("token_type")).contains("N_A");
        assertThat(outcome.err()).contains("this is no access token but: id_token");
        TestWorld.Outcome header = exchange("--requested-token-type", "id_token", "-o", "header");
        assertThat(header.code()).isEqualTo(2);
        assertThat(header.out()).isEmpty();
    }

    @Test
    void an_issued_type_other_than_the_one_asked_for_is_exit_6() {
        world.with("SUBJECT", aliceToken());
        playground.faults().on(Fault.WRONG_ISSUED_TOKEN_TYPE);
        TestWorld.Outcome outcome = exchange("--requested-token-type", "access_token");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("RFC 8693 §2.2.1", TYPES + "saml2");
    }

    @Test
    void the_subject_token_may_come_by_standard_input_even_when_it_is_stored() {
        String token = aliceToken();
        world.run("profile", "add", "gw", "--issuer", playground.issuer().toString(), "--client-id", "app");
        TestWorld.Outcome outcome = TestWorld.at(home)
                .at(world.now())
                .reading(token + "\n")
                .run("token", "token-exchange", "-p", "gw", "--subject-token", "-");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(TestWorld.at(home).at(world.now()).run("token", "-p", "gw").code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "Access_Token", ""})
    void a_type_that_is_none_is_told(String type) {
        world.with("SUBJECT", "x");
        TestWorld.Outcome outcome = exchange("--subject-token-type", type.isEmpty() ? "saml" : type);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("access_token, id_token, refresh_token, jwt, saml1, saml2");
    }

    private void profile(String name, String grantType, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "profile",
                "add",
                name,
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "app",
                "--grant-type",
                grantType));
        words.addAll(List.of(more));
        TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void a_profile_renews_by_an_assertion_that_it_makes() {
        profile(
                "sa",
                "jwt-bearer",
                "--signing-key",
                home.resolve("key.jwk").toString(),
                "--claim",
                "iss=signer",
                "--claim",
                "sub=alice");
        String first = world.run("token", "-p", "sa").out();
        assertThat(claims(first.trim()).text("sub")).contains("user-alice");
        assertThat(world.run("token", "-p", "sa").out()).isEqualTo(first);
        world.pass(Duration.ofHours(1));
        TestWorld.Outcome renewed = world.run("token", "-p", "sa");
        assertThat(renewed.code()).as(renewed.err()).isZero();
        assertThat(renewed.out()).isNotEqualTo(first);
    }

    @Test
    void a_profile_renews_by_token_exchange_when_every_token_is_a_reference() {
        world.with("SUBJECT", aliceToken());
        profile("gw", "token-exchange", "--subject-token", "env:SUBJECT", "--scope", "read");
        TestWorld.Outcome outcome = world.run("token", "-p", "gw");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(claims(outcome.out().trim()).text("sub")).contains("user-alice");

        profile("asked", "token-exchange", "--subject-token", "prompt");
        TestWorld.Outcome asked = world.run("token", "-p", "asked");
        assertThat(asked.code()).isEqualTo(4);
        assertThat(asked.err()).contains("oat token token-exchange -p asked");
    }

    @Test
    void another_subject_gets_another_token_and_never_the_kept_one() {
        String alice = aliceToken();
        world.with("SUBJECT", alice);
        world.with("OAT_ISSUER", playground.issuer().toString())
                .with("OAT_CLIENT_ID", "app")
                .with("OAT_GRANT_TYPE", "urn:ietf:params:oauth:grant-type:token-exchange")
                .with("OAT_SUBJECT_TOKEN", "env:SUBJECT");
        String first = world.run("token").out();
        assertThat(claims(first.trim()).text("sub")).contains("user-alice");
        assertThat(world.run("token").out()).isEqualTo(first);
        world.with("PW", "builder");
        String bob = world.run(
                        "token",
                        "password",
                        "--client-id",
                        "demo-password",
                        "--username",
                        "bob",
                        "--password",
                        "env:PW",
                        "-o",
                        "token")
                .out()
                .trim();
        world.with("SUBJECT", bob);
        assertThat(claims(world.run("token").out().trim()).text("sub")).contains("user-bob");
    }
}
