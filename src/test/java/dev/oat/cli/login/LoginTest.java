package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.SlowTyping;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Signs in at a playground; the user and the browser are played by the test. */
@Timeout(90)
class LoginTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .user(PlaygroundUser.of("alice", "wonderland"))
                .user(PlaygroundUser.of("bob", "builder"))
                .build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private RunningCommand login(String... more) {
        List<String> words = new ArrayList<>(List.of("login"));
        words.addAll(List.of(more));
        words.add("--no-browser");
        return new RunningCommand(world, words.toArray(new String[0]));
    }

    private RunningCommand loginAtPlayground(String... more) {
        List<String> words = new ArrayList<>(List.of(more));
        words.addAll(List.of("--issuer", playground.issuer().toString(), "--client-id", "demo-web"));
        return login(words.toArray(new String[0]));
    }

    private static ScriptedBrowser.Step visit(RunningCommand command, String user, String password)
            throws IOException, InterruptedException {
        return visit(command.address(), user, password);
    }

    private static ScriptedBrowser.Step visit(URI address, String user, String password) throws IOException {
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.allowing(user, Secret.of(password)).visit(address);
        return steps.get(steps.size() - 1);
    }

    private static ScriptedBrowser.Step visitAsAlice(RunningCommand command) throws IOException, InterruptedException {
        return visit(command, "alice", "wonderland");
    }

    private JsonObject session(String key) throws IOException {
        return JsonObject.parse(Files.readString(state().resolve("sessions").resolve(key + ".json")));
    }

    private Path state() {
        return home.resolve(".local/state/oat");
    }

    private List<String> sessions() throws IOException {
        Path directory = state().resolve("sessions");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .toList();
        }
    }

    private String profile(String name) throws IOException {
        return Files.readString(home.resolve(".config/oat/profiles/" + name + ".toml"));
    }

    private ReceivedRequest lastAuthorizationRequest() {
        List<ReceivedRequest> requests = playground.requests().of(Part.AUTHORIZATION_SERVER, "/authorize");
        return requests.get(0);
    }

    @Test
    void a_sign_in_with_a_secret_and_without_a_profile_is_found_by_the_same_options() throws Exception {
        world.with("WEB", "web-secret");
        String[] options = {
            "--issuer",
            playground.issuer().toString(),
            "--client-id",
            "demo-web-confidential",
            "--client-secret",
            "env:WEB"
        };
        RunningCommand command = login(options);
        visitAsAlice(command);
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();

        List<String> words = new ArrayList<>(List.of("token", "-o", "json"));
        words.addAll(List.of(options));
        TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(JsonObject.parse(outcome.out()).has("id_token")).isTrue();
        assertThat(playground.requests().tokenRequests("client_credentials")).isEmpty();
    }

    @Test
    void a_person_signs_in_and_one_line_says_who_and_until_when() throws Exception {
        RunningCommand command =
                loginAtPlayground("work", "--api", playground.gateway().toString());
        ScriptedBrowser.Step page = visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("Signed in", "alice", playground.issuer().toString());
        assertThat(outcome.err().strip().lines().reduce((first, last) -> last).orElseThrow())
                .startsWith("Signed in as user-alice ")
                .contains("at " + playground.issuer() + ", profile work: the token is good for ")
                .endsWith(" and renews itself");
        assertThat(profile("work"))
                .contains("issuer = \"" + playground.issuer() + "\"")
                .contains("client_id = \"demo-web\"")
                .contains("grant_type = \"authorization_code\"")
                .contains("api = [\"" + playground.gateway() + "\"]");
        assertThat(session("work").object("token").orElseThrow().has("refresh_token"))
                .isTrue();
    }

    @Test
    void pkce_state_nonce_and_the_loopback_literal_are_always_sent() throws Exception {
        RunningCommand command = loginAtPlayground();
        visitAsAlice(command);
        assertThat(command.outcome().code()).isZero();
        ReceivedRequest request = lastAuthorizationRequest();
        assertThat(request.query("code_challenge_method")).contains("S256");
        assertThat(request.query("code_challenge").orElseThrow()).hasSize(43);
        assertThat(request.query("state").orElseThrow()).hasSize(22);
        assertThat(request.query("nonce").orElseThrow()).hasSize(22);
        assertThat(request.query("redirect_uri").orElseThrow()).matches("http://127\\.0\\.0\\.1:\\d+/callback");
        assertThat(request.query("response_type")).contains("code");
    }

    @Test
    void without_a_scope_openid_and_the_listed_offline_access_are_asked_for_with_consent() throws Exception {
        RunningCommand command = loginAtPlayground();
        visitAsAlice(command);
        assertThat(command.outcome().code()).isZero();
        assertThat(lastAuthorizationRequest().query("scope")).contains("openid offline_access");
        assertThat(lastAuthorizationRequest().query("prompt")).contains("consent");
    }

    @Test
    void a_given_scope_and_prompt_are_left_as_they_are() throws Exception {
        RunningCommand command = loginAtPlayground("--scope", "openid,read", "--prompt", "login", "--param", "x=y");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(lastAuthorizationRequest().query("scope")).contains("openid read");
        assertThat(lastAuthorizationRequest().query("prompt")).contains("login");
        assertThat(lastAuthorizationRequest().query("x")).contains("y");
        assertThat(outcome.err()).contains("no refresh token came", "--scope offline_access");
    }

    @Test
    void who_signed_in_is_named_as_the_server_names_them() throws Exception {
        RunningCommand command = loginAtPlayground("--scope", "openid profile");
        visitAsAlice(command);
        assertThat(command.outcome().err()).contains("Signed in as alice (sub user-alice) at ");
    }

    @Test
    void without_a_profile_the_session_is_filed_by_its_settings() throws Exception {
        RunningCommand command = loginAtPlayground();
        visitAsAlice(command);
        assertThat(command.outcome().code()).isZero();
        assertThat(sessions()).hasSize(1).first().asString().startsWith("+");
        assertThat(home.resolve(".config/oat/profiles")).doesNotExist();
    }

    @Test
    void a_profile_that_is_there_needs_only_its_name() throws Exception {
        RunningCommand first = loginAtPlayground("work");
        visitAsAlice(first);
        assertThat(first.outcome().code()).isZero();
        String before = profile("work");
        RunningCommand second = login("work");
        visitAsAlice(second);
        assertThat(second.outcome().code()).isZero();
        assertThat(profile("work")).isEqualTo(before);
        assertThat(sessions()).containsExactly("work.json");
    }

    @Test
    void options_for_a_profile_that_is_there_are_written_into_it() throws Exception {
        RunningCommand first = loginAtPlayground("work");
        visitAsAlice(first);
        assertThat(first.outcome().code()).isZero();
        RunningCommand second = login("-p", "work", "--scope", "openid read", "--timeout", "60");
        visitAsAlice(second);
        assertThat(second.outcome().code()).isZero();
        assertThat(profile("work")).contains("scope = [\"openid\", \"read\"]").doesNotContain("timeout");
        assertThat(session("work").toJson()).contains("\"scope\":[\"openid\",\"read\"]");
    }

    @Test
    void another_server_takes_the_profiles_secrets_and_api_out() throws Exception {
        RunningCommand first = login(
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web-confidential",
                "--client-secret",
                "env:WEB_SECRET",
                "--api",
                "https://api.example");
        world.with("WEB_SECRET", "web-secret");
        TestWorld.Outcome missing = first.outcome();
        assertThat(missing.code()).isEqualTo(2);
        RunningCommand again = login(
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web-confidential",
                "--client-secret",
                "env:WEB_SECRET",
                "--api",
                "https://api.example");
        visitAsAlice(again);
        assertThat(again.outcome().code()).isZero();
        assertThat(profile("work")).contains("client_secret = \"env:WEB_SECRET\"");

        RunningCommand moved = loginAtPlayground("work");
        visitAsAlice(moved);
        assertThat(moved.outcome().code()).isZero();
        assertThat(profile("work")).contains("client_id = \"demo-web\"").doesNotContain("client_secret", "api.example");
    }

    @Test
    void a_new_profile_needs_a_server_and_a_client() throws Exception {
        TestWorld.Outcome outcome = login("work").outcome();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("there is no profile work yet")
                .contains("oat login work --issuer URL --client-id ID");
    }

    @Test
    void signing_in_as_another_person_is_refused_without_a_terminal_and_nothing_changes() throws Exception {
        RunningCommand first = loginAtPlayground("work");
        visitAsAlice(first);
        assertThat(first.outcome().code()).isZero();
        JsonObject before = session("work");

        RunningCommand second = login("work");
        ScriptedBrowser.Step page = visit(second, "bob", "builder");
        TestWorld.Outcome outcome = second.outcome();
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err()).contains("alice", "bob", "oat logout work");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("Sign-in failed", "the user is the one to whom the profile belongs");
        assertThat(session("work")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"y,0", "yes,0", "n,6", "'',6"})
    void signing_in_as_another_person_is_asked_on_a_terminal(String typed, int code) throws Exception {
        RunningCommand first = loginAtPlayground("work");
        visitAsAlice(first);
        assertThat(first.outcome().code()).isZero();

        SlowTyping terminal = new SlowTyping();
        world.typingAt(terminal);
        RunningCommand second = login("work");
        URI address = second.address();
        terminal.awaitPrompt("Paste the address");
        CompletableFuture<ScriptedBrowser.Step> page = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        page.complete(visit(address, "bob", "builder"));
                    } catch (IOException e) {
                        page.completeExceptionally(e);
                    }
                })
                .start();
        second.awaitError("Keep the new one?");
        terminal.type(typed);
        TestWorld.Outcome outcome = second.outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(session("work").toJson().contains("bob")).isEqualTo(code == 0);
        assertThat(page.get(20, TimeUnit.SECONDS).status()).isEqualTo(code == 0 ? 200 : 400);
    }

    @ParameterizedTest
    @CsvSource({
        "RESPONSE_WRONG_ISS,6,(iss)",
        "RESPONSE_MISSING_ISS,6,(iss)",
        "ID_TOKEN_WRONG_ISS,6,from the issuer",
        "ID_TOKEN_WRONG_AUD,6,for this client",
        "ID_TOKEN_WRONG_NONCE,6,nonce",
        "ID_TOKEN_MISSING_NONCE,6,nonce",
        "ID_TOKEN_WRONG_AT_HASH,6,belongs to the access token",
        "ID_TOKEN_EXPIRED,6,expired",
        "ID_TOKEN_FROM_FUTURE,6,issued in the past",
        "ID_TOKEN_UNSIGNED,6,algorithm",
        "ID_TOKEN_BAD_SIGNATURE,6,signature",
        "ID_TOKEN_UNPUBLISHED_KEY,6,key",
        "NO_ID_TOKEN,6,an ID token came",
        "NO_ACCESS_TOKEN,6,access token",
        "UNKNOWN_TOKEN_TYPE,6,type",
        "EXPIRED_CODE,3,invalid_grant",
    })
    void what_a_server_does_wrong_ends_the_sign_in_and_the_page_says_so(Fault fault, int code, String words)
            throws Exception {
        playground.faults().on(fault);
        RunningCommand command = loginAtPlayground("work");
        ScriptedBrowser.Step page = visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err()).contains(words);
        assertThat(outcome.out()).isEmpty();
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("Sign-in failed");
        assertThat(sessions()).isEmpty();
        boolean kept = code == 6;
        assertThat(Files.exists(home.resolve(".config/oat/profiles/work.toml"))).isEqualTo(kept);
        assertThat(outcome.err().contains("Profile work is kept all the same; once this is mended: oat login work"))
                .isEqualTo(kept);
        if (fault.name().startsWith("RESPONSE")) {
            assertThat(playground.requests().tokenRequests("authorization_code"))
                    .as("the code was not sent anywhere")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESPONSE_WRONG_STATE", "RESPONSE_MISSING_STATE"})
    void a_response_with_a_wrong_state_is_answered_400_and_the_wait_goes_on(Fault fault) throws Exception {
        playground.faults().on(fault);
        RunningCommand command = loginAtPlayground();
        ScriptedBrowser.Step page = visitAsAlice(command);
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("oat still waits for the right one");
        playground.faults().clear();
        assertThat(visitAsAlice(command).status()).isEqualTo(200);
        assertThat(command.outcome().code()).isZero();
    }

    @Test
    void a_person_who_says_no_is_exit_3() throws Exception {
        RunningCommand command = loginAtPlayground();
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.denying("alice", Secret.of("wonderland")).visit(command.address());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("access_denied").contains("allow the access");
        assertThat(steps.get(steps.size() - 1).body()).contains("Access was denied");
    }

    @Test
    void nobody_coming_is_exit_7_with_the_redirect_uri_to_register() throws Exception {
        TestWorld.Outcome outcome = loginAtPlayground("--timeout", "1").outcome();
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err())
                .contains("nobody signed in within 1 second")
                .contains("register http://127.0.0.1:8484/callback ", "--port 8484")
                .doesNotContain("register exactly");
    }

    @Test
    void a_key_that_rotated_after_the_keys_were_cached_is_fetched_anew() throws Exception {
        RunningCommand first = loginAtPlayground("work");
        visitAsAlice(first);
        assertThat(first.outcome().code()).isZero();
        playground.rotateKeys();
        RunningCommand second = login("work");
        visitAsAlice(second);
        assertThat(second.outcome().code()).isZero();
    }

    @Test
    void form_post_comes_back_as_a_post() throws Exception {
        RunningCommand command = loginAtPlayground("--response-mode", "form_post");
        ScriptedBrowser.Step page = visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(page.method()).isEqualTo("POST");
        assertThat(page.body()).contains("Signed in");
    }

    @Test
    void the_redirect_uri_may_be_localhost_with_a_port_that_is_told() throws Exception {
        RunningCommand command = loginAtPlayground("--redirect-uri", "http://localhost/callback");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(lastAuthorizationRequest().query("redirect_uri").orElseThrow())
                .matches("http://localhost:\\d+/callback");
    }

    @Test
    void o_prints_the_answer_as_the_token_commands_do() throws Exception {
        RunningCommand command = loginAtPlayground("-o", "json");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        JsonObject document = JsonObject.parse(outcome.out());
        assertThat(document.has("access_token")).isTrue();
        assertThat(document.object("oat").orElseThrow().text("issuer"))
                .contains(playground.issuer().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--pkce plain   | leaves the authorization code unprotected",
                "--pkce off     | leaves the authorization code unprotected",
            })
    void weaker_pkce_is_loud(String options, String warning) throws Exception {
        playground.close();
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .user(PlaygroundUser.of("alice", "wonderland"))
                .plainPkce(true)
                .build());
        RunningCommand command = loginAtPlayground(options.split(" ", -1));
        visitAsAlice(command);
        assertThat(command.outcome().err()).contains("warning: --pkce").contains(warning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--redirect-uri https://app.example/cb  | is not on this machine's loopback",
                "--port none                            | invalid value for --port",
                "--port 0                               | invalid value for --port",
                "--param state=mine                     | it carries the protocol",
                "--param prompt=a --prompt login        | prompt is given twice",
                "--browser /nowhere/browser             | the program of --browser is not found",
                "--timeout soon                         | invalid value for --timeout",
                "-p other                               | two profiles are named",
            })
    void wrong_use_is_exit_2_before_anything_is_opened(String options, String words) throws Exception {
        List<String> all = new ArrayList<>(List.of("login", "work", "--issuer"));
        all.add(playground.issuer().toString());
        all.addAll(List.of("--client-id", "demo-web"));
        all.addAll(List.of(options.split(" ", -1)));
        TestWorld.Outcome outcome = world.run(all.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(words);
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/authorize"))
                .isEmpty();
    }

    @Test
    void a_busy_port_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestWorld.Outcome outcome = loginAtPlayground("--port", String.valueOf(taken.getLocalPort()))
                    .outcome();
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("port " + taken.getLocalPort() + " cannot be listened on");
        }
    }

    @Test
    void a_profile_that_needs_nobody_is_not_signed_in_to() throws Exception {
        Path profiles = Files.createDirectories(home.resolve(".config/oat/profiles"));
        Files.writeString(
                profiles.resolve("ci.toml"),
                "issuer = \"" + playground.issuer()
                        + "\"\nclient_id = \"demo-service\"\ngrant_type = \"client_credentials\"\n");
        TestWorld.Outcome outcome = login("ci").outcome();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("gets its token by client_credentials", "oat token -p ci");
    }

    @Test
    void on_ssh_the_address_and_the_forwarding_are_printed_with_the_reason() throws Exception {
        world.with("SSH_CONNECTION", "198.51.100.7 50000 192.0.2.9 22").with("USER", "alice");
        RunningCommand command = new RunningCommand(
                world, "login", "--issuer", playground.issuer().toString(), "--client-id", "demo-web");
        visitAsAlice(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.err())
                .contains("On SSH without a display: open this address in a browser on your own machine")
                .containsPattern("ssh -N -L (\\d+):127\\.0\\.0\\.1:\\1 alice@192\\.0\\.2\\.9")
                .contains("as client demo-web, scope openid offline_access");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void a_store_that_cannot_be_written_is_found_before_the_person_is_sent_out() throws Exception {
        Files.createDirectories(home.resolve(".local"));
        Files.writeString(home.resolve(".local/state"), "a file where a directory should be");
        TestWorld.Outcome outcome = loginAtPlayground().outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER, "/authorize"))
                .isEmpty();
    }

    @Test
    void nothing_secret_is_said_with_v() throws Exception {
        RunningCommand command = loginAtPlayground("work", "-vv");
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).isZero();
        String query = steps.get(steps.size() - 1).uri().getQuery();
        String code = Form.parse(query).first("code").orElseThrow();
        JsonObject token = session("work").object("token").orElseThrow();
        assertThat(outcome.err())
                .contains("authorization request", "authorization response, by the redirect", "ok  ID token:")
                .doesNotContain(code)
                .doesNotContain(token.text("access_token").orElseThrow())
                .doesNotContain(token.text("refresh_token").orElseThrow())
                .doesNotContain(token.text("id_token").orElseThrow());
    }
}
