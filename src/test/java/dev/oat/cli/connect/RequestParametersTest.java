package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sign-in may ask for beyond scopes, and what of the answer is held against it. */
@Timeout(90)
class RequestParametersTest {
    private static final String DETAILS =
            "[{\"type\":\"payment_initiation\",\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"12.50\"}}]";

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private OddServer odd;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
        odd = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        playground.close();
        odd.close();
    }

    private TestWorld.Outcome loginAt(String issuer, String client, String... more) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("login", "--issuer", issuer, "--client-id", client, "--no-browser"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        visitAsAlice(command);
        return command.outcome();
    }

    private TestWorld.Outcome login(String... more) throws Exception {
        return loginAt(playground.issuer().toString(), "demo-web", more);
    }

    private TestWorld.Outcome loginAtOdd(String... more) throws Exception {
        return loginAt(odd.issuer(), OddServer.CLIENT, more);
    }

    private static void visitAsAlice(RunningCommand command) throws IOException, InterruptedException {
        assertThat(ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "one", "file", "at", "env"})
    void authorization_details_are_asked_for_granted_and_shown(String form) throws Exception {
        Files.writeString(home.resolve("details.json"), DETAILS + "\n");
        world.with("DETAILS", DETAILS);
        String given = switch (form) {
            case "json" -> DETAILS;
            case "one" -> DETAILS.substring(1, DETAILS.length() - 1);
            case "file" -> "file:" + home.resolve("details.json");
            case "at" -> "@" + home.resolve("details.json");
            default -> "env:DETAILS";
        };
        TestWorld.Outcome outcome = login("--authorization-details", given, "-o", "json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(playground
                        .requests()
                        .of(Part.AUTHORIZATION_SERVER, "/authorize")
                        .get(0)
                        .query("authorization_details"))
                .contains(DETAILS);
        JsonObject answer = JsonObject.parse(outcome.out());
        assertThat(JsonObject.toJson(answer.array("authorization_details"))).isEqualTo(DETAILS);
        assertThat(Jwt.decode(answer.text("access_token").orElseThrow())
                        .claims()
                        .array("authorization_details"))
                .hasSize(1);
    }

    @Test
    void authorization_details_go_with_a_token_request_and_shape_the_session() {
        world.with("SECRET", "service-secret");
        TestWorld.Outcome outcome = world.run(
                "token",
                "client-credentials",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:SECRET",
                "--rar",
                DETAILS);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.toJson(JsonObject.parse(outcome.out()).array("authorization_details")))
                .isEqualTo(DETAILS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "authorization-details | []                    | at least one detail",
                "authorization-details | [7]                   | an object with a \"type\"",
                "authorization-details | [{\"type\":\"\"}]     | an object with a \"type\"",
                "authorization-details | [{\"type\":7}]        | expected text",
                "authorization-details | {\"type\":            | the text is not JSON",
                "authorization-details | payments              | (JSON, or a reference to it)",
                "claims                | []                    | not an object",
                "claims                | {}                    | \"id_token\" or \"userinfo\"",
                "claims                | {\"id_token\":[]}     | expected an object",
                "claims                | acr                   | (JSON, or a reference to it)"
            })
    void what_is_no_such_json_is_refused_before_anything_is_sent(String option, String value, String said) {
        TestWorld.Outcome outcome = world.run(
                "login",
                "--issuer",
                odd.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--no-browser",
                "--" + option,
                value);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("--" + option, said);
        assertThat(odd.paths()).doesNotContain("/authorize");
    }

    @Test
    void a_server_that_does_not_say_what_it_granted_earns_a_warning() throws Exception {
        TestWorld.Outcome outcome = loginAtOdd("--authorization-details", DETAILS);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("does not say which authorization_details were granted", "RFC 9396 §7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[7]", "[{}]", "\"x\""})
    void granted_details_of_another_shape_are_refused(String granted) throws Exception {
        odd.tokenAnswer = answer -> {
            answer.put(
                    "authorization_details",
                    JsonObject.parse("{\"x\":" + granted + "}").value("x").orElseThrow());
            return answer;
        };
        TestWorld.Outcome outcome = loginAtOdd("--authorization-details", DETAILS);
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err()).contains("authorization_details is an array", "RFC 9396 §7");
    }

    @Test
    void a_server_that_knows_no_such_details_refuses() throws Exception {
        TestWorld.Outcome outcome = login("--authorization-details", "[{\"type\":\"moon_landing\"}]");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("invalid_authorization_details");
    }

    @Test
    void everything_that_can_be_asked_arrives_as_its_specification_names_it() throws Exception {
        world.with("HINT", "eyJhbGciOiJub25lIn0.e30.");
        TestWorld.Outcome outcome = loginAtOdd(
                "--prompt",
                "login",
                "--max-age",
                "600",
                "--login-hint",
                "alice@example.com",
                "--id-token-hint",
                "env:HINT",
                "--ui-locales",
                "de en",
                "--claims",
                "{\"userinfo\":{\"email\":null}}",
                "--resource",
                "https://one.example/",
                "--resource",
                "https://two.example/",
                "-v");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        Form request = odd.request();
        assertThat(request.first("prompt")).contains("login");
        assertThat(request.first("max_age")).contains("600");
        assertThat(request.first("login_hint")).contains("alice@example.com");
        assertThat(request.first("id_token_hint")).contains("eyJhbGciOiJub25lIn0.e30.");
        assertThat(request.first("ui_locales")).contains("de en");
        assertThat(request.first("claims")).contains("{\"userinfo\":{\"email\":null}}");
        assertThat(request.count("resource")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"acr\":{\"essential\":true,\"values\":[\"mfa\"]}}  | mfa | 0",
                "{\"acr\":{\"essential\":true,\"values\":[\"mfa\"]}}  | pwd | 6",
                "{\"acr\":{\"essential\":true,\"value\":\"mfa\"}}     | ``  | 6",
                "{\"acr\":{\"essential\":true}}                       | ``  | 6",
                "{\"acr\":{\"values\":[\"mfa\"]}}                     | pwd | 0",
                "{\"acr\":null}                                       | ``  | 0",
                "{\"email\":{\"essential\":true}}                     | pwd | 6",
                "{\"auth_time\":{\"essential\":true}}                 | pwd | 0",
                "{\"sub\":{\"value\":\"user-odd\"}}                   | pwd | 0",
                "{\"sub\":{\"value\":\"somebody-else\"}}              | pwd | 6"
            })
    void a_claim_that_was_asked_for_as_essential_must_be_there(String claims, String acr, int code) throws Exception {
        odd.idTokenClaims = token -> {
            if (!acr.isEmpty()) {
                token.put("acr", acr);
            }
            return token;
        };
        TestWorld.Outcome outcome = loginAtOdd("--claims", "{\"id_token\":" + claims + "}");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        if (code == 6) {
            assertThat(outcome.err()).contains("as the request demands", "OpenID Connect Core §5.5.1");
        }
    }

    @ParameterizedTest
    @CsvSource({"mfa, false", "mfa pwd, false", "gold, true"})
    void it_is_told_when_none_of_the_acr_values_has_been_reached(String asked, boolean told) throws Exception {
        TestWorld.Outcome outcome = login("--acr-values", asked);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err().contains("accepted although odd: the sign-in is of a class that was asked for"))
                .isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"ID_TOKEN_WRONG_ACR", "ID_TOKEN_MISSING_ACR"})
    void a_sign_in_of_another_class_than_acr_values_asked_for_is_told_and_kept(Fault fault) throws Exception {
        playground.faults().on(fault);

        TestWorld.Outcome outcome = login("--acr-values", "mfa");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("of a class that was asked for: expected mfa", "Core §3.1.2.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login          |                      | ",
                "create login   |                      | ",
                "logn           |                      | prompt=logn is none of none, login, consent",
                "none login     |                      | prompt=none beside another value",
                "strong         | login,strong         | ",
                "consent        | login,strong         | does not list prompt=consent (prompt_values_supported: login, strong)"
            })
    void an_odd_prompt_is_sent_with_a_warning(String asked, String listed, String warning) throws Exception {
        odd.metadata("prompt_values_supported", listed == null ? null : List.of(listed.split(",")));

        TestWorld.Outcome outcome = loginAtOdd("--prompt", asked);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(odd.hits("/authorize").get(0).query().first("prompt")).contains(asked);
        if (warning == null) {
            assertThat(outcome.err()).doesNotContain("warning");
        } else {
            assertThat(outcome.err()).contains("warning: ").contains(warning);
        }
    }

    /** The playground does wrong what it was asked for; the check that is for it sees it, and nothing is used. */
    @ParameterizedTest(name = "{0} with {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ID_TOKEN_WRONG_ACR         | --claims     | `{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"mfa\"]}}}` "
                        + "| the claim acr is as the request demands | Core §5.5.1.1",
                "ID_TOKEN_MISSING_ACR       | --claims     | `{\"id_token\":{\"acr\":{\"essential\":true}}}` "
                        + "| the claim acr is as the request demands | Core §5.5.1.1",
                "ID_TOKEN_OLD_AUTH_TIME     | --max-age    | 600    | as recent as was asked for | Core §3.1.3.7",
                "ID_TOKEN_MISSING_AUTH_TIME | --max-age    | 600    | as recent as was asked for | Core §3.1.3.7",
                "ID_TOKEN_MISSING_AUTH_TIME | --claims     | `{\"id_token\":{\"auth_time\":{\"essential\":true}}}` "
                        + "| the claim auth_time is as the request demands | Core §5.5.1"
            })
    void a_sign_in_of_another_kind_than_was_asked_for_is_refused(
            Fault fault, String option, String value, String check, String section) throws Exception {
        assertThat(login(option, value).code()).isZero();
        playground.faults().on(fault);

        TestWorld.Outcome outcome =
                login(option, value, "--api", playground.gateway().toString());

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(check, section, "try:");
        assertThat(playground.requests().of(Part.GATEWAY)).isEmpty();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/userinfo"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-30, 0", "-1000, 6", "none, 6", "500, 6"})
    void with_max_age_the_time_of_the_sign_in_is_checked(String since, int code) throws Exception {
        odd.idTokenClaims = token -> {
            if (since.equals("none")) {
                token.remove("auth_time");
            } else {
                token.put("auth_time", world.now().getEpochSecond() + Long.parseLong(since));
            }
            return token;
        };
        TestWorld.Outcome outcome = loginAtOdd("--max-age", "600");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    }
}
