package dev.oat.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.StreamedResponse;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Fetch;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CIBA's ping mode: the server says when the user has answered; and what FAPI-CIBA asks for. */
@Timeout(90)
class CibaPingTest {
    private static final Pattern ABOUT = Pattern.compile("auth_req_id\\W+([A-Za-z0-9_-]{43})");

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private String endpoint = "";
    private JsonObject client = JsonObject.EMPTY;

    @BeforeEach
    void start() throws IOException {
        world = TestWorld.at(home).at(Instant.now());
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint = "http://127.0.0.1:" + free.getLocalPort() + "/ciba";
        }
        client = register(Map.of(
                "grant_types",
                List.of("urn:openid:params:grant-type:ciba"),
                "backchannel_token_delivery_mode",
                "ping",
                "backchannel_client_notification_endpoint",
                endpoint));
        world.with("S", client.text("client_secret").orElseThrow());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private JsonObject register(Map<String, Object> metadata) throws IOException {
        byte[] body = JsonObject.of(metadata).toJson().getBytes(StandardCharsets.UTF_8);
        try (StreamedResponse answer = Fetch.send(
                "POST",
                URI.create(playground.issuer() + "/register"),
                Headers.empty(),
                new Body.OfBytes("application/json", body))) {
            return JsonObject.parse(answer.body().readAllBytes());
        }
    }

    private String[] words(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token",
                "ciba",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                client.text("client_id").orElseThrow(),
                "--client-secret",
                "env:S",
                "--login-hint",
                "alice"));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    /** The command, once the server has been asked and waits for the user. */
    private RunningCommand waiting(String... more) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--notification-endpoint", endpoint));
        all.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words(all.toArray(new String[0])));
        command.awaitError("on their own device");
        return command;
    }

    private void answer(ScriptedBrowser person) throws IOException {
        assertThat(person.visit(URI.create(playground.issuer() + "/ciba"))).isNotEmpty();
    }

    private static ScriptedBrowser yes() {
        return ScriptedBrowser.allowing("alice", Secret.of("wonderland"));
    }

    private List<ReceivedRequest> sent(String path) {
        return playground.requests().of(Part.AUTHORIZATION_SERVER, path);
    }

    @Test
    void the_server_notifies_and_the_token_is_asked_for_once() throws Exception {
        RunningCommand command = waiting();
        assertThat(sent("/token")).isEmpty();
        answer(yes());
        TestWorld.Outcome outcome = command.outcome();

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).has("id_token")).isTrue();
        assertThat(sent("/token")).hasSize(1);
        assertThat(world.pauses()).isEmpty();
        String token =
                sent("/bc-authorize").get(0).form("client_notification_token").orElseThrow();
        assertThat(token).hasSize(43);
        assertThat(outcome.err()).doesNotContain(token);
    }

    @Test
    void a_no_is_told_by_the_same_way() throws Exception {
        RunningCommand command = waiting();
        answer(ScriptedBrowser.denying("alice", Secret.of("wonderland")));
        TestWorld.Outcome outcome = command.outcome();

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("access_denied");
        assertThat(sent("/token")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PING_WRONG_TOKEN | 401 | does not show the token",
                "PING_WRONG_ID    | 400 | about another request",
            })
    void a_notification_that_is_not_the_awaited_one_is_refused_and_told_and_the_wait_goes_on(
            String fault, int status, String why) throws Exception {
        playground.faults().on(Fault.valueOf(fault));
        RunningCommand command = waiting("-vv", "--show-secrets");
        answer(yes());
        command.awaitError("a notification was refused with " + status);
        assertThat(command.hasSaid(why)).isTrue();
        assertThat(sent("/token")).isEmpty();

        // the right one still counts
        String token =
                sent("/bc-authorize").get(0).form("client_notification_token").orElseThrow();
        Matcher about = ABOUT.matcher(command.said());
        assertThat(about.find()).isTrue();
        assertThat(notified(token, about.group(1))).isEqualTo(204);
        assertThat(command.outcome().code()).isZero();
    }

    private int notified(String token, String about) throws IOException {
        try (StreamedResponse answer = Fetch.send(
                "POST",
                URI.create(endpoint),
                Headers.empty().with("Authorization", Secret.of("Bearer " + token)),
                new Body.OfBytes(
                        "application/json",
                        JsonObject.of(Map.of("auth_req_id", about)).toJson().getBytes(StandardCharsets.UTF_8)))) {
            return answer.status();
        }
    }

    @Test
    void silence_is_exit_7() throws Exception {
        playground.faults().on(Fault.PING_LOST);
        TestWorld.Outcome outcome = world.run(words("--notification-endpoint", endpoint, "--timeout", "1"));

        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err()).contains("did not notify within 1 s");
        assertThat(sent("/token")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:8484/ciba",
                "http://127.0.0.1/ciba",
                "http://127.0.0.1:0/ciba",
                "http://192.0.2.1:8484/ciba",
                "http://127.0.0.1:8484/ciba?x=y",
                "http://u@127.0.0.1:8484/ciba",
                "nowhere"
            })
    void an_endpoint_that_is_not_on_this_machine_s_loopback_is_refused(String address) {
        TestWorld.Outcome outcome = world.run(words("--notification-endpoint", address));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("is no http address of this machine with a port");
        assertThat(sent("/bc-authorize")).isEmpty();
    }

    @Test
    void an_endpoint_whose_port_is_taken_is_told_before_anything_is_sent() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestWorld.Outcome outcome =
                    world.run(words("--notification-endpoint", "http://127.0.0.1:" + taken.getLocalPort() + "/ciba"));

            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("in use by another program");
            assertThat(sent("/bc-authorize")).isEmpty();
        }
    }

    private TestWorld.Outcome fapi(String... more) throws IOException {
        Path key = home.resolve("key.jwk");
        Files.writeString(key, playground.clientKey().toPrivateJson().toJson());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        List<String> words = new ArrayList<>(List.of(
                "token",
                "ciba",
                "--fapi2",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-key",
                "--signing-key",
                key.toString(),
                "--login-hint",
                "alice"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    @Test
    void fapi_ciba_signs_unasked_and_binds_the_token() throws IOException {
        world.duringPause(() -> {
            try {
                answer(yes());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        TestWorld.Outcome outcome = fapi("--binding-message", "W4SCT");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        ReceivedRequest asked = sent("/bc-authorize").get(0);
        assertThat(asked.form("login_hint")).isEmpty();
        JsonObject inside = Jwt.decode(asked.form("request").orElseThrow()).claims();
        assertThat(inside.text("binding_message")).contains("W4SCT");
        assertThat(inside.number("exp").orElseThrow() - inside.number("nbf").orElseThrow())
                .isLessThanOrEqualTo(3600);
        assertThat(JsonObject.parse(outcome.out()).text("token_type")).contains("DPoP");
    }

    @Test
    void fapi_ciba_has_the_user_told_what_it_is_about() throws IOException {
        TestWorld.Outcome outcome = fapi();

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--binding-message TEXT").contains("FAPI-CIBA §5.2.3");
        assertThat(sent("/bc-authorize")).isEmpty();
    }
}
