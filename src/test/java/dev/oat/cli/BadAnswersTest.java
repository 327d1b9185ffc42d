package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message that a server may send, in every way that it may be no message at all, or a wrong one: one error, which
 * names what failed and its section, and nothing stored. (Devices, CIBA and exchanges have their own members' table in
 * {@link dev.oat.cli.token.BadGrantAnswersTest}, registrations in {@link dev.oat.cli.client.ClientRegistrationTest}, resource metadata in {@link dev.oat.cli.login.ApiStartTest}.)
 */
@Timeout(60)
class BadAnswersTest {
    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        server = Place.serverOfAll(world);
        server.metadata("dpop_signing_alg_values_supported", List.of("ES256"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** An answer that is no message of the protocol. */
    enum NoMessage {
        PAGE(200, "text/html", "<!doctype html><title>Welcome</title>"),
        PAGE_AS_JSON(200, "application/json", "<html>Welcome</html>"),
        NOTHING(200, "application/json", ""),
        LIST(200, "application/json", "[{\"active\":true}]"),
        TEXT(200, "application/json", "\"ok\""),
        NULL(200, "application/json", "null"),
        TWICE(
                200,
                "application/json",
                "{\"access_token\":\"a\",\"access_token\":\"b\",\"active\":true,\"active\":false}"),
        CUT(200, "application/json", "{\"access_token\":\"abc"),
        TRAILING(200, "application/json", "{\"active\":true,\"sub\":\"a\"} {}"),
        DEEP(200, "application/json", "{\"active\":true,\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}"),
        BIG(200, "application/json", "{\"active\":true,\"a\":\"" + "x".repeat(3 << 20) + "\"}"),
        FAILED_PAGE(500, "text/html", "<h1>Internal Server Error</h1>"),
        FAILED_JSON(502, "application/json", "{\"message\":\"bad gateway\"}"),
        ODD_REFUSAL(400, "application/json", "{\"error\":{\"code\":7}}"),
        MOVED(302, "text/plain", "");

        private final int status;
        private final String type;
        private final String body;

        NoMessage(int status, String type, String body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        OddServer.Reply reply() {
            return status == 302
                    ? OddServer.Reply.redirect("https://elsewhere.example/")
                    : OddServer.Reply.text(status, type, body);
        }
    }

    record Case(Place place, NoMessage answer) {
        @Override
        public String toString() {
            return place + " " + answer;
        }
    }

    static Stream<Case> noMessages() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(NoMessage.values())
                        .filter(answer -> !place.needsNoBody() || answer.status != 200)
                        .map(answer -> new Case(place, answer)));
    }

    private TestWorld.Outcome run(Place place, String... more) {
        return place.ask(world, server, more);
    }

    private Map<String, String> files() {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = home.relativize(file).toString();
                if (!name.startsWith(".cache") && !name.endsWith(".lock")) {
                    found.put(name, Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private void oneClearError(TestWorld.Outcome outcome, int code) {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines().filter(line -> line.startsWith("oat: ") && !line.contains("warning:")))
                .as(outcome.err())
                .hasSize(1);
        assertThat(outcome.err()).contains("see ").contains("§").doesNotContain("canary");
        assertThat(outcome.err().length()).isLessThan(2000);
        Map<String, String> left = files();
        if (outcome.err().contains("Profile work is kept all the same")) {
            // what the user typed is theirs; nothing of the answer is in it
            assertThat(left.remove(".config/oat/profiles/work.toml")).doesNotContain("canary");
        }
        assertThat(left).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noMessages")
    void what_is_no_message_is_exit_5_with_one_clear_error(Case one) {
        one.place().answers(server, one.answer().reply());
        TestWorld.Outcome outcome = run(one.place());
        oneClearError(outcome, 5);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void a_busy_server_is_exit_7(Place place) {
        for (int status : List.of(429, 503)) {
            place.answers(
                    server,
                    new OddServer.Reply(
                            status, "application/json", "{\"error\":\"slow\"}", List.of("Retry-After: 30")));
            TestWorld.Outcome outcome = run(place);
            assertThat(outcome.code()).as(place + " " + status + outcome.err()).isEqualTo(7);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("come back later");
        }
    }

    static Stream<Place> places() {
        return Stream.of(Place.values());
    }

    @ParameterizedTest(name = "{0} {1}={2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "METADATA | issuer | 7 | OpenID Connect Discovery §4.3",
                "METADATA | issuer | NONE | OpenID Connect Discovery §4.3",
                "METADATA | token_endpoint | [\"https://a.example\"] | RFC 8414 §2",
                "METADATA | token_endpoint | \"/token\" | RFC 8414 §2",
                "METADATA | token_endpoint | \"http://as.example/token\" | RFC 8414 §2",
                "METADATA | token_endpoint | \"javascript:alert(1)\" | RFC 8414 §2",
                "METADATA | token_endpoint_auth_methods_supported | \"none\" | RFC 8414 §2",
                "METADATA | token_endpoint_auth_methods_supported | [1] | RFC 8414 §2",
                "TOKEN | access_token | NONE | RFC 6749 §5.1",
                "TOKEN | access_token | \"\" | RFC 6749 §5.1",
                "TOKEN | access_token | \"two words\" | RFC 6749 §5.1",
                "TOKEN | access_token | {} | RFC 6749 §5.1",
                "TOKEN | error | \"invalid_scope\" | RFC 6749 §5.2",
                "TOKEN | token_type | NONE | RFC 6749 §5.1",
                "TOKEN | token_type | [\"Bearer\"] | RFC 6749 §5.1",
                "TOKEN | token_type | \"mac\" | RFC 6749 §5.1",
                "TOKEN | token_type | \"DPoP\" | RFC 6749 §5.1",
                "TOKEN | refresh_token | [] | RFC 6749 §5.1",
                "TOKEN | id_token | 5 | RFC 6749 §5.1",
                "TOKEN | scope | [\"read\", 7] | RFC 6749 §3.3",
                "TOKEN | scope | {} | RFC 6749 §3.3",
                "TOKEN | authorization_details | {} | RFC 9396 §7",
                "PUSHED | request_uri | NONE | RFC 9126 §2.2",
                "PUSHED | request_uri | 7 | RFC 9126 §2.2",
                "PUSHED | expires_in | \"soon\" | RFC 9126 §2.2",
                "PUSHED | expires_in | 0 | RFC 9126 §2.2",
                "PUSHED | expires_in | -60 | RFC 9126 §2.2",
                "INTROSPECTION | active | NONE | RFC 7662 §2.2",
                "INTROSPECTION | active | \"true\" | RFC 7662 §2.2",
                "INTROSPECTION | active | 1 | RFC 7662 §2.2",
                "INTROSPECTION | active | null | RFC 7662 §2.2",
                "USERINFO | sub | NONE | OpenID Connect Core §5.3.2",
                "USERINFO | sub | 7 | OpenID Connect Core §5.3.2",
                "USERINFO | sub | \"\" | OpenID Connect Core §5.3.2",
                "USERINFO | sub | [\"alice\"] | OpenID Connect Core §5.3.2",
                "REGISTRATION | client_id | NONE | RFC 7591 §3.2.1",
                "REGISTRATION | client_id | 7 | RFC 7591 §3.2.1",
            })
    void a_member_that_is_wrong_is_exit_6_with_its_section(Place place, String member, String json, String section) {
        Map<String, Object> answer = new LinkedHashMap<>(
                switch (place) {
                    case TOKEN -> Map.of("access_token", "at-canary", "token_type", "Bearer", "expires_in", 60L);
                    case PUSHED -> Map.of("request_uri", "urn:ietf:params:oauth:request_uri:x", "expires_in", 60L);
                    case INTROSPECTION -> Map.of("active", true);
                    case USERINFO -> Map.of("sub", "alice");
                    case REGISTRATION -> Map.of("client_id", "made");
                    default -> Map.of();
                });
        Object value = json.equals("NONE")
                ? null
                : JsonObject.parse("{\"v\":" + json + "}").members().get("v");
        if (place == Place.METADATA) {
            server.metadata(member, value);
        } else {
            answer.remove(member);
            if (value != null) {
                answer.put(member, value);
            }
            place.answers(
                    server,
                    OddServer.Reply.json(
                            place == Place.REGISTRATION || place == Place.PUSHED ? 201 : 200, JsonObject.of(answer)));
        }
        TestWorld.Outcome outcome = run(place);
        oneClearError(outcome, 6);
        assertThat(outcome.err()).contains("see " + section);
    }

    /** What a key set holds is looked at before anything is believed that was signed with it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "keys are no array   | {\"keys\":7}                                                 | 5 | RFC 7517 §5",
                "keys are missing    | {\"kid\":\"a\"}                                              | 5 | RFC 7517 §5",
                "no keys             | {\"keys\":[]}                                                | 6 | OpenID Connect Core §10.1",
                "no objects          | {\"keys\":[7,null,\"x\",[]]}                                 | 6 | OpenID Connect Core §10.1",
                "a shared secret     | {\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"KID\"}]}     | 6 | RFC 7517 §4",
                "an unknown kind     | {\"keys\":[{\"kty\":\"PQC\",\"kid\":\"KID\"}]}                 | 6 | OpenID Connect Core §10.1",
                "a point that is none| {\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\",\"kid\":\"KID\"}]} | 6 | OpenID Connect Core §10.1",
                "a key for nothing   | {\"keys\":[{\"kty\":\"EC\",\"use\":\"enc\",\"crv\":\"P-256\",\"kid\":\"KID\"}]} | 6 | OpenID Connect Core §10.1",
            })
    void a_key_set_that_is_wrong_verifies_nothing(String name, String json, int code, String section) {
        String kid = server.key().keyId().orElseThrow();
        server.page("/jwks", hit -> OddServer.Reply.text(200, "application/json", json.replace("KID", kid)));

        TestWorld.Outcome outcome = run(Place.TOKEN);

        oneClearError(outcome, code);
        assertThat(outcome.err()).contains("see ").contains(section);
    }

    /** A life that nobody can mean does no harm: it is brought within reason, and the answer is printed as it came. */
    @ParameterizedTest
    @CsvSource({"-5", "0", "1e400", "99999999999999999999", "true", "'\"\"'", "'[]'", "'\"soon\"'"})
    void a_life_beyond_reason_is_no_fault(String json) {
        server.page(
                "/token",
                hit -> OddServer.Reply.text(
                        200,
                        "application/json",
                        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":" + json + "}"));
        TestWorld.Outcome outcome = run(Place.TOKEN);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).has("expires_in")).isTrue();
    }

    @Test
    void a_token_beside_an_error_is_a_token_only_where_the_status_says_so() {
        server.page(
                "/token",
                hit -> OddServer.Reply.text(
                        400,
                        "application/json",
                        "{\"error\":\"invalid_grant\",\"access_token\":\"a\",\"token_type\":\"Bearer\"}"));
        assertThat(run(Place.TOKEN).code()).isEqualTo(3);
    }
}
