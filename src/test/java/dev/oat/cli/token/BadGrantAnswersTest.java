package dev.oat.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers may answer wrongly: one clear error that names check and section, and nothing stored. */
@Timeout(60)
class BadGrantAnswersTest {
    private static final String HUGE = "x".repeat(3000);
    private static final String TYPES = "urn:ietf:params:oauth:token-type:";

    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;
    private final Map<String, Object> device = new LinkedHashMap<>();
    private final Map<String, Object> backchannel = new LinkedHashMap<>();
    private final Map<String, Object> exchange = new LinkedHashMap<>();

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("SUBJECT", "subject-token-canary");
        server = new OddServer(world.clock());
        server.metadata("device_authorization_endpoint", server.issuer() + "/device_authorization");
        server.metadata("backchannel_authentication_endpoint", server.issuer() + "/bc");
        device.put("device_code", "device-code-canary");
        device.put("user_code", "WDJB-MJHT");
        device.put("verification_uri", "https://as.example/device");
        device.put("verification_uri_complete", "https://as.example/device?user_code=WDJB-MJHT");
        device.put("expires_in", 20);
        device.put("interval", 5);
        backchannel.put("auth_req_id", "auth-req-id-canary");
        backchannel.put("expires_in", 20);
        backchannel.put("interval", 5);
        exchange.put("access_token", "issued-canary");
        exchange.put("issued_token_type", TYPES + "access_token");
        exchange.put("token_type", "Bearer");
        server.page("/device_authorization", hit -> OddServer.Reply.json(200, JsonObject.of(device)));
        server.page("/bc", hit -> OddServer.Reply.json(200, JsonObject.of(backchannel)));
        world.run("profile", "add", "odd", "--issuer", server.issuer(), "--client-id", OddServer.CLIENT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Object value(String text) {
        return switch (text) {
            case "HUGE" -> HUGE;
            case "LIST" -> List.of("a");
            case "OBJECT" -> JsonObject.of(Map.of("a", "b"));
            case "NULL" -> JsonObject.NULL;
            default -> text.matches("-?[0-9]+") ? (Object) Long.parseLong(text) : text.replace("ESC", "\u001b");
        };
    }

    private static void change(Map<String, Object> answer, String member, String text) {
        if (text.equals("ABSENT")) {
            answer.remove(member);
        } else {
            answer.put(member, value(text));
        }
    }

    private TestWorld.Outcome run(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of("-p", "odd"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private void refused(TestWorld.Outcome outcome, int code, String section) throws IOException {
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(section).doesNotContain("canary").doesNotContain("\u001b");
        Path sessions = home.resolve(".local/state/oat/sessions");
        if (Files.isDirectory(sessions)) {
            try (var files = Files.list(sessions)) {
                assertThat(files.filter(file -> file.toString().endsWith(".json")))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "device_code, ABSENT",
        "device_code, ''",
        "device_code, 7",
        "device_code, NULL",
        "device_code, has space",
        "user_code, ABSENT",
        "user_code, LIST",
        "user_code, HUGE",
        "user_code, ----",
        "user_code, WDJB\u202eMJHT",
        "user_code, ESC[2J",
        "verification_uri, ABSENT",
        "verification_uri, 5",
        "verification_uri, http://as.example/device",
        "verification_uri, javascript:alert(1)",
        "verification_uri, file:///etc/passwd",
        "verification_uri, https://user@as.example/",
        "verification_uri, https://as.example/ESC[2J",
        "verification_uri, /device",
        "verification_uri, HUGE",
        "verification_uri_complete, OBJECT",
        "verification_uri_complete, http://as.example/",
        "expires_in, ABSENT",
        "expires_in, soon",
        "expires_in, 0",
        "expires_in, -5",
        "expires_in, LIST",
        "interval, often",
        "interval, OBJECT",
    })
    void a_device_authorization_answer_that_is_wrong_is_exit_6(String member, String text) throws IOException {
        change(device, member, text);
        refused(run("token device"), 6, "RFC 8628 §3.2");
        assertThat(server.hits("/token")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-7, 1", "1000000, 20", "2, 2"})
    void an_interval_beyond_reason_is_brought_within_it(String interval, long first) {
        change(device, "interval", interval);
        server.page(
                "/token", hit -> OddServer.Reply.json(400, JsonObject.of(Map.of("error", "authorization_pending"))));
        assertThat(run("token device").code()).isEqualTo(7);
        assertThat(world.pauses().get(0).toSeconds()).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "auth_req_id, ABSENT",
        "auth_req_id, 7",
        "auth_req_id, has space",
        "expires_in, ABSENT",
        "expires_in, never",
        "expires_in, 0",
        "interval, LIST",
    })
    void a_backchannel_authentication_answer_that_is_wrong_is_exit_6(String member, String text) throws IOException {
        change(backchannel, member, text);
        refused(run("token ciba", "--login-hint", "alice"), 6, "OpenID CIBA Core §7.3");
        assertThat(server.hits("/token")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "access_token, ABSENT, RFC 6749 §5.1",
        "access_token, 7, RFC 6749 §5.1",
        "token_type, ABSENT, RFC 6749 §",
        "token_type, Riddle, RFC 6749 §",
        "token_type, N_A, RFC 8693 §2.2.1",
        "issued_token_type, ABSENT, RFC 8693 §2.2.1",
        "issued_token_type, LIST, RFC 8693 §2.2.1",
        "issued_token_type, '', RFC 8693 §2.2.1",
        "refresh_token, 5, RFC 6749 §5.1",
    })
    void a_token_exchange_answer_that_is_wrong_is_exit_6(String member, String text, String section)
            throws IOException {
        change(exchange, member, text);
        server.page("/token", hit -> OddServer.Reply.json(200, JsonObject.of(exchange)));
        refused(run("token token-exchange", "--subject-token", "env:SUBJECT"), 6, section);
    }

    @Test
    void an_exchange_that_gives_another_kind_than_was_asked_for_is_exit_6() throws IOException {
        server.page("/token", hit -> OddServer.Reply.json(200, JsonObject.of(exchange)));
        refused(
                run("token token-exchange", "--subject-token", "env:SUBJECT", "--requested-token-type", "id_token"),
                6,
                "RFC 8693 §2.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/device_authorization", "/bc", "/token"})
    void what_is_no_protocol_message_is_exit_5(String path) throws IOException {
        String command = switch (path) {
            case "/bc" -> "token ciba --login-hint alice";
            case "/token" -> "token token-exchange --subject-token env:SUBJECT";
            default -> "token device";
        };
        for (String body : List.of("<html>Welcome</html>", "", "[1]", "{\"a\":1,\"a\":2}", "{\"cut\":")) {
            server.page(path, hit -> OddServer.Reply.text(200, "application/json", body));
            refused(run(command), 5, "§");
        }
        server.page(path, hit -> OddServer.Reply.json(400, JsonObject.of(Map.of("message", "no"))));
        refused(run(command), 5, "§");
        server.page(path, hit -> OddServer.Reply.redirect("https://elsewhere.example/"));
        refused(run(command), 5, "redirect");
    }

    @ParameterizedTest
    @CsvSource({
        "token device, /device_authorization, unauthorized_client, RFC 8628 §3.2",
        "token ciba --login-hint alice, /bc, unknown_user_id, OpenID CIBA Core §13",
        "token token-exchange --subject-token env:SUBJECT, /token, invalid_target, RFC 6749 §5.2",
    })
    void a_refusal_is_exit_3(String command, String path, String error, String section) throws IOException {
        server.page(
                path,
                hit -> OddServer.Reply.json(
                        400, JsonObject.of(Map.of("error", error, "error_description", "no\u001b[2J"))));
        TestWorld.Outcome outcome = run(command);
        refused(outcome, 3, section);
        assertThat(outcome.err()).contains(error);
    }

    @Test
    void a_server_without_the_endpoint_says_which_option_gives_it() {
        server.metadata("device_authorization_endpoint", null).metadata("backchannel_authentication_endpoint", null);
        TestWorld.Outcome outcome = run("token device");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--device-authorization-endpoint URL");
        assertThat(run("token ciba", "--login-hint", "a").err()).contains("--backchannel-authentication-endpoint URL");
    }
}
