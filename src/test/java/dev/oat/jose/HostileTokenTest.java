package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, the answer is a refusal in our own words, soon, and never a pass. */
class HostileTokenTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Jwk RSA = Jwk.generate("RS256", RANDOM);
    private static final Jwk EC = Jwk.generate("ES256", RANDOM);
    private static final Jwk SECRET = Jwk.ofSecret(RANDOM.generateSeed(32));
    private static final Set<String> ALL = Set.of("RS256", "PS256", "ES256", "HS256", "EdDSA");
    private static final JwkSet KEYS = JwkSet.of(List.of(RSA, EC, SECRET));

    private static String part(String json) {
        return part(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String part(byte[] bytes) {
        return Base64Url.encode(bytes);
    }

    private static String token(String header, String claims) {
        return part(header) + "." + part(claims) + ".AAAA";
    }

    private static String signed(String alg, Jwk key) {
        return Jwt.sign(
                JsonObject.of(Map.of("alg", alg)),
                JsonObject.of(Map.of("iss", "https://issuer.example", "sub", "alice")),
                key);
    }

    /** Whether a text is refused, by decoding or by a check; anything else that is thrown fails the test. */
    private static boolean isRefused(String compact) {
        try {
            return SignatureChecks.verify(Jwt.decode(compact), KEYS, ALL).stream()
                    .anyMatch(Check::failed);
        } catch (JoseException e) {
            return true;
        }
    }

    private static String failedCheck(String compact, JwkSet keys, Set<String> allowed) {
        return Check.firstFailed(SignatureChecks.verify(Jwt.decode(compact), keys, allowed))
                .map(Check::name)
                .orElse("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "HS256"})
    void every_change_of_one_character_is_refused(String alg) {
        String compact = signed(alg, alg.equals("ES256") ? EC : SECRET);
        assertThat(isRefused(compact)).isFalse();

        Random random = new Random(7515);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\"\u0000é";
        for (int at = 0; at < compact.length(); at++) {
            char other;
            do {
                other = alphabet.charAt(random.nextInt(alphabet.length()));
            } while (other == compact.charAt(at));
            String changed = compact.substring(0, at) + other + compact.substring(at + 1);
            assertThat(isRefused(changed)).as(changed).isTrue();
            assertThat(isRefused(compact.substring(0, at))).as("cut at " + at).isTrue();
            assertThat(isRefused(compact.substring(0, at) + "A" + compact.substring(at)))
                    .as("one more at " + at)
                    .isTrue();
        }
        assertThat(isRefused(compact + "A")).isTrue();
        assertThat(isRefused(compact + "=")).isTrue();
        assertThat(isRefused(compact + "\n")).isTrue();
        assertThat(isRefused(" " + compact)).isTrue();
        assertThat(isRefused(compact + "." + compact)).isTrue();
    }

    @Test
    void random_bytes_in_the_shape_of_a_token_are_refused() {
        Random random = new Random(7519);
        for (int round = 0; round < 1000; round++) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                parts.add(part(bytes));
            }
            assertThat(isRefused(String.join(".", parts))).isTrue();
        }
    }

    @Test
    void random_members_of_the_header_are_refused_by_a_check() {
        Random random = new Random(7517);
        String[] names = {"alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c", "zip", "cty", "enc"};
        Object[] values = {
            "none",
            "RS256",
            "ES256",
            "HS256",
            "",
            0,
            -1,
            true,
            false,
            JsonObject.NULL,
            List.of(),
            List.of("b64"),
            Map.of(),
            Map.of("kty", "RSA"),
            "../../etc/passwd",
            "' OR 1=1 --",
            "\u202e",
            new BigInteger("9".repeat(300))
        };
        for (int round = 0; round < 500; round++) {
            JsonObject header = JsonObject.EMPTY;
            for (int i = random.nextInt(5); i >= 0; i--) {
                header = header.with(names[random.nextInt(names.length)], values[random.nextInt(values.length)]);
            }
            String compact = part(header.toJson()) + "." + part("{\"sub\":\"mallory\"}") + "." + part(new byte[64]);
            assertThat(SignatureChecks.verify(Jwt.decode(compact), KEYS, ALL))
                    .as(header.toJson())
                    .anyMatch(Check::failed);
        }
    }

    static Stream<Arguments> undecodable() {
        String good = "{\"alg\":\"RS256\"}";
        String deep = "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}";
        String bottomless = "{\"a\":".repeat(60_000) + "1" + "}".repeat(60_000);
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("one dot", "a.b"),
                Arguments.of("two dots alone", ".."),
                Arguments.of("a thousand dots", ".".repeat(1000)),
                Arguments.of("a mebibyte of dots", ".".repeat(1 << 20)),
                Arguments.of("more than a mebibyte", "A".repeat((1 << 20) + 1)),
                Arguments.of("two alg", token("{\"alg\":\"none\",\"alg\":\"RS256\"}", "{}")),
                Arguments.of("two alg, one escaped", token("{\"alg\":\"none\",\"\\u0061lg\":\"RS256\"}", "{}")),
                Arguments.of("two iss", token(good, "{\"iss\":\"a\",\"iss\":\"b\"}")),
                Arguments.of("two of one name, deep down", token(good, "{\"a\":{\"b\":[{\"c\":1,\"c\":2}]}}")),
                Arguments.of("deep", token(good, deep)),
                Arguments.of("deep header", token(deep, "{}")),
                Arguments.of("bottomless", token(good, bottomless)),
                Arguments.of("bottomless and unclosed", token(good, "[".repeat(700_000))),
                Arguments.of("a number of 100000 digits", token(good, "{\"exp\":" + "9".repeat(100_000) + "}")),
                Arguments.of("an array", token(good, "[]")),
                Arguments.of("a text", token(good, "\"x\"")),
                Arguments.of("null", token("null", "{}")),
                Arguments.of("an empty header", token("", "{}")),
                Arguments.of("an empty payload", token(good, "")),
                Arguments.of("blanks", token(good, "   ")),
                Arguments.of("two objects", token(good, "{}{}")),
                Arguments.of("an object and a text after it", token(good, "{} x")),
                Arguments.of("cut short", token(good, "{\"a\":")),
                Arguments.of("a comment", token(good, "{/* */}")),
                Arguments.of("single quotes", token(good, "{'a':1}")),
                Arguments.of("not a number", token(good, "{\"exp\":NaN}")),
                Arguments.of("a control character", token(good, "{\"a\":\"\n\"}")),
                Arguments.of("UTF-16", recoded(good, StandardCharsets.UTF_16BE)),
                Arguments.of("UTF-16, the other way", recoded(good, StandardCharsets.UTF_16LE)),
                Arguments.of("UTF-16 with its mark", recoded(good, StandardCharsets.UTF_16)),
                Arguments.of("UTF-32", recoded(good, Charset.forName("UTF-32BE"))),
                Arguments.of("Latin-1", recoded("{\"alg\":\"é\"}", StandardCharsets.ISO_8859_1)),
                Arguments.of("an overlong character", raw('{', '"', 0xc0, 0xaf, '"', ':', '1', '}')),
                Arguments.of("half a surrogate pair", raw('{', '"', 0xed, 0xa0, 0x80, '"', ':', '1', '}')),
                Arguments.of("a zero byte", token("{\"alg\":\"RS256\"}\u0000", "{}")),
                Arguments.of("payload with padding", part(good) + ".e30=.AAAA"),
                Arguments.of("payload in the other alphabet", part(good) + ".+/==.AAAA"),
                Arguments.of("signature with stray bits", part(good) + "." + part("{}") + ".AB"),
                Arguments.of("an encrypted token", part(good) + ".AAAA.AAAA.AAAA.AAAA"));
    }

    private static String recoded(String json, Charset charset) {
        return part(json.getBytes(charset)) + "." + part("{}") + ".AAAA";
    }

    private static String raw(int... bytes) {
        byte[] header = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            header[i] = (byte) bytes[i];
        }
        return part(header) + "." + part("{}") + ".AAAA";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("undecodable")
    void what_is_no_token_is_refused_in_few_words(String description, String compact) {
        assertThatThrownBy(() -> Jwt.decode(compact))
                .as(description)
                .isInstanceOf(JoseException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void the_length_of_a_token_has_a_limit() {
        String claims = "{\"a\":\"" + "x".repeat(780_000) + "\"}";
        String fitting = token("{\"alg\":\"RS256\"}", claims);
        assertThat(Jwt.decode(fitting).claims().has("a")).isTrue();

        String longer = token("{\"alg\":\"RS256\"}", claims.replace("xxxx", "xxxxx"));
        assertThatThrownBy(() -> Jwt.decode(longer)).hasMessageContaining("longer than 1048576 characters");
    }

    @Test
    void an_encrypted_token_is_called_by_its_name() {
        assertThatThrownBy(() -> Jwt.decode(part("{\"alg\":\"dir\"}") + "..AAAA.AAAA.AAAA"))
                .hasMessageContaining("encrypted");
    }

    @Test
    void neither_message_nor_text_of_a_token_shows_what_it_says() {
        String compact = token("{\"alg\":\"RS256\"}", "{\"sub\":\"alice-canary\"}");
        assertThat(Jwt.decode(compact).toString())
                .doesNotContain("alice-canary")
                .doesNotContain(compact);
        assertThatThrownBy(() -> Jwt.decode(token("{}", "{\"sub\":\"alice-canary\"")))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("canary"));
    }

    /** Every spelling of the issuer's RSA key that somebody might take for an HMAC key. */
    static Stream<Arguments> spellingsOfThePublicKey() throws Exception {
        JsonObject json = RSA.toPublicJson();
        byte[] modulus = Base64Url.decode(json.text("n").orElseThrow());
        byte[] der = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), BigInteger.valueOf(65537)))
                .getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----";
        return Stream.of(
                Arguments.of("modulus", modulus),
                Arguments.of("modulus as text", json.text("n").orElseThrow().getBytes(StandardCharsets.US_ASCII)),
                Arguments.of("DER", der),
                Arguments.of("PEM", pem.getBytes(StandardCharsets.US_ASCII)),
                Arguments.of("PEM with a line end", (pem + "\n").getBytes(StandardCharsets.US_ASCII)),
                Arguments.of("JWK", json.toJson().getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellingsOfThePublicKey")
    void a_public_key_never_serves_as_a_shared_secret(String description, byte[] spelling) {
        String forged = signed("HS256", Jwk.ofSecret(spelling));
        JwkSet published = JwkSet.of(List.of(Jwk.parse(RSA.toPublicJson())));

        assertThat(failedCheck(forged, published, Set.of("RS256"))).isEqualTo("signature.alg");
        assertThat(failedCheck(forged, published, Set.of("RS256", "HS256"))).isEqualTo("signature.kid");
        assertThat(failedCheck(forged, KEYS, ALL))
                .as("beside a true shared secret")
                .isEqualTo("signature");
    }

    @Test
    void degenerate_curve_signatures_are_refused() {
        String input = signed("ES256", EC);
        input = input.substring(0, input.lastIndexOf('.') + 1);
        byte[] order =
                new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16).toByteArray();
        byte[] unsigned = Arrays.copyOfRange(order, 1, 33);
        byte[] orders = new byte[64];
        System.arraycopy(unsigned, 0, orders, 0, 32);
        System.arraycopy(unsigned, 0, orders, 32, 32);
        byte[] ones = new byte[64];
        ones[31] = 1;
        ones[63] = 1;
        byte[] highest = new byte[64];
        Arrays.fill(highest, (byte) 0xff);

        for (byte[] signature :
                List.of(new byte[64], orders, ones, highest, new byte[0], new byte[1], new byte[4096])) {
            assertThat(failedCheck(input + part(signature), KEYS, ALL)).isEqualTo("signature");
        }
    }

    @Test
    void a_curve_signature_in_another_spelling_is_refused() {
        String compact = signed("ES256", EC);
        String input = compact.substring(0, compact.lastIndexOf('.') + 1);
        byte[] signature = Base64Url.decode(compact.substring(input.length()));

        byte[] widened = new byte[66];
        System.arraycopy(signature, 0, widened, 1, 32);
        System.arraycopy(signature, 32, widened, 34, 32);
        assertThat(failedCheck(input + part(widened), KEYS, ALL)).isEqualTo("signature");
        assertThat(failedCheck(input + part(der(signature)), KEYS, ALL)).isEqualTo("signature");
    }

    @Test
    void a_curve_signature_without_its_leading_zeros_is_refused() {
        Jwk key = Jwk.generate("ES512", RANDOM);
        JwkSet keys = JwkSet.of(List.of(key));
        byte[] signature;
        String input;
        do {
            // either half of 521 bits begins with a zero byte every other time
            String compact = signed("ES512", key);
            input = compact.substring(0, compact.lastIndexOf('.') + 1);
            signature = Base64Url.decode(compact.substring(input.length()));
        } while (signature[0] != 0 || signature[66] != 0);
        assertThat(failedCheck(input + part(signature), keys, Set.of("ES512"))).isEqualTo("none");

        byte[] shorter = new byte[130];
        System.arraycopy(signature, 1, shorter, 0, 65);
        System.arraycopy(signature, 67, shorter, 65, 65);
        assertThat(failedCheck(input + part(shorter), keys, Set.of("ES512"))).isEqualTo("signature");
    }

    private static byte[] der(byte[] signature) {
        byte[] r = new BigInteger(1, Arrays.copyOf(signature, 32)).toByteArray();
        byte[] s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)).toByteArray();
        byte[] der = new byte[6 + r.length + s.length];
        der[0] = 0x30;
        der[1] = (byte) (4 + r.length + s.length);
        der[2] = 2;
        der[3] = (byte) r.length;
        System.arraycopy(r, 0, der, 4, r.length);
        der[4 + r.length] = 2;
        der[5 + r.length] = (byte) s.length;
        System.arraycopy(s, 0, der, 6 + r.length, s.length);
        return der;
    }

    @Test
    void rsa_signatures_of_odd_sizes_are_refused() {
        String compact = signed("RS256", RSA);
        String input = compact.substring(0, compact.lastIndexOf('.') + 1);
        byte[] signature = Base64Url.decode(compact.substring(input.length()));
        byte[] widened = new byte[signature.length + 1];
        System.arraycopy(signature, 0, widened, 1, signature.length);
        byte[] highest = new byte[256];
        Arrays.fill(highest, (byte) 0xff);

        for (byte[] other : List.of(
                widened, Arrays.copyOf(signature, 255), Arrays.copyOf(signature, 257), new byte[256], highest)) {
            assertThat(failedCheck(input + part(other), KEYS, ALL)).isEqualTo("signature");
        }
    }

    @Test
    void keys_that_are_no_points_verify_nothing_and_throw_nothing() {
        JsonObject ec = EC.toPublicJson();
        JsonObject zero = ec.with("x", part(new byte[32])).with("y", part(new byte[32]));
        byte[] beyond = new byte[32];
        Arrays.fill(beyond, (byte) 0xff);
        JsonObject outside = ec.with("x", part(beyond));
        JsonObject edwards = JsonObject.of(Map.of("kty", "OKP", "crv", "Ed25519", "x", part(beyond)));

        assertThat(failedCheck(signed("ES256", EC), set(zero), ALL)).isEqualTo("signature");
        assertThat(failedCheck(signed("ES256", EC), set(outside), ALL)).isEqualTo("signature");
        String eddsa = signed("EdDSA", Jwk.generate("EdDSA", RANDOM));
        assertThat(failedCheck(eddsa, set(edwards), ALL)).isEqualTo("signature");
        JsonObject agreeing = JsonObject.of(Map.of("kty", "OKP", "crv", "X25519", "x", part(beyond)));
        assertThat(failedCheck(eddsa, set(agreeing), ALL)).isEqualTo("signature.kid");
    }

    private static JwkSet set(JsonObject key) {
        return JwkSet.of(List.of(Jwk.parse(key)));
    }

    @Test
    void private_keys_that_make_no_sense_sign_nothing_and_throw_our_own_words() {
        Jwk zero = Jwk.parse(EC.toPrivateJson().with("d", part(new byte[32])));
        Jwk mixed = Jwk.parse(
                RSA.toPrivateJson().with("p", RSA.toPrivateJson().text("q").orElseThrow()));

        assertThatThrownBy(() -> signed("ES256", zero)).isInstanceOf(JoseException.class);
        assertThatThrownBy(() -> signed("RS256", mixed)).isInstanceOf(JoseException.class);
    }

    @Test
    void no_security_provider_is_registered() {
        List<String> before =
                Arrays.stream(Security.getProviders()).map(Object::toString).toList();
        assertThat(isRefused(signed("ES256", EC))).isFalse();
        assertThat(isRefused(signed("PS256", Jwk.parse(RSA.toPrivateJson().without("alg")))))
                .isTrue();
        assertThat(Arrays.stream(Security.getProviders()).map(Object::toString).toList())
                .isEqualTo(before);
    }
}
