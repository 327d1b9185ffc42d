package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.FrontSettings;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-ins whose authorization request goes to the server before the browser does (RFC 9126). */
@Timeout(90)
class PushedRequestTest {
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

    private Playground playground(boolean required) {
        return Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .front(FrontSettings.usual().requiringPushed(required))
                .build());
    }

    private static ScriptedBrowser.Step visitAsAlice(RunningCommand command) throws IOException, InterruptedException {
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        return steps.get(steps.size() - 1);
    }

    private RunningCommand login(String issuer, String client, String... more) {
        List<String> words =
                new ArrayList<>(List.of("login", "--issuer", issuer, "--client-id", client, "--no-browser"));
        words.addAll(List.of(more));
        return new RunningCommand(world, words.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({
        "demo-web,               none",
        "demo-web-confidential,  client_secret_basic",
        "demo-web-confidential,  client_secret_post"
    })
    void the_browser_carries_the_client_and_a_reference_and_nothing_else(String client, String method)
            throws Exception {
        try (Playground playground = playground(true)) {
            List<String> more = new ArrayList<>(List.of("--auth-method", method, "--login-hint", "alice"));
            if (!method.equals("none")) {
                world.with("SECRET", "web-secret");
                more.addAll(List.of("--client-secret", "env:SECRET"));
            }
            RunningCommand command = login(playground.issuer().toString(), client, more.toArray(new String[0]));
            Form front = Form.parse(command.address().getRawQuery());
            visitAsAlice(command);
            TestWorld.Outcome outcome = command.outcome();

            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(front.fields()).extracting(Form.Field::name).containsExactly("client_id", "request_uri");
            ReceivedRequest pushed =
                    playground.requests().of(Part.AUTHORIZATION_SERVER, "/par").get(0);
            assertThat(pushed.status()).isEqualTo(201);
            assertThat(pushed.form().keySet())
                    .contains("response_type", "redirect_uri", "state", "nonce", "code_challenge", "login_hint");
            assertThat(pushed.form("client_id").isPresent()).isTrue();
            assertThat(pushed.header("Authorization").isPresent()).isEqualTo(method.equals("client_secret_basic"));
        }
    }

    @Test
    void a_server_that_does_not_demand_it_is_pushed_to_when_asked() throws Exception {
        try (Playground playground = playground(false)) {
            RunningCommand command = login(playground.issuer().toString(), "demo-web", "--par", "-v");
            visitAsAlice(command);
            TestWorld.Outcome outcome = command.outcome();
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err()).contains("RFC 9126", "good for 60 s");
            assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/par"))
                    .hasSize(1);
        }
    }

    @Test
    void without_the_option_and_without_demand_nothing_is_pushed() throws Exception {
        try (Playground playground = playground(false)) {
            RunningCommand command = login(playground.issuer().toString(), "demo-web");
            visitAsAlice(command);
            assertThat(command.outcome().code()).isZero();
            assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/par"))
                    .isEmpty();
        }
    }

    @Test
    void a_server_without_the_endpoint_refuses_the_option_before_anything_is_opened() {
        TestWorld.Outcome outcome =
                world.run("login", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT, "--par", "--no-browser");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("offers no pushed authorization requests", "RFC 9126 §5", "leave out --par")
                .doesNotContain("open this address");
    }

    @Test
    void a_server_that_demands_it_and_names_no_endpoint_contradicts_itself() {
        odd.metadata("require_pushed_authorization_requests", true);
        TestWorld.Outcome outcome =
                world.run("login", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT, "--no-browser");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err()).contains("pushed_authorization_request_endpoint", "RFC 9126 §5");
    }

    @Test
    void an_endpoint_that_an_option_names_is_used() throws Exception {
        odd.page("/elsewhere", hit -> OddServer.Reply.json(400, JsonObject.of(Map.of("error", "invalid_request"))));
        TestWorld.Outcome outcome = world.run(
                "login",
                "--issuer",
                odd.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--par",
                "--pushed-authorization-request-endpoint",
                odd.issuer() + "/elsewhere",
                "--no-browser");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(odd.hits("/elsewhere")).hasSize(1);
    }

    @Test
    void a_reference_that_has_expired_is_told_by_the_server_and_nothing_is_stored() throws Exception {
        try (Playground playground = playground(true)) {
            playground.faults().on(Fault.EXPIRED_REQUEST_URI);
            RunningCommand command = login(playground.issuer().toString(), "demo-web", "--timeout", "1");
            ScriptedBrowser.Step page = visitAsAlice(command);
            assertThat(page.status()).isEqualTo(400);
            assertThat(page.body()).contains("expired");
            assertThat(command.outcome().code()).isEqualTo(7);
        }
    }

    // the JSON stands in backquotes: single quotes are the CSV's
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "201 | application/json | {}                                                  | 6 | refers to the request",
                "201 | application/json | {\"request_uri\": 7}                                | 6 | refers to the request",
                "201 | application/json | {\"request_uri\": \"\"}                             | 6 | refers to the request",
                "201 | application/json | {\"request_uri\": \"urn:a b\"}                      | 6 | refers to the request",
                "201 | application/json | {\"request_uri\": \"urn:a\", \"expires_in\": 0}     | 6 | says for how long",
                "201 | application/json | {\"request_uri\": \"urn:a\", \"expires_in\": -5}    | 6 | says for how long",
                "201 | application/json | {\"request_uri\": \"urn:a\", \"expires_in\": \"x\"} | 6 | says for how long",
                "201 | application/json | {\"request_uri\": \"urn:a\", \"request_uri\": \"urn:b\"} | 5 | named twice",
                "201 | application/json | [1]                                                 | 5 | not an object",
                "201 | text/html        | <html>                                              | 5 | an HTML page",
                "201 | application/json | ``                                                  | 5 | an empty body",
                "400 | application/json | {\"error\": \"invalid_request\", \"error_description\": \"no such redirect\"} | 3 | no such redirect",
                "401 | application/json | {\"error\": \"invalid_client\"}                     | 3 | invalid_client",
                "400 | application/json | {\"error\": 7}                                      | 5 | status 400",
                "500 | text/plain       | oops                                                | 5 | status 500",
                "307 | text/plain       | ``                                                  | 5 | redirect",
                "429 | application/json | {}                                                  | 7 | come back later",
                "413 | application/json | {\"error\": \"invalid_request\"}                    | 3 | invalid_request"
            })
    void what_is_wrong_with_the_answer_is_named_and_no_browser_is_opened(
            int status, String type, String body, int code, String named) {
        odd.metadata("pushed_authorization_request_endpoint", odd.issuer() + "/par");
        odd.page("/par", hit -> OddServer.Reply.text(status, type, body));
        TestWorld.Outcome outcome =
                world.run("login", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT, "--par", "--no-browser");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err()).contains(named).doesNotContain("open this address");
        assertThat(outcome.out()).isEmpty();
        assertThat(odd.paths()).doesNotContain("/authorize", "/token");
        assertThat(home.resolve(".local/state/oat/sessions").toFile().listFiles((dir, name) -> name.endsWith(".json")))
                .isNullOrEmpty();
    }
}
