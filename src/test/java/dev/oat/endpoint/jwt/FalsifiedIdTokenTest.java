package dev.oat.endpoint.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import dev.oat.jose.Base64Url;
import dev.oat.jose.HalfHash;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way we know to falsify an ID token, and the one check that must refuse it. */
class FalsifiedIdTokenTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Jwk RSA = Jwk.generate("RS256", RANDOM);
    private static final Jwk EC = Jwk.generate("ES256", RANDOM);
    private static final Jwk STRANGER = Jwk.generate("RS256", RANDOM);

    private static final Jwk SMALL = rsa1024();

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final long SECONDS = NOW.getEpochSecond();
    private static final String ISSUER = "https://issuer.example/tenant";
    private static final String CLIENT = "our-client";
    private static final String ACCESS_TOKEN = "SlAV32hkKG";

    /** A token in the making: each falsification changes one thing of a good one. */
    private static final class Draft {
        final Map<String, Object> header = new LinkedHashMap<>();
        final Map<String, Object> claims = new LinkedHashMap<>();
        Jwk signer = RSA;
        List<Jwk> published = List.of(RSA, EC);
        UnaryOperator<String> afterSigning = UnaryOperator.identity();
        IdTokenExpectations expected = IdTokenExpectations.of(
                        ISSUER, CLIENT, IdTokenExpectations.algorithms(List.of("RS256", "ES256", "none")), NOW)
                .withNonce(Secret.of("n-0S6_WzA2Mj"))
                .withAccessToken(Secret.of(ACCESS_TOKEN))
                .withMaxAge(600)
                .withAcrValues(List.of("silver", "gold"));

        Draft() {
            header.put("alg", "RS256");
            header.put("kid", RSA.keyId().orElseThrow());
            claims.put("iss", ISSUER);
            claims.put("sub", "248289761001");
            claims.put("aud", CLIENT);
            claims.put("exp", SECONDS + 300);
            claims.put("iat", SECONDS - 5);
            claims.put("nonce", "n-0S6_WzA2Mj");
            claims.put("auth_time", SECONDS - 30);
            claims.put("acr", "gold");
            claims.put("at_hash", HalfHash.of("RS256", ACCESS_TOKEN));
        }

        Draft header(String name, Object value) {
            header.put(name, value);
            return this;
        }

        Draft claim(String name, Object value) {
            claims.put(name, value);
            return this;
        }

        Draft without(String name) {
            claims.remove(name);
            return this;
        }

        Draft signer(Jwk key) {
            signer = key;
            return this;
        }

        Draft published(Jwk... keys) {
            published = List.of(keys);
            return this;
        }

        Draft afterSigning(UnaryOperator<String> change) {
            afterSigning = change;
            return this;
        }

        Draft allowing(String... algorithms) {
            expected = new IdTokenExpectations(
                    expected.issuer(),
                    expected.clientId(),
                    expected.nonce(),
                    expected.since(),
                    expected.accessToken(),
                    expected.companions(),
                    expected.maxAge(),
                    expected.acrValues(),
                    Set.of(algorithms),
                    expected.now());
            return this;
        }

        List<Check> checked() {
            return IdTokenChecks.verify(Jwt.decode(compact()), JwkSet.of(published), expected);
        }

        String compact() {
            String compact = "RS256".equals(header.get("alg"))
                    ? signed(unsigned(), signer)
                    : Jwt.sign(JsonObject.of(header), JsonObject.of(claims), signer);
            return afterSigning.apply(compact);
        }

        private String unsigned() {
            return part(JsonObject.of(header).toJson()) + "."
                    + part(JsonObject.of(claims).toJson());
        }
    }

    /** A signature by the JDK alone, which asks no questions about header or key. */
    private static String signed(String input, Jwk key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(RSAKey.parse(key.toPrivateJson().toJson()).toRSAPrivateKey());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64Url.encode(signature.sign());
        } catch (GeneralSecurityException | ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static Jwk rsa1024() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024, RANDOM);
            KeyPair pair = generator.generateKeyPair();
            RSAKey key = new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .privateKey((RSAPrivateKey) pair.getPrivate())
                    .keyID("small")
                    .build();
            return Jwk.parse(JsonObject.parse(key.toJSONString()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private record Falsification(String description, Draft draft, String check) {
        @Override
        public String toString() {
            return description + " → " + check;
        }
    }

    private static String part(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Falsification refused(String description, Draft draft, String check) {
        return new Falsification(description, draft, check);
    }

    private static UnaryOperator<String> unsignedWith(String alg) {
        return compact -> part("{\"alg\":\"" + alg + "\"}")
                + compact.substring(compact.indexOf('.'), compact.lastIndexOf('.') + 1);
    }

    /** The classic confusion: an HMAC whose key is the issuer's published RSA key, in one of its spellings. */
    private static UnaryOperator<String> keyedWith(byte[] publicKey) {
        return compact -> Jwt.sign(
                JsonObject.of(Map.of("alg", "HS256", "kid", RSA.keyId().orElseThrow())),
                Jwt.decode(compact).claims(),
                Jwk.ofSecret(publicKey));
    }

    private static byte[] modulus() {
        return Base64Url.decode(RSA.toPublicJson().text("n").orElseThrow());
    }

    private static Jwk rsaWith(String member, Object value) {
        return Jwk.parse(RSA.toPrivateJson().with(member, value));
    }

    static Stream<Falsification> falsifications() {
        List<Falsification> ways = new ArrayList<>();
        // who signed it
        ways.add(refused("signed by a stranger under our issuer's kid", new Draft().signer(STRANGER), "signature"));
        ways.add(refused("a kid that nobody published", new Draft().header("kid", "other"), "signature.kid"));
        ways.add(refused("a kid that is a number", new Draft().header("kid", 7), "signature.kid"));
        ways.add(refused("no keys published at all", new Draft().published(), "signature.kid"));
        ways.add(refused(
                "signature of another token",
                new Draft().afterSigning(FalsifiedIdTokenTest::transplanted),
                "signature"));
        ways.add(refused(
                "claims exchanged after signing",
                new Draft().afterSigning(FalsifiedIdTokenTest::otherSubject),
                "signature"));
        ways.add(refused(
                "signature taken off",
                new Draft().afterSigning(compact -> compact.substring(0, compact.lastIndexOf('.') + 1)),
                "signature"));
        ways.add(refused(
                "signature cut short",
                new Draft().afterSigning(compact -> compact.substring(0, compact.length() - 6)),
                "signature"));
        ways.add(refused("alg none", new Draft().afterSigning(unsignedWith("none")), "signature.alg"));
        ways.add(refused("alg None", new Draft().afterSigning(unsignedWith("None")), "signature.alg"));
        ways.add(refused("alg NONE", new Draft().afterSigning(unsignedWith("NONE")), "signature.alg"));
        ways.add(refused(
                "alg none where none is said to be allowed",
                new Draft().allowing("none", "RS256").afterSigning(unsignedWith("none")),
                "signature.alg"));
        ways.add(refused(
                "alg missing",
                new Draft().afterSigning(compact -> part("{}") + compact.substring(compact.indexOf('.'))),
                "signature.alg"));
        ways.add(refused(
                "alg an array",
                new Draft()
                        .afterSigning(
                                compact -> part("{\"alg\":[\"RS256\"]}") + compact.substring(compact.indexOf('.'))),
                "signature.alg"));
        ways.add(refused(
                "HS256 keyed with the RSA modulus", new Draft().afterSigning(keyedWith(modulus())), "signature.alg"));
        ways.add(refused(
                "the same where HS256 is allowed",
                new Draft().allowing("RS256", "HS256").afterSigning(keyedWith(modulus())),
                "signature.key"));
        ways.add(refused(
                "HS256 keyed with the key's JSON",
                new Draft()
                        .allowing("HS256")
                        .afterSigning(keyedWith(RSA.toPublicJson().toJson().getBytes(StandardCharsets.UTF_8))),
                "signature.key"));
        ways.add(refused(
                "PS256 by a key for RS256",
                new Draft()
                        .allowing("RS256", "PS256")
                        .header("alg", "PS256")
                        .signer(Jwk.parse(RSA.toPrivateJson().without("alg"))),
                "signature.key"));
        ways.add(refused(
                "PS256 where RS256 is expected",
                new Draft()
                        .header("alg", "PS256")
                        .signer(Jwk.parse(RSA.toPrivateJson().without("alg"))),
                "signature.alg"));
        ways.add(refused(
                "ES256 under the kid of the RSA key",
                new Draft().header("alg", "ES256").signer(EC),
                "signature.key"));
        ways.add(refused("a key meant for encryption", new Draft().published(rsaWith("use", "enc")), "signature.key"));
        ways.add(refused(
                "a key whose key_ops lack verify",
                new Draft().published(rsaWith("key_ops", List.of("encrypt"))),
                "signature.key"));
        ways.add(refused(
                "an RSA key of 1024 bits",
                new Draft().header("kid", "small").signer(SMALL).published(SMALL),
                "signature.key_size"));
        ways.add(refused(
                "an unknown critical header",
                new Draft().header("crit", List.of("exp")).header("exp", 1),
                "signature.crit"));
        ways.add(refused("an empty list of critical headers", new Draft().header("crit", List.of()), "signature.crit"));
        ways.add(refused("b64 false", new Draft().header("b64", false), "signature.b64"));
        ways.add(refused(
                "a key brought along in the header",
                new Draft().signer(STRANGER).header("jwk", STRANGER.toPublicJson()),
                "signature"));
        ways.add(refused(
                "a key brought along, with its own kid",
                new Draft()
                        .signer(STRANGER)
                        .header("kid", STRANGER.keyId().orElseThrow())
                        .header("jwk", STRANGER.toPublicJson()),
                "signature.kid"));
        ways.add(refused(
                "a key set named in the header",
                new Draft().signer(STRANGER).header("jku", "https://evil.example/jwks"),
                "signature"));
        ways.add(refused(
                "no kid where two keys fit", withoutKid(new Draft().published(RSA, STRANGER)), "signature.key"));
        ways.add(refused("no kid where no key fits", withoutKid(new Draft().published(EC)), "signature.kid"));
        // which kind of token it is
        ways.add(refused("an access token by its typ", new Draft().header("typ", "at+jwt"), "id_token.typ"));
        ways.add(refused(
                "an access token by its whole media type",
                new Draft().header("typ", "application/AT+JWT"),
                "id_token.typ"));
        ways.add(refused("a logout token by its typ", new Draft().header("typ", "logout+jwt"), "id_token.typ"));
        ways.add(refused("a typ that is no text", new Draft().header("typ", true), "id_token.typ"));
        // who says it
        ways.add(refused("another issuer", new Draft().claim("iss", "https://evil.example"), "id_token.iss"));
        ways.add(refused("the issuer with a slash more", new Draft().claim("iss", ISSUER + "/"), "id_token.iss"));
        ways.add(refused(
                "the issuer in other letter case",
                new Draft().claim("iss", "https://ISSUER.example/tenant"),
                "id_token.iss"));
        ways.add(refused("no issuer", new Draft().without("iss"), "id_token.iss"));
        ways.add(refused("an array of issuers", new Draft().claim("iss", List.of(ISSUER)), "id_token.iss"));
        // for whom
        ways.add(refused("for another client", new Draft().claim("aud", "their-client"), "id_token.aud"));
        ways.add(refused("for nobody", new Draft().without("aud"), "id_token.aud"));
        ways.add(refused("for an empty list", new Draft().claim("aud", List.of()), "id_token.aud"));
        ways.add(refused(
                "for several others, issued to us",
                new Draft().claim("aud", List.of("api", "stranger")).claim("azp", CLIENT),
                "id_token.aud"));
        ways.add(refused(
                "for us by a part of our name", new Draft().claim("aud", CLIENT + " stranger"), "id_token.aud"));
        ways.add(refused("for a number", new Draft().claim("aud", 5), "id_token.aud"));
        ways.add(refused(
                "for a list with a number",
                new Draft().claim("aud", List.of(CLIENT, 5)).claim("azp", CLIENT),
                "id_token.aud"));
        ways.add(refused("issued to another party", new Draft().claim("azp", "their-client"), "id_token.azp"));
        ways.add(refused("issued to a number", new Draft().claim("azp", 1), "id_token.azp"));
        ways.add(
                refused("several audiences, no azp", new Draft().claim("aud", List.of(CLIENT, "api")), "id_token.azp"));
        ways.add(refused(
                "several audiences, azp null",
                new Draft().claim("aud", List.of(CLIENT, "api")).claim("azp", JsonObject.NULL),
                "id_token.azp"));
        ways.add(refused(
                "several audiences, issued to another",
                new Draft().claim("aud", List.of("api", CLIENT)).claim("azp", "api"),
                "id_token.azp"));
        ways.add(refused(
                "several audiences, issued to a list with us",
                new Draft().claim("aud", List.of("api", CLIENT)).claim("azp", List.of(CLIENT)),
                "id_token.azp"));
        // when
        ways.add(refused(
                "expired by a second more than the skew", new Draft().claim("exp", SECONDS - 60), "id_token.exp"));
        ways.add(refused("no expiry", new Draft().without("exp"), "id_token.exp"));
        ways.add(refused(
                "an expiry that is text", new Draft().claim("exp", String.valueOf(SECONDS + 300)), "id_token.exp"));
        ways.add(refused(
                "an expiry beyond 64 bits", new Draft().claim("exp", new BigInteger("9".repeat(30))), "id_token.exp"));
        ways.add(refused("an expiry that is null", new Draft().claim("exp", JsonObject.NULL), "id_token.exp"));
        ways.add(refused("issued in the future", new Draft().claim("iat", SECONDS + 61), "id_token.iat"));
        ways.add(refused("no time of issue", new Draft().without("iat"), "id_token.iat"));
        ways.add(refused("a time of issue that is an object", new Draft().claim("iat", Map.of()), "id_token.iat"));
        ways.add(refused("not valid yet", new Draft().claim("nbf", SECONDS + 61), "id_token.nbf"));
        ways.add(refused("nbf that is text", new Draft().claim("nbf", "now"), "id_token.nbf"));
        // for which sign-in
        ways.add(refused("another nonce", new Draft().claim("nonce", "replayed"), "id_token.nonce"));
        ways.add(refused("no nonce", new Draft().without("nonce"), "id_token.nonce"));
        ways.add(refused(
                "a nonce in another letter case", new Draft().claim("nonce", "N-0S6_WzA2Mj"), "id_token.nonce"));
        ways.add(refused(
                "a nonce that is an array", new Draft().claim("nonce", List.of("n-0S6_WzA2Mj")), "id_token.nonce"));
        ways.add(refused(
                "with another access token",
                new Draft().claim("at_hash", HalfHash.of("RS256", "other")),
                "id_token.at_hash"));
        ways.add(refused(
                "the whole hash in place of its half",
                new Draft().claim("at_hash", HalfHash.of("RS512", ACCESS_TOKEN)),
                "id_token.at_hash"));
        ways.add(refused("at_hash that is a number", new Draft().claim("at_hash", 1), "id_token.at_hash"));
        // about whom
        ways.add(refused("about nobody", new Draft().without("sub"), "id_token.sub"));
        ways.add(refused("about an empty name", new Draft().claim("sub", ""), "id_token.sub"));
        ways.add(refused("about a number", new Draft().claim("sub", 248289761001L), "id_token.sub"));
        ways.add(refused("about 256 characters", new Draft().claim("sub", "x".repeat(256)), "id_token.sub"));
        ways.add(refused("about a name outside ASCII", new Draft().claim("sub", "älice"), "id_token.sub"));
        // how they signed in
        ways.add(
                refused("a sign-in too long ago", new Draft().claim("auth_time", SECONDS - 661), "id_token.auth_time"));
        ways.add(
                refused("a sign-in in the future", new Draft().claim("auth_time", SECONDS + 61), "id_token.auth_time"));
        ways.add(refused("no time of the sign-in", new Draft().without("auth_time"), "id_token.auth_time"));
        return ways.stream();
    }

    private static Draft withoutKid(Draft draft) {
        draft.header.remove("kid");
        return draft;
    }

    private static String transplanted(String compact) {
        String other = Jwt.sign(Jwt.decode(compact).header(), JsonObject.of(Map.of("iss", ISSUER)), RSA);
        return compact.substring(0, compact.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    }

    private static String otherSubject(String compact) {
        Jwt jwt = Jwt.decode(compact);
        return compact.substring(0, compact.indexOf('.') + 1)
                + part(jwt.claims().with("sub", "somebody-else").toJson())
                + compact.substring(compact.lastIndexOf('.'));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("falsifications")
    void a_falsified_id_token_is_refused_by_the_named_check(Falsification falsification) {
        List<Check> checks = falsification.draft().checked();

        assertThat(checks.stream().filter(Check::failed).map(Check::name)).containsExactly(falsification.check());
        assertThat(Check.firstFailed(checks).orElseThrow().spec().isNone()).isFalse();
    }

    @Test
    void the_same_token_unfalsified_passes_every_check() {
        assertThat(new Draft().checked())
                .filteredOn(check -> check.verdict() != Check.Verdict.PASSED)
                .extracting(Check::name)
                .containsExactly("id_token.azp", "id_token.nbf");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodOnes")
    void what_the_specification_allows_is_not_refused(Falsification good) {
        assertThat(good.draft().checked()).filteredOn(Check::failed).isEmpty();
    }

    static Stream<Falsification> goodOnes() {
        String none = "nothing";
        Draft noHash = new Draft().without("at_hash");
        Draft onlyKey = withoutKid(new Draft().published(RSA, EC));
        Draft elliptic = new Draft()
                .header("alg", "ES256")
                .header("kid", EC.keyId().orElseThrow())
                .signer(EC);
        return Stream.of(
                refused("at_hash is left out in the code flow", noHash, none),
                refused("no kid, and one key that fits", onlyKey, none),
                refused("the same key listed twice", new Draft().published(RSA, RSA), none),
                refused("an elliptic curve", elliptic, none),
                refused("a typ of JWT", new Draft().header("typ", "jwt"), none),
                refused("an array of one audience", new Draft().claim("aud", List.of(CLIENT)), none),
                refused(
                        "another audience, and azp is ours",
                        new Draft().claim("aud", List.of("api", CLIENT)).claim("azp", CLIENT),
                        none),
                refused(
                        "many audiences, and azp is ours",
                        new Draft().claim("aud", List.of("a", "b", CLIENT, "c")).claim("azp", CLIENT),
                        none),
                refused("this client twice", new Draft().claim("aud", List.of(CLIENT, CLIENT)), none),
                refused("azp is ours", new Draft().claim("azp", CLIENT), none),
                refused("azp is null", new Draft().claim("azp", JsonObject.NULL), none),
                refused("expired within the skew", new Draft().claim("exp", SECONDS - 59), none),
                refused("issued at the edge of the skew", new Draft().claim("iat", SECONDS + 60), none),
                refused("a time with a fraction", new Draft().claim("iat", new BigDecimal(SECONDS + ".75")), none),
                refused(
                        "a sign-in at the edge of max_age and skew",
                        new Draft().claim("auth_time", SECONDS - 660),
                        none),
                refused("nbf is now", new Draft().claim("nbf", SECONDS), none),
                refused("255 characters of sub", new Draft().claim("sub", "x".repeat(255)), none),
                refused(
                        "a key that names no alg or use",
                        new Draft()
                                .published(Jwk.parse(
                                        RSA.toPublicJson().without("alg").without("use"))),
                        none));
    }

    @Test
    void a_key_that_the_token_brings_is_said_to_be_ignored() {
        assertThat(new Draft().header("jku", "https://evil.example/jwks").checked())
                .filteredOn(check -> check.name().equals("signature.header_keys"))
                .singleElement()
                .satisfies(check -> assertThat(check.verdict()).isEqualTo(Check.Verdict.NOT_APPLICABLE))
                .satisfies(check -> assertThat(check.found()).contains("jku"));
    }

    static Stream<Arguments> findings() {
        return Stream.of(
                Arguments.of("nonce", "replayed", "matches", "differs"),
                Arguments.of("nonce", 7, "matches", "7"),
                Arguments.of("at_hash", "other", "matches", "differs"),
                Arguments.of("at_hash", List.of(1), "matches", "[1]"),
                Arguments.of("aud", "stranger", CLIENT, "stranger"),
                Arguments.of("aud", List.of(), CLIENT, "no aud"),
                Arguments.of("sub", "x".repeat(300), "1 to 255 ASCII characters", "300 characters"),
                Arguments.of("sub", "\u0080", "1 to 255 ASCII characters", "\u0080"),
                Arguments.of("exp", 1_000_000_000L, "after " + NOW, "2001-09-09T01:46:40Z"),
                Arguments.of("iat", Long.MAX_VALUE, "until " + NOW, Long.MAX_VALUE + ", which is no time"));
    }

    @ParameterizedTest
    @MethodSource("findings")
    void a_refusal_tells_what_was_expected_and_found(String claim, Object value, String expected, String found) {
        assertThat(new Draft().claim(claim, value).checked())
                .filteredOn(Check::failed)
                .singleElement()
                .satisfies(check -> assertThat(check.expected()).isEqualTo(expected))
                .satisfies(check -> assertThat(check.found()).isEqualTo(found));
        assertThat(new Draft().checked())
                .filteredOn(check -> check.name().equals("id_token.nonce"))
                .singleElement()
                .satisfies(check -> assertThat(check.found()).isEqualTo("matches"));
    }

    @Test
    void no_check_shows_the_nonce_or_the_hash_of_the_token() {
        List<Check> checks = new Draft()
                .claim("nonce", "replayed-nonce")
                .claim("at_hash", "stolen-hash")
                .checked();

        assertThat(checks.toString()).doesNotContain("replayed-nonce", "n-0S6_WzA2Mj", "stolen-hash", ACCESS_TOKEN);
    }

    /** A kid that has vanished, one whose key is new, or of another kind, or larger: whatever a newer set may mend. */
    @Test
    void what_other_keys_may_mend_is_a_reason_to_fetch_the_key_set_anew() {
        assertThat(needsOtherKeys(new Draft().header("kid", "rotated"))).isTrue();
        assertThat(needsOtherKeys(withoutKid(new Draft().published(EC)))).isTrue();
        assertThat(needsOtherKeys(withoutKid(new Draft().signer(STRANGER)))).isTrue();
        assertThat(needsOtherKeys(new Draft().signer(STRANGER))).isTrue();
        assertThat(needsOtherKeys(new Draft().published(rsaWith("use", "enc")))).isTrue();
        assertThat(needsOtherKeys(new Draft().published(rsaWith("alg", "PS256"))))
                .isTrue();
        assertThat(needsOtherKeys(
                        new Draft().header("kid", "small").signer(SMALL).published(SMALL)))
                .isTrue();

        assertThat(needsOtherKeys(new Draft())).isFalse();
        assertThat(needsOtherKeys(new Draft().header("kid", 7))).isFalse();
        assertThat(needsOtherKeys(new Draft().header("kid", "rotated").header("crit", List.of("x"))))
                .isFalse();
        assertThat(needsOtherKeys(new Draft().header("kid", "rotated").claim("iss", "https://evil.example")))
                .isFalse();
        assertThat(needsOtherKeys(new Draft().signer(STRANGER).claim("iss", "https://evil.example")))
                .isFalse();
        assertThat(needsOtherKeys(new Draft().afterSigning(unsignedWith("none"))))
                .isFalse();
    }

    private static boolean needsOtherKeys(Draft draft) {
        return SignatureChecks.needsOtherKeys(Jwt.decode(draft.compact()), draft.checked());
    }

    @Test
    void without_registration_the_metadata_says_which_algorithms_to_expect() {
        assertThat(IdTokenExpectations.algorithms(List.of("RS256", "ES256", "none", "HS256")))
                .containsExactlyInAnyOrder("RS256", "ES256");
        assertThat(IdTokenExpectations.algorithms(List.of("none", "HS256"))).containsExactly("RS256");
        assertThat(IdTokenExpectations.algorithms(List.of())).containsExactly("RS256");
    }

    static Stream<Arguments> voluntaryClasses() {
        return Stream.of(
                Arguments.of("another class of sign-in", new Draft().claim("acr", "bronze"), "bronze"),
                Arguments.of("no class of sign-in", new Draft().without("acr"), "no acr"),
                Arguments.of("classes in an array", new Draft().claim("acr", List.of("gold")), "[\"gold\"]"));
    }

    /** OpenID Connect Core §3.1.2.1: acr_values requests a voluntary claim. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("voluntaryClasses")
    void a_class_of_sign_in_that_was_asked_for_as_voluntary_is_told_of_and_ends_nothing(
            String description, Draft draft, String found) {
        assertThat(draft.checked())
                .noneMatch(Check::failed)
                .filteredOn(Check::warned)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.name()).isEqualTo("id_token.acr");
                    assertThat(check.expected()).isEqualTo("silver or gold");
                    assertThat(check.found()).isEqualTo(found);
                });
    }

    static Stream<Arguments> timesWithoutNonce() {
        return Stream.of(
                Arguments.of(SECONDS - 100, false),
                Arguments.of(SECONDS - 100 - 60, false),
                Arguments.of(SECONDS - 100 - 61, true),
                Arguments.of(SECONDS - 86_400, true),
                Arguments.of(0, true),
                Arguments.of(-1, true),
                Arguments.of(SECONDS + 60, false),
                Arguments.of(SECONDS + 61, true));
    }

    @ParameterizedTest
    @MethodSource("timesWithoutNonce")
    void without_a_nonce_a_token_must_not_be_older_than_its_exchange(long iat, boolean refused) {
        Draft draft =
                new Draft().without("nonce").without("acr").without("auth_time").claim("iat", iat);
        draft.expected =
                IdTokenExpectations.of(ISSUER, CLIENT, Set.of("RS256"), NOW).withSince(NOW.minusSeconds(100));

        assertThat(draft.checked().stream().filter(Check::failed).map(Check::name))
                .isEqualTo(refused ? List.of("id_token.iat") : List.of());
    }

    @Test
    void a_nonce_covers_a_token_of_any_age() {
        Draft draft = new Draft().claim("iat", SECONDS - 86_400);
        draft.expected = draft.expected.withSince(NOW);

        assertThat(draft.checked()).noneMatch(Check::failed);
    }

    private record Renewal(String description, UnaryOperator<Draft> change, String check) {
        @Override
        public String toString() {
            return description + " → " + check;
        }
    }

    static Stream<Renewal> falsifiedRenewals() {
        return Stream.of(
                new Renewal("another user", draft -> draft.claim("sub", "mallory"), "id_token.refresh.sub"),
                new Renewal("nobody", draft -> draft.without("sub"), "id_token.refresh.sub"),
                new Renewal(
                        "another issuer", draft -> draft.claim("iss", "https://evil.example"), "id_token.refresh.iss"),
                new Renewal(
                        "one audience more",
                        draft -> draft.claim("aud", List.of(CLIENT, "api")).claim("azp", CLIENT),
                        "id_token.refresh.aud"),
                new Renewal("another audience", draft -> draft.claim("aud", "their-client"), "id_token.refresh.aud"),
                new Renewal("an audience that is a number", draft -> draft.claim("aud", 1), "id_token.refresh.aud"),
                new Renewal("another party", draft -> draft.claim("azp", "their-client"), "id_token.azp"),
                new Renewal(
                        "older than the one before", draft -> draft.claim("iat", SECONDS - 6), "id_token.refresh.iat"),
                new Renewal("no time of issue", draft -> draft.without("iat"), "id_token.refresh.iat"),
                new Renewal("another nonce", draft -> draft.claim("nonce", "replayed"), "id_token.refresh.nonce"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("falsifiedRenewals")
    void a_renewed_id_token_must_be_about_the_same_person(Renewal renewal) {
        assertThat(renewed(renewal.change().apply(renewing())))
                .filteredOn(Check::failed)
                .extracting(Check::name)
                .contains(renewal.check());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1, 29, 86_400})
    void a_sign_in_whose_time_has_moved_is_told_of_and_ends_nothing(long moved) {
        assertThat(renewed(renewing().claim("auth_time", SECONDS - 30 + moved)))
                .noneMatch(Check::failed)
                .filteredOn(Check::warned)
                .extracting(Check::name)
                .containsExactly("id_token.refresh.auth_time");
    }

    /** Which check fails first decides over the session, and another user's token may be wrong in other ways too. */
    @Test
    void whose_token_it_is_fails_before_anything_else_that_is_wrong_with_it() {
        UnaryOperator<Draft> otherwiseWrong = draft -> draft.claim("exp", 1)
                .claim("iat", 1)
                .claim("azp", "their-client")
                .claim("nonce", "replayed")
                .claim("at_hash", "other");

        assertThat(firstFailed(otherwiseWrong.apply(renewing().claim("sub", "mallory"))))
                .isEqualTo("id_token.refresh.sub");
        assertThat(firstFailed(otherwiseWrong.apply(renewing().claim("aud", "their-client"))))
                .isEqualTo("id_token.aud");
        assertThat(firstFailed(otherwiseWrong.apply(renewing().claim("iss", "https://evil.example"))))
                .isEqualTo("id_token.iss");
        assertThat(firstFailed(otherwiseWrong.apply(renewing()))).isEqualTo("id_token.azp");
        assertThat(firstFailed(renewing().claim("nonce", "replayed"))).isEqualTo("id_token.refresh.nonce");
        assertThat(firstFailed(renewing().without("sub"))).isEqualTo("id_token.sub");
        assertThat(firstFailed(renewing().claim("sub", "mallory").signer(STRANGER)))
                .isEqualTo("signature");
    }

    private static String firstFailed(Draft draft) {
        return Check.firstFailed(renewed(draft)).orElseThrow().name();
    }

    @Test
    void a_renewed_id_token_needs_no_nonce_and_no_auth_time() {
        assertThat(renewed(renewing().without("nonce").without("auth_time"))).noneMatch(Check::failed);
        assertThat(renewed(renewing().claim("aud", List.of(CLIENT)))).noneMatch(Check::failed);
    }

    @Test
    void a_renewed_id_token_may_leave_out_azp_only_where_this_client_is_the_only_audience() {
        JsonObject original = JsonObject.of(new Draft().claim("azp", CLIENT).claims);
        JsonObject forTwo =
                JsonObject.of(new Draft().claim("aud", List.of(CLIENT, "api")).claim("azp", CLIENT).claims);

        assertThat(renewed(renewing(), original)).noneMatch(Check::failed);
        assertThat(renewed(renewing().claim("aud", List.of(CLIENT, "api")), forTwo))
                .filteredOn(Check::failed)
                .extracting(Check::name)
                .containsExactly("id_token.azp", "id_token.refresh.azp");
    }

    private static Draft renewing() {
        Draft draft = new Draft().claim("iat", SECONDS).claim("exp", SECONDS + 600);
        draft.expected = IdTokenExpectations.of(ISSUER, CLIENT, Set.of("RS256"), NOW);
        return draft;
    }

    private static List<Check> renewed(Draft draft) {
        return renewed(draft, JsonObject.of(new Draft().claims));
    }

    private static List<Check> renewed(Draft draft, JsonObject original) {
        return IdTokenChecks.verifyRefreshed(
                Jwt.decode(draft.compact()), JwkSet.of(draft.published), draft.expected, original);
    }
}
