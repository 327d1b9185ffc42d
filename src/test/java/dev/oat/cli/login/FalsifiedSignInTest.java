package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.jose.Base64Url;
import dev.oat.jose.HalfHash;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonObject;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole sign-ins at a server that falsifies its ID token in one way each: the check that is for it refuses it, nothing is
 * stored, and the access token beside it is never used.
 */
@Timeout(90)
class FalsifiedSignInTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Jwk STRANGER = Jwk.generate("ES256", RANDOM);
    private static final Jwk RSA = Jwk.generate("RS256", RANDOM);

    @TempDir
    Path home;

    private TestWorld world;
    private OddServer odd;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        odd = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        odd.close();
    }

    private TestWorld.Outcome login(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "work",
                "--issuer",
                odd.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--api",
                odd.issuer() + "/userinfo",
                "--no-browser"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        ScriptedBrowser.allowing("nobody", Secret.of("")).visit(command.address());
        return command.outcome();
    }

    /** One falsification. */
    record Falsified(String name, String check, BiConsumer<OddServer, Long> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Falsified claims(String name, String check, BiConsumer<Map<String, Object>, Long> change) {
        return new Falsified(
                name,
                check,
                (odd, now) -> odd.idTokenClaims = claims -> {
                    change.accept(claims, now);
                    return claims;
                });
    }

    private static Falsified claim(String name, String check, String claim, Object value) {
        return claims(name, check, (claims, now) -> claims.put(claim, value));
    }

    private static Falsified without(String claim, String check) {
        return claims("no " + claim, check, (claims, now) -> claims.remove(claim));
    }

    private static Falsified header(String name, String check, BiConsumer<OddServer, Map<String, Object>> change) {
        return new Falsified(
                name,
                check,
                (odd, now) -> odd.idTokenHeader = header -> {
                    change.accept(odd, header);
                    return header;
                });
    }

    private static Falsified text(String name, String check, BiConsumer<OddServer, StringBuilder> change) {
        return new Falsified(
                name,
                check,
                (odd, now) -> odd.idTokenText = compact -> {
                    StringBuilder text = new StringBuilder(compact);
                    change.accept(odd, text);
                    return text.toString();
                });
    }

    static Stream<Falsified> falsifications() {
        String issuer = "the ID token is from the issuer";
        String audience = "the ID token is for this client";
        String party = "the ID token was issued to this client";
        String expiry = "the ID token has not expired";
        String issued = "the ID token was issued in the past";
        String nonce = "the ID token's nonce is the one sent";
        String person = "the ID token names a user";
        String hash = "the ID token belongs to the access token";
        String algorithm = "the signature algorithm is an expected one";
        String known = "the key that the header names is in the key set";
        String fit = "one key may verify this signature";
        String signature = "the signature is that of the issuer's key";
        String readable = "the ID token is a signed JWT";
        return Stream.of(
                claim("iss of another server", issuer, "iss", "https://elsewhere.example"),
                new Falsified(
                        "iss with a slash more",
                        issuer,
                        (odd, now) -> odd.idTokenClaims = claims -> {
                            claims.put("iss", odd.issuer() + "/");
                            return claims;
                        }),
                claim("iss that is no text", issuer, "iss", List.of("https://elsewhere.example")),
                without("iss", issuer),
                claim("aud of another client", audience, "aud", "another-client"),
                claim("a stranger beside us in aud, and no azp", party, "aud", List.of(OddServer.CLIENT, "stranger")),
                claim("aud that is no text", audience, "aud", 7),
                without("aud", audience),
                claim("azp of another client", party, "azp", "another-client"),
                claims("exp two minutes ago", expiry, (claims, now) -> claims.put("exp", now - 120)),
                claim("exp that is text", expiry, "exp", "tomorrow"),
                without("exp", expiry),
                claims("iat tomorrow", issued, (claims, now) -> claims.put("iat", now + 86_400)),
                without("iat", issued),
                claims(
                        "nbf in an hour",
                        "the ID token is valid already",
                        (claims, now) -> claims.put("nbf", now + 3600)),
                claim("another nonce", nonce, "nonce", "n-0S6_WzA2Mj"),
                without("nonce", nonce),
                claim("a nonce that is no text", nonce, "nonce", true),
                without("sub", person),
                claim("an empty sub", person, "sub", ""),
                claim("a sub that is a number", person, "sub", 42),
                claim("a sub of 256 characters", person, "sub", "x".repeat(256)),
                claim("at_hash of another token", hash, "at_hash", HalfHash.of("ES256", "another")),
                claim("at_hash that is no text", hash, "at_hash", 1),
                header("alg none", algorithm, (odd, header) -> header.put("alg", "none")),
                header("alg None", algorithm, (odd, header) -> header.put("alg", "None")),
                new Falsified("HS256 with the public key as secret", algorithm, (odd, now) -> {
                    odd.idTokenHeader = header -> {
                        header.put("alg", "HS256");
                        return header;
                    };
                    odd.idTokenKey =
                            Jwk.ofSecret(odd.key().toPublicJson().toJson().getBytes(StandardCharsets.UTF_8));
                }),
                new Falsified("RS256, which the server does not list", algorithm, (odd, now) -> {
                    odd.published = List.of(odd.key(), RSA);
                    odd.idTokenKey = RSA;
                    odd.idTokenHeader = header -> {
                        header.put("alg", "RS256");
                        header.put("kid", RSA.keyId().orElseThrow());
                        return header;
                    };
                }),
                new Falsified(
                        "signed by a stranger in the issuer's name",
                        signature,
                        (odd, now) -> odd.idTokenKey = STRANGER),
                new Falsified("signed by a key that is not published", known, (odd, now) -> {
                    odd.idTokenKey = STRANGER;
                    odd.idTokenHeader = header -> {
                        header.put("kid", STRANGER.keyId().orElseThrow());
                        return header;
                    };
                }),
                new Falsified("its own key in the header", signature, (odd, now) -> {
                    odd.idTokenKey = STRANGER;
                    odd.idTokenHeader = header -> {
                        header.put("jwk", STRANGER.toPublicJson());
                        header.put("jku", odd.issuer() + "/strangers-keys");
                        return header;
                    };
                }),
                new Falsified(
                        "a key for encryption",
                        fit,
                        (odd, now) -> odd.published =
                                List.of(Jwk.parse(odd.key().toPrivateJson().with("use", "enc")))),
                new Falsified("no kid, and two keys that fit", fit, (odd, now) -> {
                    odd.published = List.of(odd.key(), STRANGER);
                    odd.idTokenHeader = header -> {
                        header.remove("kid");
                        return header;
                    };
                }),
                text("a changed claim", signature, (odd, text) -> {
                    int first = text.indexOf(".");
                    int second = text.lastIndexOf(".");
                    JsonObject claims = JsonObject.parse(
                            new String(Base64Url.decode(text.substring(first + 1, second)), StandardCharsets.UTF_8));
                    text.replace(
                            first + 1,
                            second,
                            Base64Url.encode(
                                    claims.with("sub", "user-root").toJson().getBytes(StandardCharsets.UTF_8)));
                }),
                text("a crit that nobody understands", "asks for no extension", (odd, text) -> {
                    Map<String, Object> header = new LinkedHashMap<>();
                    header.put("alg", "ES256");
                    header.put("crit", List.of("exp"));
                    text.replace(
                            0,
                            text.indexOf("."),
                            Base64Url.encode(JsonObject.of(header).toJson().getBytes(StandardCharsets.UTF_8)));
                }),
                text("an access token in its place", "the token is no other kind of JWT", (odd, text) -> {
                    Map<String, Object> header = new LinkedHashMap<>();
                    header.put("alg", "ES256");
                    header.put("typ", "at+jwt");
                    text.replace(
                            0,
                            text.indexOf("."),
                            Base64Url.encode(JsonObject.of(header).toJson().getBytes(StandardCharsets.UTF_8)));
                }),
                text("two parts", readable, (odd, text) -> text.setLength(text.lastIndexOf("."))),
                text("padding", readable, (odd, text) -> text.append("=")),
                text("no JWT at all", readable, (odd, text) -> {
                    text.setLength(0);
                    text.append("signed-in-as-root");
                }),
                text(
                        "two sub",
                        readable,
                        (odd, text) -> text.replace(
                                text.indexOf(".") + 1,
                                text.lastIndexOf("."),
                                Base64Url.encode("{\"sub\":\"a\",\"sub\":\"b\"}".getBytes(StandardCharsets.UTF_8)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("falsifications")
    void a_falsified_id_token_is_refused_by_its_check_before_anything_is_used(Falsified falsified) throws Exception {
        falsified.change().accept(odd, world.now().getEpochSecond());
        TestWorld.Outcome outcome = login("-o", "json");

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains(falsified.check());
        assertThat(outcome.out()).doesNotContain(OddServer.ACCESS_TOKEN);
        assertThat(odd.paths()).doesNotContain("/userinfo", "/strangers-keys");
        // the key set is fetched once, and once more at the most
        assertThat(odd.hits("/jwks").size()).isBetween(0, 2);
        assertThat(home.resolve(".config/oat/profiles/work.toml"))
                .as("a failed check keeps the profile")
                .exists();
        try (Stream<Path> files = Files.exists(home.resolve(".local/state/oat/sessions"))
                ? Files.list(home.resolve(".local/state/oat/sessions"))
                : Stream.empty()) {
            assertThat(files.filter(file -> file.toString().endsWith(".json"))).isEmpty();
        }
    }

    @Test
    void there_are_thirty_ways_and_more_and_no_two_of_one_name() {
        List<String> names = falsifications().map(Falsified::name).toList();
        assertThat(names).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
    }

    @Test
    void without_falsification_the_same_sign_in_succeeds() throws Exception {
        TestWorld.Outcome outcome = login();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("Signed in as user-odd");
    }

    @Test
    void a_key_that_was_rotated_in_meanwhile_is_fetched_once() throws Exception {
        Jwk next = Jwk.generate("ES256", RANDOM);
        odd.idTokenKey = next;
        odd.idTokenHeader = header -> {
            header.put("kid", next.keyId().orElseThrow());
            return header;
        };
        odd.page("/jwks", hit -> {
            boolean first = odd.hits("/jwks").size() == 1;
            return OddServer.Reply.json(
                    200, JwkSet.of(List.of(first ? odd.key() : next)).toPublicJson());
        });
        TestWorld.Outcome outcome = login();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(odd.hits("/jwks")).hasSize(2);
    }
}
