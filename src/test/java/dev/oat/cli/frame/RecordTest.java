package dev.oat.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDocument;
import dev.oat.render.flow.Step;
import dev.oat.trace.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --record}, {@code --curl}, {@code --dry-run} and {@code --step} do, against a playground. */
@Timeout(120)
class RecordTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("CS", "service-secret");
        playground = Playground.start(
                PlaygroundSettings.builder(world.clock(), new SecureRandom()).build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld.Outcome clientCredentials(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token",
                "client-credentials",
                "--token-endpoint",
                playground.issuer() + "/token",
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:CS"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    private TestWorld.Outcome login(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--scope",
                "openid offline_access read",
                "--no-browser"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        return command.outcome();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flow.har", "flow.md", "flow.json"})
    void a_recording_is_its_owners_alone_and_leaves_the_directory_as_it_was(String name) throws Exception {
        Path directory = Files.createDirectory(home.resolve("shared"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = directory.resolve(name);
        assertThat(clientCredentials("--record", file.toString()).code()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwxr-xr-x");
        try (var entries = Files.list(directory)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void a_failure_is_recorded_with_what_was_said_of_it() throws Exception {
        world.with("CS", "wrong");
        TestWorld.Outcome outcome = clientCredentials("--record", file("flow.json"));
        assertThat(outcome.code()).isEqualTo(3);
        Recording recording = read("flow.json");
        assertThat(recording.exitCode()).isEqualTo(3);
        assertThat(recording.failure().orElseThrow().text("error")).contains("invalid_client");
        assertThat(recording.steps()).hasAtLeastOneElementOfType(Step.Answer.class);
    }

    @Test
    void an_unknown_ending_or_a_missing_directory_is_said_before_anything_is_sent() {
        TestWorld.Outcome ending = clientCredentials("--record", file("flow.txt"));
        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err()).contains("FILE.har, FILE.md or FILE.json");
        TestWorld.Outcome directory = clientCredentials("--record", file("nowhere/flow.har"));
        assertThat(directory.code()).isEqualTo(2);
        assertThat(directory.err()).contains("there is no directory");
        assertThat(playground.requests().all()).isEmpty();
    }

    @Test
    void a_recording_reads_back_as_it_was() throws Exception {
        assertThat(login("--record", file("flow.json")).code()).isZero();
        JsonObject document = JsonObject.parse(Files.readString(home.resolve("flow.json")));
        Recording recording = RecordingDocument.read(document);
        assertThat(RecordingDocument.of(recording)).isEqualTo(document);
        assertThat(recording.steps()).hasAtLeastOneElementOfType(Step.Return.class);
        assertThat(recording.command()).isEqualTo("login");
    }

    @Test
    void equal_secrets_have_equal_hashes_within_a_recording_and_others_in_the_next() throws Exception {
        login("--record", file("first.json"));
        String first = Files.readString(home.resolve("first.json"));
        // the code comes by the redirect and goes to the token endpoint
        List<String> codes = values(read("first.json"), "code");
        assertThat(codes).hasSize(2);
        assertThat(codes.get(0)).isEqualTo(codes.get(1)).matches("\\[43 chars .{4}… #[0-9a-f]{6}]");
        clientCredentials("--record", file("a.json"), "--auth-method", "client_secret_post");
        clientCredentials("--record", file("b.json"), "--auth-method", "client_secret_post");
        assertThat(values(read("a.json"), "client_secret")).isNotEqualTo(values(read("b.json"), "client_secret"));
        assertThat(first).doesNotContain("service-secret");
    }

    private static List<String> values(Recording recording, String name) {
        List<String> values = new ArrayList<>();
        for (Step step : recording.steps()) {
            if (step instanceof Step.Request request) {
                request.parameters().stream()
                        .filter(field -> field.name().equals(name))
                        .forEach(field -> values.add(field.value()));
            } else if (step instanceof Step.Return back) {
                back.parameters().stream()
                        .filter(field -> field.name().equals(name))
                        .forEach(field -> values.add(field.value()));
            }
        }
        return values;
    }

    private Recording read(String name) throws Exception {
        return RecordingDocument.read(JsonObject.parse(Files.readString(home.resolve(name))));
    }

    @Test
    void show_secrets_is_loud_and_says_so_in_the_file() throws Exception {
        TestWorld.Outcome outcome = clientCredentials("--record", file("flow.json"), "--show-secrets");
        assertThat(outcome.err()).contains("oat: warning: --show-secrets", "and so will the recording");
        assertThat(Files.readString(home.resolve("flow.json"))).contains("\"secrets\": \"shown\"");
        assertThat(read("flow.json").secretsShown()).isTrue();
        world.with("OAT_SHOW_SECRETS", "true").with("OAT_RECORD", file("env.json"));
        assertThat(clientCredentials("-v").err()).doesNotContain("--show-secrets");
        assertThat(home.resolve("env.json")).doesNotExist();
    }

    @Test
    void a_har_of_a_login_has_the_structure_of_har_1_2() throws Exception {
        login("--record", file("flow.har"));
        JsonObject log = JsonObject.parse(Files.readString(home.resolve("flow.har")))
                .object("log")
                .orElseThrow();
        assertThat(log.text("version")).contains("1.2");
        assertThat(log.object("creator").orElseThrow().members()).containsKeys("name", "version");
        String page = ((JsonObject) log.array("pages").get(0)).text("id").orElseThrow();
        List<String> urls = new ArrayList<>();
        for (Object element : log.array("entries")) {
            JsonObject entry = (JsonObject) element;
            assertThat(entry.text("pageref")).contains(page);
            Instant.parse(entry.text("startedDateTime").orElseThrow());
            assertThat(entry.number("time")).isPresent();
            assertThat(entry.object("cache")).isPresent();
            assertThat(entry.object("timings").orElseThrow().members()).containsKeys("send", "wait", "receive");
            JsonObject request = entry.object("request").orElseThrow();
            assertThat(request.members())
                    .containsKeys("method", "url", "httpVersion", "cookies", "headers", "queryString")
                    .containsKeys("headersSize", "bodySize");
            pairs(request, "headers");
            pairs(request, "queryString");
            if (request.has("postData")) {
                JsonObject data = request.object("postData").orElseThrow();
                assertThat(data.text("mimeType")).contains("application/x-www-form-urlencoded");
                pairs(data, "params");
            }
            JsonObject response = entry.object("response").orElseThrow();
            assertThat(response.members())
                    .containsKeys("status", "statusText", "httpVersion", "cookies", "headers", "content")
                    .containsKeys("redirectURL", "headersSize", "bodySize");
            pairs(response, "headers");
            assertThat(response.object("content").orElseThrow().members()).containsKeys("size", "mimeType");
            urls.add(request.text("url").orElseThrow());
        }
        assertThat(urls)
                .anyMatch(url -> url.contains("/authorize?"))
                .anyMatch(url -> url.contains("/callback?"))
                .anyMatch(url -> url.endsWith("/token"));
    }

    private static void pairs(JsonObject object, String name) {
        for (Object pair : object.array(name)) {
            assertThat(((JsonObject) pair).members()).containsKeys("name", "value");
        }
    }

    @Test
    void a_dry_run_shows_the_request_and_sends_nothing() {
        TestWorld.Outcome outcome = clientCredentials("--dry-run", "--scope", "read");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith("POST " + playground.issuer() + "/token\n")
                .contains(
                        "grant_type=client_credentials\nscope=read\n", "Authorization: Basic demo-service:[14 chars #")
                .doesNotContain("service-secret");
        assertThat(outcome.err()).contains("nothing was sent");
        assertThat(playground.requests().all()).isEmpty();
    }

    @Test
    void a_dry_call_shows_the_body_and_its_type_once() {
        world.with("AT", "some-token-of-somebody");
        TestWorld.Outcome outcome = world.run(
                "call", "--token", "env:AT", playground.gateway() + "/orders", "item=tea", "--dry-run", "--curl");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("curl -X POST", "\"item\": \"tea\"", "'Authorization: Bearer '\"$ACCESS_TOKEN\"")
                .containsOnlyOnce("Content-Type")
                .doesNotContain("some-token");
        assertThat(playground.requests().all()).isEmpty();
    }

    @Test
    void a_dry_login_shows_what_the_browser_would_open() {
        TestWorld.Outcome outcome = world.run(
                "login",
                "--authorization-endpoint",
                playground.issuer() + "/authorize",
                "--token-endpoint",
                playground.issuer() + "/token",
                "--client-id",
                "demo-web",
                "--dry-run",
                "--no-browser");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("GET " + playground.issuer() + "/authorize\n")
                .contains("?response_type=code", "&code_challenge_method=S256");
        assertThat(playground.requests().all()).isEmpty();
    }

    @Test
    void a_curl_line_does_the_same_once_its_variables_are_set() throws Exception {
        TestWorld.Outcome outcome = clientCredentials("--dry-run", "--curl", "--scope", "read write");
        assertThat(outcome.out()).contains("-u demo-service:\"$CLIENT_SECRET\"").doesNotContain("service-secret");
        Process shell = new ProcessBuilder("sh", "-c", outcome.out().replaceFirst("^curl", "curl -sS"))
                .redirectErrorStream(true)
                .directory(home.toFile())
                .start();
        shell.getOutputStream().close();
        assertThat(new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("invalid_client");
        ProcessBuilder told = new ProcessBuilder("sh", "-c", outcome.out().replaceFirst("^curl", "curl -sS"));
        told.environment().put("CLIENT_SECRET", "service-secret");
        Process granted = told.redirectErrorStream(true).start();
        assertThat(new String(granted.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("access_token");
    }

    @Test
    void step_by_step_a_parameter_is_changed_before_it_is_sent() {
        world.typing("scope=write", "foo=bar", "-foo", "");
        TestWorld.Outcome outcome = clientCredentials("--step", "--scope", "read");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(playground.requests().all()).hasSize(1);
        assertThat(playground.requests().all().get(0).form("scope")).contains("write");
        assertThat(playground.requests().all().get(0).form("foo")).isEmpty();
        assertThat(world.prompts().get(0))
                .contains("Client credentials token request (RFC 6749 §4.4.2)", "scope=read")
                .doesNotContain("service-secret");
        assertThat(world.prompts().get(3)).contains("scope=write").doesNotContain("foo=");
    }

    @Test
    void step_by_step_the_person_can_end_it() {
        world.typing("q");
        TestWorld.Outcome outcome = clientCredentials("--step");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("ended before the client credentials token request was sent");
        assertThat(playground.requests().all()).isEmpty();
    }

    @Test
    void steps_are_refused_where_nobody_can_be_asked() {
        assertThat(clientCredentials("--step").code()).isEqualTo(2);
        world.typing("");
        TestWorld.Outcome outcome = clientCredentials("--step", "--no-input");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--no-input forbids it");
    }

    @Test
    void step_by_step_the_browsers_request_can_be_changed_too() {
        world.typing("", "redirect_uri=http://127.0.0.1:1/elsewhere", "q");
        TestWorld.Outcome outcome = world.run(
                "login",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--no-browser",
                "--step");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(world.prompts()).hasSize(3);
        assertThat(world.prompts().get(1)).contains("from browser to the authorization server", "?response_type=code");
        assertThat(world.prompts().get(2)).contains("&redirect_uri=http://127.0.0.1:1/elsewhere");
    }
}
