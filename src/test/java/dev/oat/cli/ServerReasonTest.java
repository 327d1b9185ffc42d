package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.http.Form;
import dev.oat.jose.Jwk;
import dev.oat.json.JsonObject;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.trace.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The reason that a server gives reaches the user from every endpoint, whatever form it has: in one line, and whole. */
@Timeout(60)
class ServerReasonTest {
    private static final String REASON = "the moon is not full";

    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        server = Place.serverOfAll(world);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A form in which the reason comes. */
    enum Shape {
        OAUTH(400, "application/json", "{\"error\":\"odd_error\",\"error_description\":\"REASON\"}"),
        HINTED(
                400,
                "application/json",
                "{\"error\":\"odd_error\",\"error_description\":\"no\",\"error_hint\":\"REASON\"}"),
        OBJECT(400, "application/json", "{\"error\":{\"code\":7,\"message\":\"REASON\"}}"),
        CODED(400, "application/json", "{\"code\":\"REASON\"}"),
        SUMMARY(401, "application/json", "{\"errorCode\":\"E0000004\",\"errorSummary\":\"REASON\"}"),
        STATUS(500, "application/json", "{\"status\":500,\"message\":\"REASON\"}"),
        FORBIDDEN(403, "application/json", "{\"Message\":\"REASON\"}"),
        LIST(400, "application/json", "{\"errors\":[{\"detail\":\"REASON\"}]}"),
        ARRAY(400, "application/json", "[{\"message\":\"REASON\"}]"),
        UNHEARD_OF(400, "application/json", "{\"outcome\":{\"why\":\"REASON\"}}"),
        PROBLEM(422, "application/problem+json", "{\"title\":\"No\",\"detail\":\"REASON\"}"),
        FORM(400, "application/x-www-form-urlencoded", "error_description=REASON"),
        TEXT(400, "text/plain", "REASON"),
        UNTYPED(404, "", "REASON"),
        XML(400, "application/xml", "<Error><Message>REASON</Message></Error>"),
        PAGE(502, "text/html", "<html><title>Oops</title><body><p>REASON</p></body></html>");

        private final int status;
        private final String type;
        private final String body;

        Shape(int status, String type, String body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        OddServer.Reply reply() {
            return OddServer.Reply.text(status, type, body.replace("REASON", REASON));
        }
    }

    record Case(Place place, Shape shape) {
        @Override
        public String toString() {
            return place + " " + shape;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Shape.values()).map(shape -> new Case(place, shape)));
    }

    private TestWorld.Outcome run(Place place, String... more) {
        return place.ask(world, server, more);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_reason_is_told_in_one_line_and_whole(Case one) {
        one.place().answers(server, one.shape().reply());
        TestWorld.Outcome people = run(one.place());
        assertThat(people.code()).as(people.err()).isIn(3, 5, 7);
        assertThat(people.out()).isEmpty();
        assertThat(people.err().lines().filter(line -> line.startsWith("oat: ") && line.contains(REASON)))
                .as(people.err())
                .hasSize(1);
        assertThat(people.err()).doesNotContain("canary");
        TestWorld.Outcome scripts = run(one.place(), "-o", "json");
        assertThat(scripts.code()).isEqualTo(people.code());
        JsonObject error = JsonObject.parse(lastLine(scripts.err()));
        assertThat(error.number("status")).contains((long) one.shape().status);
        if (one.place() != Place.METADATA) {
            assertThat(JsonObject.toJson(error.value("answer").orElseThrow())).contains(REASON);
        }
        assertThat(error.text("error_description").orElseThrow()
                        + error.value("answer").map(JsonObject::toJson))
                .contains(REASON);
        assertThat(error.text("hint").orElseThrow()).isNotBlank();
    }

    private static String lastLine(String text) {
        List<String> lines = text.strip().lines().toList();
        return lines.get(lines.size() - 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN", "DEVICE", "PUSHED", "BACKCHANNEL", "INTROSPECTION", "USERINFO", "REGISTRATION"})
    void a_refusal_with_a_status_of_success_is_told_too(Place place) {
        place.answers(server, OddServer.Reply.json(200, JsonObject.of(Map.of("code", 40013, "message", REASON))));
        TestWorld.Outcome outcome = run(place);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains("40013: " + REASON);
        JsonObject error = JsonObject.parse(lastLine(run(place, "-o", "json").err()));
        assertThat(error.object("answer").orElseThrow().number("code")).contains(40013L);
    }

    @Test
    void all_that_an_error_of_oauth_holds_is_in_the_error_document_but_its_secrets() {
        Place.TOKEN.answers(
                server,
                OddServer.Reply.text(
                        401,
                        "application/json",
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret\","
                                + "\"error_codes\":[7000215],\"trace_id\":\"abc\",\"refresh_token\":\"token-canary-token\"}"));
        JsonObject error = JsonObject.parse(run(Place.TOKEN, "-o", "json").err());
        JsonObject whole = error.object("answer").orElseThrow();
        assertThat(whole.array("error_codes")).containsExactly(7000215L);
        assertThat(whole.text("trace_id")).contains("abc");
        assertThat(error.toJson()).doesNotContain("canary");
        assertThat(error.text("error_description")).contains("AADSTS7000215: Invalid client secret");
    }

    @ParameterizedTest
    @CsvSource({
        "error=odd_error&error_description=REASON",
        "error=odd_error&error_hint=REASON",
        "error=odd_error&error_uri=https%3A%2F%2Fas.example%2FREASON",
    })
    void an_authorization_response_tells_all_that_it_says(String parameters) throws Exception {
        server.metadata("authorization_response_iss_parameter_supported", null);
        server.response = form -> Form.parse(parameters.replace("REASON", "the-reason"))
                .with("state", form.first("state").orElse(""));
        RunningCommand command = new RunningCommand(
                world,
                "login",
                "--issuer",
                server.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--no-browser",
                "-o",
                "json");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        JsonObject error = JsonObject.parse(lastLine(outcome.err()));
        assertThat(error.text("error")).contains("odd_error");
        assertThat(error.object("answer").orElseThrow().toJson()).contains("the-reason");
        assertThat(error.text("error_description").orElseThrow()).contains("the-reason");
    }

    @Test
    void a_key_that_cannot_be_read_says_why_where_it_is_missed() {
        Jwk key = Jwk.generate("ES256", new SecureRandom());
        Map<String, Object> broken =
                new LinkedHashMap<>(server.key().toPublicJson().members());
        broken.put("x", "AAAA");
        server.page(
                "/jwks",
                hit -> OddServer.Reply.json(
                        200, JsonObject.of(Map.of("keys", List.of(JsonObject.of(broken), key.toPublicJson())))));
        TestWorld.Outcome outcome = run(Place.KEY_SET);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err())
                .contains(
                        "left out as unreadable: key 1 " + server.key().keyId().orElseThrow() + ": ");
    }

    @Test
    void a_key_set_that_is_none_says_why() {
        Place.KEY_SET.answers(server, OddServer.Reply.json(200, JsonObject.of(Map.of("key", List.of()))));
        assertThat(run(Place.KEY_SET).err()).contains("the key set has no \"keys\"");
    }
}
