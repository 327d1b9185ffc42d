package dev.oat.cli.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.oat.cli.TestWorld;
import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.KeyFiles;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and keys in hand: {@code oat jwt} and {@code oat jwk}. */
class JwtCommandsTest {
    @TempDir
    Path home;

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

    private String issuer() {
        return playground.issuer().toString();
    }

    private String token() {
        TestWorld.Outcome outcome = world.with("SERVICE", "service-secret")
                .run(
                        "token",
                        "client-credentials",
                        "--issuer",
                        issuer(),
                        "--client-id",
                        "demo-service",
                        "--client-secret",
                        "env:SERVICE",
                        "-o",
                        "token");
        assertThat(outcome.code()).isZero();
        return outcome.out().strip();
    }

    private TestWorld.Outcome verify(String token, String... more) {
        java.util.ArrayList<String> words = new java.util.ArrayList<>(List.of("jwt", "verify", "env:TOKEN"));
        words.addAll(List.of(more));
        return world.with("TOKEN", token).run(words.toArray(new String[0]));
    }

    private static String verdict(TestWorld.Outcome outcome, String check) {
        JsonObject document = JsonObject.parse(outcome.out());
        for (Object each : document.array("checks")) {
            JsonObject one = (JsonObject) each;
            if (one.text("name").orElseThrow().equals(check)) {
                return one.text("verdict").orElseThrow();
            }
        }
        throw new AssertionError("no check " + check + " in " + outcome.out());
    }

    @Test
    void decode_shows_parts_and_dates_and_asks_no_server() {
        String token = token();
        int before = playground.requests().of(Part.AUTHORIZATION_SERVER).size();
        world.pass(Duration.ofMinutes(15));

        TestWorld.Outcome outcome = world.with("TOKEN", token).run("jwt", "decode", "env:TOKEN");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("signature were not checked")
                .contains("  alg  ES256\n")
                .contains("  sub        demo-service\n")
                .contains("  iat        1795262400  2026-11-21T12:00:00Z, 15 min ago\n")
                .contains("  exp        1795263000  2026-11-21T12:10:00Z, 5 min ago\n");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER)).hasSize(before);
    }

    @Test
    void decode_gives_scripts_one_document() {
        JsonObject document = JsonObject.parse(world.with("TOKEN", token())
                .run("jwt", "decode", "env:TOKEN", "-o", "json")
                .out());

        assertThat(document.text("kind")).contains("signed");
        assertThat(document.flag("verified")).contains(false);
        assertThat(document.object("claims").orElseThrow().text("sub")).contains("demo-service");
        assertThat(document.object("times").orElseThrow().text("exp")).contains("2026-11-21T12:10:00Z");
        assertThat(document.array("problems")).isEmpty();
    }

    private static String part(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer HEADER.CLAIMS.c2ln               | the scheme bearer stood before the token",
                "Authorization: Bearer HEADER.CLAIMS.c2ln| a header's name stood before the token",
                "\"HEADER.CLAIMS.c2ln\"                  | the token stood in quotation marks",
                "HEADER. CLAIMS.c2ln                     | broken by blanks or line ends",
                "HEADER.CLAIMS=.c2ln                     | the payload is not base64url: character",
                "HEADER.CLAIMS                           | it has 2 parts with dots between",
                "HEADER.CLAIMS.                          | the signature is empty",
                "NONE.CLAIMS.                            | alg is none: nothing protects the token",
                "HEADER.MILLIS.c2ln                      | exp looks like milliseconds",
                "HEADER.CUT.c2ln                         | the payload breaks off; what follows sub is left out",
            })
    void decode_reads_broken_tokens_as_far_as_they_go(String text, String problem) {
        String broken = text.strip()
                .replace("HEADER", part("{\"alg\":\"RS256\"}"))
                .replace("NONE", part("{\"alg\":\"none\"}"))
                .replace("CLAIMS", part("{\"sub\":\"alice!\"}"))
                .replace("MILLIS", part("{\"sub\":\"alice!\",\"exp\":1795262400000}"))
                .replace("CUT", part("{\"sub\":\"alice!\",\"ex"));

        TestWorld.Outcome outcome = world.with("TOKEN", broken).run("jwt", "decode", "env:TOKEN");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("alice!").contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "opaque-token | an opaque token, which only its server can read",
                "{\"access_token\":\"x.y.z\"} | the token is a member of it",
                "1.2.3.4.5.6.7 | it has 7 parts",
            })
    void decode_says_what_is_no_token(String text, String problem) {
        TestWorld.Outcome outcome = world.with("TOKEN", text).run("jwt", "decode", "env:TOKEN");

        assertThat(outcome.out()).contains("No JWT").contains(problem);
        assertThat(outcome.code()).isEqualTo(6);
    }

    @Test
    void decode_draws_a_tokens_life_for_who_looks() {
        String token = token();
        world.pass(Duration.ofMinutes(6));
        world.with("TOKEN", token).with("LC_ALL", "C").with("NO_COLOR", "1");

        assertThat(world.run("jwt", "decode", "env:TOKEN").out()).doesNotContain("Life");
        world.onTerminal();
        assertThat(world.run("jwt", "decode", "env:TOKEN").out()).contains("\nLife\n  [####......]\n");
    }

    @Test
    void decode_lets_nothing_through_that_steers_a_terminal() {
        String token = part("{\"alg\":\"RS256\",\"kid\":\"\\u001b[2J\"}") + "."
                + part("{\"\\u009b31m\":\"\\u202ex\\u001b]52;c;AA\\u0007\"}") + ".c2ln";

        String out =
                world.with("TOKEN", token).run("jwt", "decode", "env:TOKEN").out();

        assertThat(out).doesNotContain("\u001b").doesNotContain("\u009b").doesNotContain("\u202e");
        assertThat(out).contains("\\u001b[2J");
    }

    @Test
    void verify_fetches_the_issuers_keys_in_one_word() {
        TestWorld.Outcome outcome = verify(token());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err())
                .isEqualTo("oat: warning: the issuer is the token's own word: " + issuer()
                        + "; --issuer URL holds it to the one that you trust\n");
        assertThat(outcome.out())
                .contains("ok   the signature is that of the issuer's key  [RFC 7515 §5.2]\n")
                .contains("-    the token is from the issuer  [RFC 7519 §4.1.1]: not asked for")
                .endsWith("Every check that applies has passed.\n");
    }

    @Test
    void verify_holds_a_token_to_everything_that_is_asked_for() {
        String gateway = playground.gateway().toString();
        TestWorld.Outcome outcome = verify(
                token(),
                "--issuer",
                issuer(),
                "--audience",
                "other",
                "--audience",
                gateway,
                "--client-id",
                "demo-service",
                "--typ",
                "application/AT+JWT",
                "--alg",
                "ES256",
                "-o",
                "json");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        for (String check :
                List.of("jwt.iss", "jwt.aud", "jwt.client", "jwt.typ", "signature", "jwt.exp", "jwt.members")) {
            assertThat(verdict(outcome, check)).as(check).isEqualTo("passed");
        }
        assertThat(verdict(outcome, "jwt.nonce")).isEqualTo("not_applicable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jwt.iss       | --issuer ISSUER/tenant",
                "jwt.aud       | --audience https://other.example",
                "jwt.client    | --client-id other",
                "jwt.typ       | --typ JWT",
                "jwt.exp       | --at +12m",
                "jwt.exp       | --at 2027-01-01",
                "jwt.exp       | --at +10m --leeway 0",
                "jwt.iat       | --at -2m",
                "jwt.iat       | --at 1795262000",
                "jwt.nonce     | --nonce literal:n",
                "jwt.at_hash   | --access-token literal:t",
                "signature.alg | --alg RS256",
            })
    void each_check_fails_by_its_name_and_ends_in_exit_6(String check, String words) {
        TestWorld.Outcome outcome = verify(
                token(),
                (words.strip() + " -o json").replace("ISSUER", issuer()).split(" "));

        assertThat(outcome.code()).isEqualTo(6);
        assertThat(verdict(outcome, check.strip())).isEqualTo("failed");
        assertThat(outcome.err()).contains("\"exit_code\":6");
    }

    @Test
    void a_changed_token_fails_by_its_signature_only() {
        String token = token();
        int dot = token.indexOf('.');
        JsonObject claims = Jwt.decode(token).claims().with("sub", "admin");
        String changed = token.substring(0, dot + 1) + part(claims.toJson()) + token.substring(token.lastIndexOf('.'));

        TestWorld.Outcome outcome = verify(changed, "-o", "json");

        assertThat(outcome.code()).isEqualTo(6);
        assertThat(verdict(outcome, "signature")).isEqualTo("failed");
        assertThat(verdict(outcome, "jwt.exp")).isEqualTo("passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://as.example", "file:///etc/passwd", "https:", "javascript:x", "not a url", ""})
    void keys_are_fetched_on_a_tokens_word_over_https_only(String iss) {
        String token = part("{\"alg\":\"ES256\"}") + "."
                + part(JsonObject.of(Map.of("iss", iss)).toJson()) + ".c2ln";

        TestWorld.Outcome outcome = verify(token);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--issuer URL, --jwks-uri URL or --key FILE");
    }

    @Test
    void what_is_no_signed_token_is_a_failed_check() {
        TestWorld.Outcome outcome = verify("opaque");

        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.out()).contains("FAIL the token is a signed JWT  [RFC 7519 §7.2]");
    }

    @Test
    void a_key_in_the_token_itself_is_never_believed() throws Exception {
        Jwk key = Jwk.generate("ES256", new SecureRandom());
        String token = Jwt.sign(
                JsonObject.of(Map.of("alg", "ES256", "jwk", key.toPublicJson())),
                JsonObject.of(Map.of("iss", issuer())),
                key);

        TestWorld.Outcome outcome = verify(token, "-o", "json");

        assertThat(outcome.code()).isEqualTo(6);
        assertThat(verdict(outcome, "signature")).isEqualTo("failed");
    }

    @Test
    void a_rotated_key_is_fetched_once_more() {
        token();
        verify(token());
        playground.rotateKeys();

        assertThat(verify(token()).code()).isZero();
    }

    private String file(String name) throws IOException {
        Path file = home.resolve(name);
        Files.write(file, KeyFiles.bytes(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.pkcs8.pem, rsa.public.pem, RS256",
        "rsa.pkcs8.pem, rsa.certificate.pem, PS512",
        "ec256.sec1.pem, ec256.certificate.pem, ES256",
        "ec521.pkcs8.pem, ec521.public.pem, ES512",
        "ed25519.pkcs8.pem, ed25519.public.pem, EdDSA",
    })
    void what_sign_signs_verify_verifies_with_the_public_key(String key, String publicKey, String alg)
            throws IOException {
        TestWorld.Outcome signed = world.run(
                "jwt",
                "sign",
                "{\"sub\":\"älice\"}",
                "--claim",
                "n:=[1,true]",
                "--claim",
                "text=12",
                "--header",
                "x=y",
                "--signing-key",
                file(key),
                "--signing-alg",
                alg,
                "--key-id",
                "k");

        assertThat(signed.err()).isEmpty();
        Jwt jwt = Jwt.decode(signed.out().strip());
        assertThat(jwt.header().toJson())
                .isEqualTo("{\"alg\":\"" + alg + "\",\"typ\":\"JWT\",\"kid\":\"k\",\"x\":\"y\"}");
        assertThat(jwt.claims().without("jti").toJson())
                .isEqualTo("{\"sub\":\"älice\",\"n\":[1,true],\"text\":\"12\",\"iat\":1795262400,\"exp\":1795262700}");
        // a key of a PEM file has no name, and so cannot be the one that the header names
        TestWorld.Outcome named = world.run("jwk", "public", file(publicKey), "--key-id", "k");
        Files.writeString(home.resolve("named.jwk"), named.out());
        assertThat(verify(signed.out(), "--key", home.resolve("named.jwk").toString())
                        .code())
                .isZero();
    }

    @Test
    void a_shared_secret_signs_and_nimbus_verifies() throws Exception {
        TestWorld.Outcome signed = world.with("SHARED", "a secret of more than thirty-two bytes")
                .run("jwt", "sign", "--claim", "sub=a", "--secret", "env:SHARED", "--bare");

        SignedJWT parsed = SignedJWT.parse(signed.out().strip());
        assertThat(parsed.verify(new com.nimbusds.jose.crypto.MACVerifier("a secret of more than thirty-two bytes")))
                .isTrue();
        assertThat(Jwt.decode(signed.out().strip()).claims().toJson()).isEqualTo("{\"sub\":\"a\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jwt sign --claim a=b | there is nothing to sign with",
                "jwt sign [] --secret env:S | CLAIMS is no JSON object",
                "jwt sign --claim a --secret env:S | invalid value for --claim: 'a' (NAME=TEXT or NAME:=JSON)",
                "jwt sign --claim a:=b --secret env:S | --claim a: ",
                "jwt sign --secret env:S --signing-alg none | invalid value for --signing-alg: 'none' (one of RS256",
                "jwt sign --secret env:S --signing-alg RS256 | the key cannot sign with RS256: its kty is oct",
                "jwt sign --secret env:S --signing-key x | contradict each other",
                "jwt verify env:TOKEN --at yesterday | invalid value for --at: 'yesterday' (a time)",
                "jwt verify env:TOKEN --key nowhere | the file nowhere cannot be read",
                "jwk generate --alg none | invalid value for --alg: 'none' (RS256",
                "jwk public nowhere | the file nowhere cannot be read",
            })
    void what_cannot_be_is_exit_2_with_the_reason(String words, String message) {
        TestWorld.Outcome outcome = world.with("S", "a secret of more than thirty-two bytes")
                .with("TOKEN", token())
                .run(words.strip().split(" "));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void two_tokens_are_compared_claim_by_claim() {
        String one = token();
        world.pass(Duration.ofMinutes(1));

        TestWorld.Outcome outcome = verify(one, "--diff", "literal:" + token(), "--issuer", issuer());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains(
                        "- iat  1795262400  2026-11-21T12:00:00Z, 60 s ago\n+ iat  1795262460  2026-11-21T12:01:00Z, now\n")
                .contains("\n- jti  ")
                .doesNotContain("- sub")
                .doesNotContain("header alg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS384", "ES256", "ES384", "ES512", "EdDSA", "RSA-OAEP-256", "ECDH-ES"})
    void a_new_key_lies_in_a_file_of_its_owners_and_its_public_half_is_printed(String alg) throws Exception {
        Path file = home.resolve("key.jwk");
        TestWorld.Outcome outcome = world.run("jwk", "generate", "--alg", alg, "--out", file.toString(), "--kid", "k1");

        assertThat(outcome.code()).isZero();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        JsonObject published = JsonObject.parse(outcome.out());
        assertThat(published.has("d")).isFalse();
        assertThat(published.text("kid")).contains("k1");
        assertThat(world.run("jwk", "public", file.toString()).out()).isEqualTo(outcome.out());
        TestWorld.Outcome again = world.run("jwk", "generate", "--alg", alg, "--out", file.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("is there already, and keys are not overwritten");
    }

    @Test
    void a_shared_secret_is_made_and_never_published() {
        TestWorld.Outcome made = world.run("jwk", "generate", "--alg", "HS256");

        assertThat(Base64Url.decode(JsonObject.parse(made.out()).text("k").orElseThrow()))
                .hasSize(32);
        TestWorld.Outcome shown = world.reading(made.out()).run("jwk", "public", "-");
        assertThat(shown.code()).isEqualTo(2);
        assertThat(shown.err()).contains("a shared secret has no public half");
    }

    @Test
    void the_published_thumbprint_is_ours() {
        // RFC 7638 §3.1
        String key = "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\",\"n\":\""
                + "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJE"
                + "CPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2Q"
                + "vzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6"
                + "WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
                + "\"}";

        assertThat(world.reading(key).run("jwk", "thumbprint", "-").out())
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs\n");
        assertThat(world.reading(key).run("jwk", "thumbprint", "-", "--uri").out())
                .isEqualTo(
                        "urn:ietf:params:oauth:jwk-thumbprint:sha-256:NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs\n");
    }

    @Test
    void nimbus_reads_a_generated_key_and_agrees_on_its_thumbprint() throws Exception {
        String made = world.run("jwk", "generate", "--alg", "ES384").out();

        JWK key = JWK.parse(made);
        assertThat(key.isPrivate()).isTrue();
        assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString());
        String signed = world.with("IGNORED", "x")
                .run("jwt", "sign", "--claim", "sub=a", "--signing-key", written(made))
                .out()
                .strip();
        SignedJWT parsed = SignedJWT.parse(signed);
        assertThat(parsed.verify(new DefaultJWSVerifierFactory()
                        .createJWSVerifier(parsed.getHeader(), key.toECKey().toECPublicKey())))
                .isTrue();
    }

    @Test
    void a_certificate_becomes_a_key_that_holds_it() throws Exception {
        String out = world.run("jwk", "public", file("ec256.certificate.pem")).out();

        JWK key = JWK.parse(out);
        assertThat(key.getParsedX509CertChain().get(0).getSubjectX500Principal().getName())
                .isEqualTo("CN=oat test client");
        assertThat(key.computeThumbprint().toString())
                .isEqualTo(KeyFiles.key("ec256.pkcs8.pem").thumbprint());
    }

    private String written(String key) throws IOException {
        Path file = home.resolve("made.jwk");
        Files.writeString(file, key);
        return file.toString();
    }

    @Test
    void several_keys_are_published_as_a_set() throws IOException {
        SecureRandom random = new SecureRandom();
        Jwk one = Jwk.generate("ES256", random).withKeyId("a");
        Jwk two = Jwk.generate("EdDSA", random).withKeyId("b");
        JsonObject set = JsonObject.of(Map.of("keys", List.of(one.toPrivateJson(), two.toPrivateJson())));

        String out = world.run("jwk", "public", written(set.toJson())).out();

        assertThat(JwkSet.parse(JsonObject.parse(out)).keys()).hasSize(2).noneMatch(Jwk::isPrivate);
        assertThat(JsonObject.parse(world.run("jwk", "public", written(set.toJson()), "--key-id", "b")
                                .out())
                        .text("kid"))
                .contains("b");
    }
}
