package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import dev.oat.jose.Base64Url;
import dev.oat.jose.HalfHash;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers in use do otherwise than the text of the specifications: accepted where it is safe, and always said. */
@Timeout(120)
class RealServersTest {
    private static final String SECRET = "a-client-secret-of-more-than-64-bytes-0123456789-0123456789-012345";

    @TempDir
    Path home;

    private TestWorld world;
    private OddServer odd;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("SECRET", SECRET).with("SHORT", "too-short");
        odd = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        odd.close();
    }

    private TestWorld.Outcome login(String... more) throws Exception {
        List<String> words = new ArrayList<>(
                List.of("login", "work", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT, "--no-browser"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        ScriptedBrowser.allowing("nobody", Secret.of("")).visit(command.address());
        return command.outcome();
    }

    private static TestWorld.Outcome done(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    private static TestWorld.Outcome refused(TestWorld.Outcome outcome, String... said) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        for (String text : said) {
            assertThat(outcome.err()).contains(text);
        }
        return outcome;
    }

    private TestWorld.Outcome token(String grant, String... more) {
        List<String> words =
                new ArrayList<>(List.of("token", grant, "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private TestWorld.Outcome clientCredentials(String... more) {
        List<String> words = new ArrayList<>(List.of("--client-secret", "env:SECRET"));
        words.addAll(List.of(more));
        return token("client-credentials", words.toArray(new String[0]));
    }

    private void claims(UnaryOperator<Map<String, Object>> change) {
        odd.idTokenClaims = change;
    }

    private void claim(String name, Object value) {
        claims(claims -> {
            claims.put(name, value);
            return claims;
        });
    }

    // several audiences

    @Test
    void an_id_token_for_several_that_was_issued_to_us_signs_in() throws Exception {
        claims(claims -> {
            claims.put("aud", List.of("project-1", OddServer.CLIENT, "project-2"));
            claims.put("azp", OddServer.CLIENT);
            return claims;
        });
        done(login());
    }

    @Test
    void an_id_token_for_several_that_does_not_say_to_whom_it_was_issued_is_refused() throws Exception {
        claim("aud", List.of("project-1", OddServer.CLIENT));
        refused(login(), "no azp, and several audiences", "must say by azp");
    }

    // renewed ID tokens

    private TestWorld.Outcome renewedWith(UnaryOperator<Map<String, Object>> change) throws Exception {
        done(login());
        world.pass(Duration.ofSeconds(700));
        odd.tokenAnswer = answer -> {
            answer.put("access_token", "second");
            answer.put("refresh_token", "second-refresh");
            answer.put("id_token", odd.idToken(Map.of("at_hash", HalfHash.of("ES256", "second"))));
            return answer;
        };
        long signedIn = world.now().getEpochSecond() - 705;
        claims(claims -> {
            claims.put("auth_time", signedIn);
            return change.apply(claims);
        });
        return world.run("token", "-p", "work");
    }

    private static UnaryOperator<Map<String, Object>> put(String name, Object value) {
        return claims -> {
            claims.put(name, value);
            return claims;
        };
    }

    private static UnaryOperator<Map<String, Object>> later(String name, long seconds) {
        return claims -> {
            claims.put(name, ((Number) claims.getOrDefault(name, 0)).longValue() + seconds);
            return claims;
        };
    }

    @Test
    void a_renewed_id_token_with_a_later_sign_in_is_good_and_told_of() throws Exception {
        TestWorld.Outcome outcome = done(renewedWith(later("auth_time", 300)));
        assertThat(outcome.out().strip()).isEqualTo("second");
        assertThat(outcome.err()).contains("warning: ID token, accepted although odd: the time of the sign-in");
    }

    static Stream<Arguments> keptRenewals() {
        return Stream.of(
                Arguments.of("another nonce", put("nonce", "another")),
                Arguments.of("another azp", put("azp", "another")),
                Arguments.of("one audience more", put("aud", List.of(OddServer.CLIENT, "another"))),
                Arguments.of("one audience more, issued to us", (UnaryOperator<Map<String, Object>>) claims -> put(
                                "azp", OddServer.CLIENT)
                        .apply(put("aud", List.of(OddServer.CLIENT, "another")).apply(claims))),
                Arguments.of("older than its exchange", later("iat", -61)),
                Arguments.of("the first one again", later("iat", -700)),
                Arguments.of("no sub", put("sub", JsonObject.NULL)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keptRenewals")
    void a_renewed_id_token_that_cannot_be_believed_keeps_the_session_and_the_new_refresh_token(
            String name, UnaryOperator<Map<String, Object>> change) throws Exception {
        refused(renewedWith(change), "oat, not the server, refused", "the session stays");

        claims(later("auth_time", -700));
        done(world.run("token", "-p", "work"));
        assertThat(odd.hits("/token").get(2).form().first("refresh_token")).contains("second-refresh");
    }

    static Stream<Arguments> endedRenewals() {
        return Stream.of(
                Arguments.of("another sub", put("sub", "mallory")),
                Arguments.of("another iss", put("iss", "https://evil.example")),
                Arguments.of("for another", put("aud", "another")),
                Arguments.of("for several others, issued to us", put("aud", List.of("a", "b"))),
                Arguments.of("another sub, and expired too", (UnaryOperator<Map<String, Object>>)
                        claims -> put("sub", "mallory").apply(put("exp", 1).apply(claims))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endedRenewals")
    void a_renewed_id_token_from_for_or_about_somebody_else_ends_the_session(
            String name, UnaryOperator<Map<String, Object>> change) throws Exception {
        refused(renewedWith(change), "oat, not the server, refused", "ended the session");

        TestWorld.Outcome next = world.run("token", "-p", "work");
        assertThat(next.code()).isEqualTo(4);
        assertThat(next.err()).contains("oat refused the ID token of its renewal", "oat login work");
        assertThat(odd.hits("/token")).hasSize(2);
        assertThat(world.run("status").out()).contains("oat refused the renewed ID token");
    }

    // time in place of a nonce

    private void device() {
        odd.metadata("device_authorization_endpoint", odd.issuer() + "/device");
        odd.metadata("backchannel_authentication_endpoint", odd.issuer() + "/ciba");
        odd.metadata("backchannel_token_delivery_modes_supported", List.of("poll"));
        odd.page(
                "/device",
                hit -> OddServer.Reply.json(
                        200,
                        JsonObject.of(Map.of(
                                "device_code",
                                "device-code",
                                "user_code",
                                "AB-CD",
                                "verification_uri",
                                odd.issuer() + "/device",
                                "expires_in",
                                600))));
        odd.page(
                "/ciba",
                hit -> OddServer.Reply.json(200, JsonObject.of(Map.of("auth_req_id", "request", "expires_in", 600))));
    }

    static Stream<Arguments> grantsWithoutNonce() {
        return Stream.of(
                Arguments.of("device", List.of("--scope", "openid")),
                Arguments.of("ciba", List.of("--client-secret", "env:SECRET", "--login-hint", "alice")),
                Arguments.of("password", List.of("--username", "alice", "--password", "env:SECRET")),
                Arguments.of("refresh", List.of("--refresh-token", "env:SECRET")),
                Arguments.of(
                        "authorization-code", List.of("--code", "env:SECRET", "--redirect-uri", "http://127.0.0.1/")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("grantsWithoutNonce")
    void where_no_nonce_covers_it_an_older_id_token_is_refused(String grant, List<String> more) {
        device();
        claims(later("iat", -86_400));
        refused(token(grant, more.toArray(new String[0])), "the ID token was issued in this exchange");
        claims(later("iat", -59));
        done(token(grant, more.toArray(new String[0])));
    }

    @Test
    void a_sign_in_on_another_device_is_held_to_the_time_at_which_it_began() {
        device();
        int[] polls = {0};
        odd.page(
                "/token",
                hit -> ++polls[0] < 20
                        ? OddServer.Reply.json(400, JsonObject.of(Map.of("error", "authorization_pending")))
                        : OddServer.Reply.json(200, JsonObject.of(odd.tokens())));
        // twenty polls take 100 seconds or so: what was issued when they began is of this exchange
        claims(later("iat", -100));
        done(token("device", "--scope", "openid"));
        polls[0] = 0;
        claims(later("iat", -200));
        refused(token("device", "--scope", "openid"), "issued in this exchange");
    }

    // the class of a sign-in

    @Test
    void a_class_of_sign_in_that_was_asked_for_as_voluntary_and_does_not_come_is_told() throws Exception {
        claim("acr", "bronze");
        TestWorld.Outcome outcome = done(login("--acr-values", "gold silver"));
        assertThat(outcome.err()).contains("accepted although odd", "expected gold or silver, found bronze");
        assertThat(done(world.run("token", "-p", "work")).out().strip()).isEqualTo(OddServer.ACCESS_TOKEN);
    }

    @Test
    void the_same_by_the_parameter_claims_is_told_unless_it_is_essential() throws Exception {
        TestWorld.Outcome told = done(login("--claims", "{\"id_token\":{\"acr\":{\"values\":[\"gold\"]}}}"));
        assertThat(told.err()).contains("accepted although odd", "expected gold, found no acr");
        TestWorld.Outcome essential =
                login("--claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"gold\"]}}}");
        assertThat(essential.code()).isEqualTo(6);
        assertThat(essential.err()).contains("acr is as the request demands");
    }

    // odd members of token answers

    @ParameterizedTest
    @ValueSource(
            strings = {"NONE", "null", "\"\"", "\"BearerToken\"", "\"bearer_token\"", "\" Bearer\"", "[\"Bearer\"]", "7"
            })
    void a_type_that_is_missing_or_odd_is_refused_with_the_setting_that_takes_it(String json) {
        odd.tokenAnswer = answer -> {
            answer.remove("id_token");
            answer.remove("token_type");
            if (!json.equals("NONE")) {
                answer.put("token_type", JsonObject.parseValue(json));
            }
            return answer;
        };
        refused(clientCredentials(), "--token-type bearer", "OAT_TOKEN_TYPE=bearer", "token_type = \"bearer\"");

        TestWorld.Outcome taken = done(clientCredentials("--token-type", "bearer"));
        assertThat(JsonObject.parse(taken.out()).text("token_type")).contains("Bearer");
        assertThat(done(clientCredentials("--token-type", "bearer", "-o", "header"))
                        .out())
                .isEqualTo("Authorization: Bearer " + OddServer.ACCESS_TOKEN + "\n");

        world.with("OAT_TOKEN_TYPE", "bearer");
        done(clientCredentials());
        // what oat itself exports under that name says nothing
        world.with("OAT_TOKEN_TYPE", "Bearer");
        refused(clientCredentials());
        world.with("OAT_TOKEN_TYPE", "DPoP");
        refused(clientCredentials());
        world.with("OAT_TOKEN_TYPE", "");

        done(world.run(
                "profile",
                "add",
                "ci",
                "--issuer",
                odd.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--client-secret",
                "env:SECRET",
                "--grant-type",
                "client_credentials"));
        assertThat(world.run("token", "-p", "ci").code()).isEqualTo(6);
        done(world.run("profile", "set", "ci", "token_type=bearer"));
        done(world.run("token", "-p", "ci"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "mac", "PoP", "N_A", "dpop"})
    void a_type_that_is_known_to_be_another_is_refused_whatever_the_setting_says(String type) {
        odd.tokenAnswer = answer -> {
            answer.put("token_type", type);
            return answer;
        };
        assertThat(refused(clientCredentials("--token-type", "bearer")).err()).doesNotContain("--token-type bearer");
    }

    @Test
    void a_missing_type_is_no_bound_token() {
        odd.tokenAnswer = answer -> {
            answer.remove("id_token");
            answer.remove("token_type");
            return answer;
        };
        assertThat(refused(clientCredentials("--token-type", "bearer", "--dpop"))
                        .err())
                .contains("expected DPoP")
                .doesNotContain("--token-type bearer");
    }

    @Test
    void scopes_in_an_array_are_read_and_told_of() throws Exception {
        odd.tokenAnswer = answer -> {
            answer.put("scope", List.of("openid", "read"));
            return answer;
        };
        TestWorld.Outcome outcome = done(login());
        assertThat(outcome.err()).contains("token answer, accepted although odd: scope is text", "openid read");
        assertThat(JsonObject.parse(done(world.run("token", "-p", "work", "-o", "json"))
                                .out())
                        .text("scope"))
                .contains("openid read");
        assertThat(done(world.run("status", "-o", "json")).out()).contains("openid read");
    }

    // algorithms that the client is registered with

    private void signedWithSecret(String alg, String secret, boolean named) {
        odd.idTokenHeader = header -> {
            header.put("alg", alg);
            if (!named) {
                header.remove("kid");
            }
            return header;
        };
        odd.idTokenKey = Jwk.ofSecret(secret.getBytes(StandardCharsets.UTF_8));
        odd.tokenAnswer = answer -> {
            answer.put("id_token", odd.idToken(Map.of("at_hash", HalfHash.of(alg, OddServer.ACCESS_TOKEN))));
            return answer;
        };
    }

    @ParameterizedTest
    @CsvSource({"HS256, true", "HS256, false", "HS384, false", "HS512, false"})
    void an_id_token_that_the_client_secret_signs_is_taken_where_the_client_is_registered_so(String alg, boolean named)
            throws Exception {
        signedWithSecret(alg, SECRET, named);
        refused(
                login("--client-secret", "env:SECRET"),
                "--id-token-signing-alg " + alg,
                "id_token_signed_response_alg = \"" + alg + "\"");
        done(login("--client-secret", "env:SECRET", "--id-token-signing-alg", alg));
        assertThat(odd.hits("/jwks")).hasSizeLessThanOrEqualTo(1);

        world.pass(Duration.ofSeconds(700));
        claims(later("auth_time", -700));
        done(world.run("token", "-p", "work"));
        assertThat(done(world.run("profile", "show", "work")).out())
                .containsPattern("id_token_signed_response_alg +" + alg);

        refused(
                login("--client-secret", "literal:" + SECRET + "x", "--id-token-signing-alg", alg),
                "check the client secret");
        TestWorld.Outcome noSecret = token("refresh", "--refresh-token", "env:SECRET", "--id-token-signing-alg", alg);
        assertThat(noSecret.code()).as(noSecret.err()).isEqualTo(2);
        assertThat(noSecret.err()).contains("--client-secret REF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAT_ID_TOKEN_SIGNING_ALG", "OAT_ID_TOKEN_SIGNED_RESPONSE_ALG"})
    void the_algorithm_may_stand_in_the_environment(String variable) throws Exception {
        signedWithSecret("HS256", SECRET, false);
        world.with(variable, "HS256");
        done(login("--client-secret", "env:SECRET"));
    }

    @Test
    void a_secret_that_is_too_short_for_the_algorithm_verifies_nothing() throws Exception {
        odd.idTokenText = compact -> {
            String input = Base64Url.encode("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
                    + compact.substring(compact.indexOf('.'), compact.lastIndexOf('.'));
            return input + "." + Base64Url.encode(hmac("too-short", input));
        };
        refused(
                login("--client-secret", "env:SHORT", "--id-token-signing-alg", "HS256"),
                "256 bits or more, found 72 bits");
    }

    private static byte[] hmac(String secret, String input) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void another_algorithm_than_the_registered_one_is_refused_though_the_server_lists_it() throws Exception {
        refused(
                login("--id-token-signing-alg", "RS256"),
                "expected RS256, found ES256",
                "--id-token-signing-alg ES256");
        done(login("--id-token-signing-alg", "ES256"));
    }

    @Test
    void no_signature_is_never_an_algorithm() throws Exception {
        odd.idTokenHeader = header -> {
            header.put("alg", "none");
            return header;
        };
        refused(login(), "--id-token-signing-alg");
        TestWorld.Outcome wrong =
                world.run("login", "--issuer", odd.issuer(), "--client-id", "c", "--id-token-signing-alg", "none");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("HS256");
    }

    @Test
    void userinfo_that_the_client_secret_signs_is_taken_where_the_client_is_registered_so() throws Exception {
        done(login("--client-secret", "env:SECRET"));
        odd.page(
                "/userinfo",
                hit -> OddServer.Reply.text(
                        200,
                        "application/jwt",
                        Jwt.sign(
                                JsonObject.of(Map.of("alg", "HS256")),
                                JsonObject.of(Map.of("sub", "user-odd", "iss", odd.issuer(), "aud", OddServer.CLIENT)),
                                Jwk.ofSecret(SECRET.getBytes(StandardCharsets.UTF_8)))));
        refused(world.run("userinfo", "work"), "--userinfo-signing-alg HS256", "userinfo_signed_response_alg");
        done(world.run("userinfo", "work", "--userinfo-signing-alg", "HS256"));
        done(world.run("profile", "set", "work", "userinfo_signed_response_alg=HS256"));
        assertThat(JsonObject.parse(done(world.run("userinfo", "work")).out()).text("sub"))
                .contains("user-odd");
    }

    @Test
    void an_introspection_answer_that_the_client_secret_signs_is_taken_where_the_client_is_registered_so() {
        odd.metadata("introspection_endpoint", odd.issuer() + "/introspect");
        odd.page(
                "/introspect",
                hit -> OddServer.Reply.text(
                        200,
                        "application/token-introspection+jwt",
                        Jwt.sign(
                                JsonObject.of(Map.of("alg", "HS512", "typ", "token-introspection+jwt")),
                                JsonObject.of(Map.of(
                                        "iss",
                                        odd.issuer(),
                                        "aud",
                                        OddServer.CLIENT,
                                        "iat",
                                        world.now().getEpochSecond(),
                                        "token_introspection",
                                        Map.of("active", true))),
                                Jwk.ofSecret(SECRET.getBytes(StandardCharsets.UTF_8)))));
        refused(introspect("--jwt"), "--introspection-signing-alg HS512", "introspection_signed_response_alg");
        assertThat(done(introspect("--jwt", "--introspection-signing-alg", "HS512"))
                        .out())
                .contains("active");
    }

    private TestWorld.Outcome introspect(String... more) {
        world.with("T", "some-token");
        List<String> words = new ArrayList<>(List.of(
                "introspect",
                "env:T",
                "--issuer",
                odd.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--client-secret",
                "env:SECRET"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    // keys and endpoints that have moved

    @Test
    void a_key_that_was_renewed_under_its_old_name_is_fetched_once_more_and_then_judged() throws Exception {
        done(login());
        assertThat(odd.hits("/jwks")).hasSize(1);

        String kid = odd.key().keyId().orElseThrow();
        Jwk renewed = Jwk.generate("ES256", new SecureRandom()).withKeyId(kid);
        odd.idTokenKey = renewed;
        odd.published = List.of(renewed);
        done(login());
        assertThat(odd.hits("/jwks")).hasSize(2);

        // of another kind under the same name
        Jwk rsa = Jwk.generate("RS256", new SecureRandom()).withKeyId(kid);
        odd.idTokenKey = rsa;
        odd.published = List.of(rsa);
        odd.idTokenHeader = header -> {
            header.put("alg", "RS256");
            return header;
        };
        odd.tokenAnswer = answer -> {
            answer.put("id_token", odd.idToken(Map.of("at_hash", HalfHash.of("RS256", OddServer.ACCESS_TOKEN))));
            return answer;
        };
        done(login("--id-token-signing-alg", "RS256"));
        assertThat(odd.hits("/jwks")).hasSize(3);
    }

    @Test
    void a_signature_that_no_key_made_is_refused_after_one_look_at_newer_keys() throws Exception {
        done(login());
        odd.idTokenKey = Jwk.generate("ES256", new SecureRandom());
        refused(login(), "the signature is that of the issuer's key");
        assertThat(odd.hits("/jwks")).hasSize(2);
        // and without the network it is no better
        odd.page("/jwks", hit -> OddServer.Reply.text(500, "text/plain", "no"));
        refused(login(), "the signature is that of the issuer's key");
        assertThat(odd.hits("/jwks")).hasSize(3);
    }

    @Test
    void keys_that_were_fetched_just_now_are_not_fetched_again() throws Exception {
        odd.idTokenKey = Jwk.generate("ES256", new SecureRandom());
        refused(login(), "the signature is that of the issuer's key");
        assertThat(odd.hits("/jwks")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410})
    void endpoints_that_cached_metadata_name_and_that_are_gone_are_looked_for_once_more(int status) throws Exception {
        for (String member : List.of(
                "introspection",
                "revocation",
                "device_authorization",
                "pushed_authorization_request",
                "registration")) {
            odd.metadata(member + "_endpoint", odd.issuer() + "/" + member);
        }
        odd.metadata("token_endpoint_auth_methods_supported", List.of("none", "client_secret_basic"));
        done(login());
        done(clientCredentials());
        int before = odd.hits("/.well-known/openid-configuration").size();

        odd.page("/moved/token", hit -> OddServer.Reply.json(200, JsonObject.of(odd.tokenAnswer.apply(odd.tokens()))));
        odd.page(
                "/moved/jwks",
                hit -> OddServer.Reply.json(200, JwkSet.of(odd.published).toPublicJson()));
        odd.page("/moved/userinfo", hit -> OddServer.Reply.json(200, JsonObject.of(Map.of("sub", "user-odd"))));
        odd.page("/moved/introspection", hit -> OddServer.Reply.json(200, JsonObject.of(Map.of("active", true))));
        odd.page("/moved/revocation", hit -> OddServer.Reply.text(200, "text/plain", ""));
        odd.page("/moved/registration", hit -> OddServer.Reply.json(201, JsonObject.of(Map.of("client_id", "new"))));
        String[] commands = {"token", "introspection", "revocation", "userinfo", "registration"};
        for (String name : commands) {
            odd.page("/" + name, hit -> OddServer.Reply.text(status, "text/plain", "gone"));
            odd.metadata(name + "_endpoint", odd.issuer() + "/moved/" + name);
            int metadata = odd.hits("/.well-known/openid-configuration").size();
            TestWorld.Outcome outcome = switch (name) {
                case "token" -> clientCredentials();
                case "introspection" -> introspect();
                case "revocation" ->
                    world.run("revoke", "env:T", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT);
                case "userinfo" -> world.run("userinfo", "work");
                default ->
                    world.run(
                            "client",
                            "register",
                            "--issuer",
                            odd.issuer(),
                            "--grant-type",
                            "authorization_code",
                            "-o",
                            "json");
            };
            assertThat(outcome.code()).as(name + outcome.err()).isZero();
            assertThat(odd.hits("/moved/" + name)).as(name).hasSize(1);
            assertThat(odd.hits("/.well-known/openid-configuration")).as(name).hasSize(metadata + 1);
        }
        assertThat(odd.hits("/.well-known/openid-configuration")).hasSize(before + commands.length);
        // the newer metadata are remembered
        done(clientCredentials());
        assertThat(odd.hits("/.well-known/openid-configuration")).hasSize(before + commands.length);
    }

    @Test
    void an_endpoint_that_has_not_moved_is_asked_once_and_its_own_answer_told() {
        done(clientCredentials());
        odd.page("/token", hit -> OddServer.Reply.text(404, "text/plain", "gone"));
        TestWorld.Outcome outcome = clientCredentials("-v");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("fetching the metadata anew, once", "status 404");
        assertThat(odd.hits("/token")).hasSize(2);
        assertThat(odd.hits("/.well-known/openid-configuration")).hasSize(2);
    }

    @Test
    void an_endpoint_by_option_is_where_the_user_says() {
        done(clientCredentials());
        odd.metadata("token_endpoint", odd.issuer() + "/moved");
        TestWorld.Outcome outcome = clientCredentials("--token-endpoint", odd.issuer() + "/nowhere");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(odd.hits("/moved")).isEmpty();
    }

    @Test
    void keys_that_have_moved_are_found_too() throws Exception {
        done(login());
        world.pass(Duration.ofSeconds(10));
        odd.page("/jwks", hit -> OddServer.Reply.text(410, "text/plain", "gone"));
        odd.page(
                "/moved/jwks",
                hit -> OddServer.Reply.json(200, JwkSet.of(odd.published).toPublicJson()));
        odd.metadata("jwks_uri", odd.issuer() + "/moved/jwks");
        Jwk renewed = Jwk.generate("ES256", new SecureRandom());
        odd.published = List.of(renewed);
        odd.idTokenKey = renewed;
        odd.idTokenHeader = header -> {
            header.put("kid", renewed.keyId().orElseThrow());
            return header;
        };
        done(login());
        assertThat(odd.hits("/moved/jwks")).hasSize(1);
    }

    // members that are named twice

    /** Signs any texts: a library would not write a member twice. */
    private String signed(String header, String claims) {
        try {
            String input = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + Base64Url.encode(claims.getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(ECKey.parse(odd.key().toPrivateJson().toJson()).toECPrivateKey());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64Url.encode(signature.sign());
        } catch (GeneralSecurityException | ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String more(JsonObject object, String more) {
        String json = object.toJson();
        return json.substring(0, json.length() - 1) + "," + more + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "claims | \"sub\":\"user-odd\"                             | yes",
                "claims | \"s\\u0075b\":\"user-odd\"                       | yes",
                "claims | \"aud\":\"odd-client\",\"aud\":\"odd-client\"    | yes",
                "claims | \"deep\":{\"a\":{\"b\":[1],\"b\":[1]}}           | yes",
                "claims | \"list\":[{\"a\":{},\"a\":{}}]                   | yes",
                "header | \"alg\":\"ES256\"                                | yes",
                "claims | \"sub\":\"mallory\"                              | no",
                "claims | \"sub\":null                                     | no",
                "claims | \"deep\":{\"a\":1,\"a\":2}                       | no",
                "claims | \"list\":[{\"a\":1,\"a\":\"1\"}]                 | no",
                "claims | \"deep\":{\"a\":{\"b\":1},\"a\":{\"b\":2}}       | no",
                "header | \"alg\":\"none\"                                 | no",
                "header | \"kid\":\"other\"                                | no",
            })
    void members_that_come_twice_are_taken_with_a_warning_where_they_are_equal(String part, String twice, String good)
            throws Exception {
        odd.idTokenText = compact -> {
            Jwt jwt = Jwt.decode(compact);
            return part.equals("header")
                    ? signed(more(jwt.header(), twice), jwt.claims().toJson())
                    : signed(jwt.header().toJson(), more(jwt.claims(), twice));
        };
        TestWorld.Outcome outcome = login();
        if (good.equals("yes")) {
            assertThat(done(outcome).err())
                    .contains("ID token, accepted although odd: no member is named twice", "(RFC 7519 §4)");
        } else {
            refused(outcome, "a member is named twice, with different values");
        }
    }

    @Test
    void an_authorization_response_that_names_its_issuer_twice_is_read() throws Exception {
        odd.metadata("response_modes_supported", List.of("query.jwt"));
        odd.metadata("authorization_signing_alg_values_supported", List.of("ES256"));
        odd.response = form -> {
            Map<String, Object> claims = new LinkedHashMap<>();
            claims.put("iss", odd.issuer());
            claims.put("aud", OddServer.CLIENT);
            claims.put("exp", world.now().getEpochSecond() + 60);
            claims.put("code", form.first("code").orElseThrow());
            claims.put("state", form.first("state").orElseThrow());
            String header = "{\"alg\":\"ES256\",\"kid\":\"" + odd.key().keyId().orElseThrow() + "\"}";
            return dev.oat.http.Form.empty()
                    .with("response", signed(header, more(JsonObject.of(claims), "\"iss\":\"" + odd.issuer() + "\"")));
        };
        TestWorld.Outcome outcome = done(login("--response-mode", "query.jwt"));
        assertThat(outcome.err()).contains("authorization response JWT, accepted although odd", "iss twice");
    }

    // registration

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"client_name\":{\"en\":\"x\"}                 | client_name has the type",
                "\"client_name\":7                              | client_name has the type",
                "\"scope\":[\"openid\"]                         | scope has the type",
                "\"contacts\":\"a@b.example\"                   | contacts has the type",
                "\"contacts\":[null]                            | contacts has the type",
                "\"grant_types\":\"authorization_code\"         | grant_types has the type",
                "\"response_types\":{}                          | response_types has the type",
                "\"redirect_uris\":[\"http://127.0.0.1/callback\",null] | redirect_uris has the type",
                "\"registration_client_uri\":\"clients/c\"      | read as http://127.0.0.1",
                "\"registration_client_uri\":\"/clients/c\"     | read as http://127.0.0.1",
                "\"client_secret\":\"s\",\"client_secret_expires_at\":\"0\" | such a number in a text",
                "\"client_secret\":null                         | ~~",
                "\"client_secret_expires_at\":null              | ~~",
                "\"registration_client_uri\":null,\"registration_access_token\":null | ~~",
                "\"grant_types\":null,\"redirect_uris\":null    | ~~",
                "\"logo_uri\":\"/logo.png\",\"jwks_uri\":null,\"jwks\":7 | ~~",
                "\"x_unknown\":{\"a\":[1,null]},\"client_id_issued_at\":\"yesterday\" | ~~",
            })
    void what_a_registration_answer_says_beside_what_is_needed_ends_nothing(String more, String said) {
        odd.metadata("registration_endpoint", odd.issuer() + "/register");
        odd.metadata("token_endpoint_auth_methods_supported", List.of("none"));
        odd.page(
                "/register",
                hit -> OddServer.Reply.text(201, "application/json", "{\"client_id\":\"c\"," + more + "}"));
        TestWorld.Outcome outcome = done(world.run("client", "register", "--issuer", odd.issuer(), "-p", "new"));
        assertThat(outcome.err()).contains("Registered client c");
        if (said.isEmpty()) {
            assertThat(outcome.err()).doesNotContain("warning");
        } else {
            assertThat(outcome.err()).contains("registration answer, accepted although odd", said);
        }
        done(world.run("profile", "show", "new"));
    }

    @Test
    void a_relative_address_of_a_registration_is_one_of_the_server() {
        odd.metadata("registration_endpoint", odd.issuer() + "/as/register");
        odd.metadata("token_endpoint_auth_methods_supported", List.of("none"));
        odd.page(
                "/as/register",
                hit -> OddServer.Reply.text(
                        201,
                        "application/json",
                        "{\"client_id\":\"c\",\"registration_client_uri\":\"register/c\","
                                + "\"registration_access_token\":\"manage\"}"));
        odd.page(
                "/as/register/c",
                hit -> OddServer.Reply.text(200, "application/json", "{\"client_id\":\"c\",\"client_name\":\"C\"}"));
        done(world.run("client", "register", "--issuer", odd.issuer(), "-p", "new"));
        assertThat(done(world.run("client", "read", "-p", "new")).out()).contains("\"C\"");
        assertThat(odd.hits("/as/register/c").get(0).headers().get("Authorization"))
                .containsExactly("Bearer manage");
    }

    @Test
    void the_algorithm_that_a_registration_answers_is_written_into_the_profile() {
        odd.metadata("registration_endpoint", odd.issuer() + "/register");
        odd.metadata("token_endpoint_auth_methods_supported", List.of("none"));
        odd.page(
                "/register",
                hit -> OddServer.Reply.text(
                        201,
                        "application/json",
                        "{\"client_id\":\"c\",\"id_token_signed_response_alg\":\"PS256\","
                                + "\"userinfo_signed_response_alg\":\"none\"}"));
        done(world.run("client", "register", "--issuer", odd.issuer(), "-p", "new"));
        assertThat(done(world.run("profile", "show", "new")).out())
                .containsPattern("id_token_signed_response_alg +PS256")
                .doesNotContain("userinfo_signed_response_alg");
    }
}
