package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.Terminal;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the browser brings the answer back, and what it brings: response modes and types, plain and as JWTs. */
@Timeout(90)
class ResponseModeTest {
    @TempDir
    Path home;

    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private RunningCommand login(String... more) {
        return loginAs("demo-web", more);
    }

    private RunningCommand loginAs(String client, String... more) {
        List<String> words = new ArrayList<>(
                List.of("login", "--issuer", playground.issuer().toString(), "--client-id", client, "--no-browser"));
        words.addAll(List.of(more));
        return new RunningCommand(world, words.toArray(new String[0]));
    }

    private static URI visitAsAlice(RunningCommand command) throws IOException, InterruptedException {
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        return steps.get(steps.size() - 1).uri();
    }

    /** A terminal on which the test types when it has something to type. */
    private void atTerminal() {
        world.typingAt(new Terminal() {
            @Override
            public boolean isPresent() {
                return true;
            }

            @Override
            public Optional<String> ask(String prompt) {
                try {
                    return Optional.of(typed.take());
                } catch (InterruptedException e) {
                    return Optional.empty();
                }
            }

            @Override
            public Optional<Secret> askSecret(String prompt) {
                return Optional.empty();
            }
        });
    }

    private long sessions() throws IOException {
        Path directory = home.resolve(".local/state/oat/sessions");
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "form_post", "query.jwt", "form_post.jwt", "jwt"})
    void a_code_comes_in_every_mode(String mode) throws Exception {
        RunningCommand command = login("--response-mode", mode);
        Optional<String> asked = Form.parse(command.address().getRawQuery()).first("response_mode");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(asked).isEqualTo(mode.equals("query") ? Optional.empty() : Optional.of(mode));
        assertThat(sessions()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fragment", "fragment.jwt"})
    void what_stands_behind_the_fragment_sign_is_pasted(String mode) throws Exception {
        atTerminal();
        RunningCommand command = login("--response-mode", mode);
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        ScriptedBrowser.Step last = steps.get(steps.size() - 1);
        assertThat(last.body()).contains("One step left", "paste it in the terminal");
        typed.add(last.uri().toString());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(sessions()).isEqualTo(1);
    }

    static boolean thereIsABrowser() {
        return Files.isExecutable(Path.of("/usr/bin/chromium"));
    }

    @ParameterizedTest
    @EnabledIf("thereIsABrowser")
    @ValueSource(strings = {"fragment", "fragment.jwt"})
    void a_real_browser_hands_over_what_it_keeps_behind_the_fragment_sign(String mode) throws Exception {
        RunningCommand command = login("--response-mode", mode);
        URI back = ScriptedBrowser.allowing("alice", Secret.of("wonderland")).leaving(command.address());
        assertThat(back.getRawFragment()).isNotEmpty();
        Process browser = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + home.resolve("browser"),
                        "--dump-dom",
                        back.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String shown = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(browser.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(shown).contains("Signed in");
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void the_page_that_hands_over_runs_its_own_script_and_no_other_and_needs_no_terminal() throws Exception {
        RunningCommand command = login("--response-mode", "fragment");
        URI back = ScriptedBrowser.allowing("alice", Secret.of("wonderland")).leaving(command.address());
        URI here = URI.create(back.toString().replaceFirst("#.*", ""));
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> page =
                client.send(HttpRequest.newBuilder(here).build(), HttpResponse.BodyHandlers.ofString());
        String script = page.body().replaceAll("(?s).*<script>(.*)</script>.*", "$1");
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'sha256-" + hash + "'", "form-action 'self'", "default-src 'none'");
        HttpResponse<String> stranger = post(client, here, "code=x&state=wrong");
        assertThat(stranger.statusCode()).isEqualTo(400);
        assertThat(post(client, here, back.getRawFragment()).body()).contains("Signed in");
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
    }

    private static HttpResponse<String> post(HttpClient client, URI where, String form) throws Exception {
        return client.send(
                HttpRequest.newBuilder(where)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "jarm-plain         | the response is a JWT, as it was asked to be",
                "jarm-wrong-iss     | the response is from the server that was asked",
                "jarm-missing-iss   | the response is from the server that was asked",
                "jarm-wrong-aud     | the response is for this client",
                "jarm-missing-aud   | the response is for this client",
                "jarm-expired       | the response has not expired",
                "jarm-missing-exp   | the response has not expired",
                "jarm-unsigned      | the signature algorithm is an expected one",
                "jarm-bad-signature | the signature is that of the issuer's key"
            })
    void a_falsified_response_jwt_is_refused_by_the_check_that_is_for_it(String fault, String check) throws Exception {
        playground.faults().on(fault);
        RunningCommand command = login("--response-mode", "jwt");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains(check);
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/token"))
                .isEmpty();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/userinfo"))
                .isEmpty();
        assertThat(playground.requests().of(Part.GATEWAY)).isEmpty();
        assertThat(sessions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"response-wrong-state", "response-missing-state"})
    void a_response_jwt_of_another_sign_in_does_not_end_this_one(String fault) throws Exception {
        playground.faults().on(fault);
        RunningCommand command = login("--response-mode", "jwt", "--timeout", "1");
        visitAsAlice(command);
        assertThat(command.outcome().code()).isEqualTo(7);
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/token"))
                .isEmpty();
    }

    @Test
    void an_error_in_a_response_jwt_is_the_servers_refusal() throws Exception {
        RunningCommand command = login("--response-mode", "form_post.jwt");
        ScriptedBrowser.denying("bob", Secret.of("builder")).visit(command.address());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("access_denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code id_token",
                "code token",
                "code id_token token",
                "id_token token",
                "token",
            })
    void the_older_response_types_work_by_form_and_are_called_legacy(String type) throws Exception {
        RunningCommand command = loginAs("demo-legacy", "--response-type", type, "-o", "json");
        Form request = Form.parse(command.address().getRawQuery());
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(request.first("response_type")).contains(type);
        assertThat(request.first("response_mode")).contains("form_post");
        assertThat(request.has("code_challenge")).isEqualTo(type.contains("code"));
        assertThat(outcome.err()).contains("is legacy", "RFC 9700 §2.1.2");
        assertThat(JsonObject.parse(outcome.out()).has("access_token")).isTrue();
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/token"))
                .hasSize(type.contains("code") ? 1 : 0);
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void an_id_token_alone_tells_who_it_is_and_leaves_no_session() throws Exception {
        RunningCommand command = loginAs("demo-legacy", "work", "--response-type", "id_token", "-o", "json");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).has("id_token")).isTrue();
        assertThat(JsonObject.parse(outcome.out()).has("access_token")).isFalse();
        assertThat(outcome.err()).contains("Signed in as user-alice", "no access token");
        assertThat(sessions()).isZero();
    }

    @Test
    void tokens_are_not_asked_for_in_a_query() {
        TestWorld.Outcome outcome = world.run(
                "login",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-legacy",
                "--no-browser",
                "--response-type",
                "code id_token",
                "--response-mode",
                "query");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("a query lands in logs", "Multiple Response Types §3");
    }

    @Test
    void tokens_behind_the_fragment_sign_are_pasted() throws Exception {
        atTerminal();
        RunningCommand command =
                loginAs("demo-legacy", "--response-type", "id_token token", "--response-mode", "fragment");
        URI last = visitAsAlice(command);
        typed.add("a bare text that is no address");
        typed.add(last.toString());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("the whole address is needed here");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "code id_token       | id-token-wrong-c-hash    | the ID token belongs to the code",
                "code id_token       | id-token-missing-c-hash  | the ID token belongs to the code",
                "code id_token       | id-token-wrong-s-hash    | the ID token belongs to the state",
                "code id_token       | id-token-wrong-nonce     | the ID token's nonce is the one sent",
                "code id_token       | id-token-missing-nonce   | the ID token's nonce is the one sent",
                "code id_token       | id-token-bad-signature   | the signature is that of the issuer's key",
                "code id_token       | id-token-wrong-aud       | the ID token is for this client",
                "code id_token       | id-token-expired         | the ID token has not expired",
                "code id_token token | id-token-wrong-at-hash   | the ID token belongs to the access token",
                "id_token token      | id-token-wrong-at-hash   | the ID token belongs to the access token",
                "id_token token      | id-token-unsigned        | the signature algorithm is an expected one"
            })
    void an_id_token_from_the_browser_is_validated_before_the_code_is_exchanged(String type, String fault, String check)
            throws Exception {
        playground.faults().on(fault);
        RunningCommand command = loginAs("demo-legacy", "--response-type", type);
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains(check);
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/token"))
                .isEmpty();
        assertThat(sessions()).isZero();
    }

    @Test
    void a_client_that_may_not_do_so_is_told_by_the_server() throws Exception {
        RunningCommand command = login("--response-type", "code id_token");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("unauthorized_client", "client registration");
    }

    @Test
    void an_unannounced_issuer_ends_the_sign_in_unless_the_person_accepts_it() throws Exception {
        try (OddServer odd = new OddServer(world.clock())) {
            odd.metadata("authorization_response_iss_parameter_supported", null);
            List<String> words =
                    List.of("login", "--issuer", odd.issuer(), "--client-id", OddServer.CLIENT, "--no-browser");
            RunningCommand strict = new RunningCommand(world, words.toArray(new String[0]));
            visitAsAlice(strict);
            TestWorld.Outcome refused = strict.outcome();
            assertThat(refused.code()).isEqualTo(6);
            assertThat(refused.err()).contains("RFC 9207 §2.4", "--accept-unannounced-iss");
            assertThat(odd.hits("/token")).isEmpty();

            List<String> more = new ArrayList<>(words);
            more.add("--accept-unannounced-iss");
            RunningCommand lenient = new RunningCommand(world, more.toArray(new String[0]));
            visitAsAlice(lenient);
            TestWorld.Outcome outcome = lenient.outcome();
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
    }
}
