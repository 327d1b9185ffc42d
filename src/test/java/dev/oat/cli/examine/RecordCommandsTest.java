package dev.oat.cli.examine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oat record show}, {@code diff}, {@code replay} and {@code export}. */
@Timeout(120)
class RecordCommandsTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground here;
    private Playground there;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("CS", "service-secret").with("OTHER", "other-secret-of-there");
        here = Playground.start(
                PlaygroundSettings.builder(world.clock(), new SecureRandom()).build());
        there = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .client(PlaygroundClient.confidential(
                        "ci", "CI", "other-secret-of-there", Set.of("client_credentials"), List.of("read", "write")))
                .build());
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    private TestWorld.Outcome service(String secret, String name, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token",
                "client-credentials",
                "--issuer",
                here.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:" + secret,
                "--record",
                file(name)));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private TestWorld.Outcome login(Playground at, List<String> words) throws Exception {
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        return command.outcome();
    }

    @Test
    void show_tells_what_explain_would_have_told() {
        service("CS", "flow.json");
        TestWorld.Outcome outcome = world.run("record", "show", file("flow.json"));
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith("oat token client-credentials, recorded at ")
                .contains(" 2. oat → authorization server: client credentials token request", "grant_type")
                .doesNotContain("service-secret");
    }

    @Test
    void diff_says_what_differs_between_what_works_and_what_fails() {
        world.with("BAD", "wrong");
        service("CS", "works.json");
        service("BAD", "fails.json", "--scope", "read");
        TestWorld.Outcome outcome = world.run("record", "diff", file("works.json"), file("fails.json"));
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("1. OpenID Connect metadata request: same")
                .containsPattern("parameter scope +A \\(none\\)\n +B read")
                .containsPattern("status +A 200\n +B 401")
                .containsPattern("header authorization +A Basic demo-service:\\[14 chars]\n +B .*\\[5 chars]")
                .contains("checks of the token answer: only in A", "invalid_client, ISSUER is");
        TestWorld.Outcome json = world.run("record", "diff", file("works.json"), file("works.json"), "-o", "json");
        assertThat(JsonObject.parse(json.out()).flag("same")).contains(true);
    }

    private void login(Playground at, String name) throws Exception {
        TestWorld.Outcome outcome = login(
                at,
                List.of(
                        "login",
                        "--issuer",
                        at.issuer().toString(),
                        "--client-id",
                        "demo-web",
                        "--scope",
                        "openid profile offline_access",
                        "--no-browser",
                        "--record",
                        file(name)));
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void two_runs_that_went_the_same_way_do_not_differ_at_whatever_time_and_port() throws Exception {
        login(here, "one.json");
        world.pass(Duration.ofHours(30));
        login(here, "later.json");
        login(there, "there.json");
        TestWorld.Outcome same = world.run("record", "diff", file("one.json"), file("later.json"), "-o", "json");
        assertThat(JsonObject.parse(same.out()).flag("same")).as(same.out()).contains(true);
        assertThat(world.run("record", "diff", file("one.json"), file("later.json"))
                        .out())
                .contains("authorization request: same")
                .doesNotContain(" A ", "only in");
        // another server has other keys, and nothing else that is different
        TestWorld.Outcome other = world.run("record", "diff", file("one.json"), file("there.json"));
        assertThat(other.out().lines().filter(line -> line.matches(" ?\\d+[.].*") && !line.endsWith(": same")))
                .hasSize(1)
                .first()
                .asString()
                .contains("key set request:");
        service("CS", "s1.json", "--auth-method", "client_secret_post");
        world.pass(Duration.ofHours(30));
        service("CS", "s2.json", "--auth-method", "client_secret_post");
        TestWorld.Outcome json = world.run("record", "diff", file("s1.json"), file("s2.json"), "-o", "json");
        assertThat(JsonObject.parse(json.out()).flag("same")).as(json.out()).contains(true);
    }

    @Test
    void export_prints_lines_for_curl_with_variables_for_secrets() throws Exception {
        assertThat(login(
                                here,
                                List.of(
                                        "login",
                                        "--issuer",
                                        here.issuer().toString(),
                                        "--client-id",
                                        "demo-web",
                                        "--no-browser",
                                        "--record",
                                        file("flow.json")))
                        .code())
                .isZero();
        TestWorld.Outcome outcome = world.run("record", "export", file("flow.json"));
        assertThat(outcome.out())
                .contains(
                        "# for the browser, not for curl; this prints its address:", "--data-urlencode code=\"$CODE\"")
                .contains("--data-urlencode code_verifier=\"$CODE_VERIFIER\"")
                .doesNotContain(" chars");
        assertThat(world.run("record", "export", file("flow.json"), "--to", "mermaid")
                        .out())
                .startsWith("sequenceDiagram\n");
        assertThat(JsonObject.parse(world.run("record", "export", file("flow.json"), "--to", "har")
                                .out())
                        .object("log"))
                .isPresent();
        assertThat(world.run("record", "export", file("flow.json"), "--to", "md")
                        .out())
                .contains("```mermaid");
    }

    /** Runs lines in a real shell, where curl prints its arguments; every secret's variable holds its name. */
    private List<String> pasted(String lines) throws Exception {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path curl = Files.writeString(
                bin.resolve("curl"), "#!/bin/sh\nprintf '<%s>' curl \"$@\"\necho\n", StandardCharsets.UTF_8);
        assertThat(curl.toFile().setExecutable(true)).isTrue();
        Path script = Files.writeString(home.resolve("pasted.sh"), lines, StandardCharsets.UTF_8);
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", script.toString())
                .directory(home.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        for (String name : List.of("CODE", "CODE_VERIFIER", "STATE", "NONCE", "CLIENT_SECRET", "ACCESS_TOKEN")) {
            builder.environment().put(name, "(" + name + ")");
        }
        Process shell = builder.start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    @Test
    void exported_lines_can_be_pasted_into_a_shell() throws Exception {
        login(
                here,
                List.of(
                        "login",
                        "--issuer",
                        here.issuer().toString(),
                        "--client-id",
                        "demo-web",
                        "--no-browser",
                        "--record",
                        file("flow.json")));
        List<String> signIn =
                pasted(world.run("record", "export", file("flow.json")).out());
        assertThat(signIn.get(0))
                .isEqualTo(
                        "<curl><" + here.issuer() + "/.well-known/openid-configuration><-H><Accept: application/json>");
        assertThat(signIn.get(1))
                .startsWith(
                        here.issuer() + "/authorize?response_type=code&client_id=demo-web&redirect_uri=http%3A%2F%2F")
                .contains("&state=(STATE)&nonce=(NONCE)&", "&code_challenge_method=S256");
        assertThat(signIn.get(2))
                .startsWith("<curl><" + here.issuer() + "/token>")
                .contains("<code=(CODE)>", "<code_verifier=(CODE_VERIFIER)>", "<client_id=demo-web>");

        service("CS", "service.json", "--scope", "read write");
        assertThat(pasted(world.run("record", "export", file("service.json")).out())
                        .get(1))
                .contains("<-u><demo-service:(CLIENT_SECRET)>", "<scope=read write>");

        world.with("TOKEN", "secret-of-a-call");
        String odd = "it's \"$HOME\" `id` \\ *";
        String call = calling("X-Odd: " + odd, "q==" + odd, "-d", "a=" + odd.replace("\"", "%22") + "&b=2");
        assertThat(call)
                .startsWith("<curl><" + here.gateway() + "/")
                .contains("<Authorization: Bearer (ACCESS_TOKEN)>", "<X-Odd: " + odd + ">")
                .endsWith("<--data-urlencode><a=" + odd + "><--data-urlencode><b=2>");
        assertThat(calling("-d", "{\"a\":[\"it's $HOME\"]}").replaceAll("\\s", ""))
                .contains("<--data-raw><{\"a\":[\"it's$HOME\"]}>");
        assertThat(calling("-d", "no names in it")).endsWith("<--data-binary><@body>");
    }

    private String calling(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("call", here.gateway() + "/x", "--token", "env:TOKEN"));
        words.addAll(List.of("--allow-host", here.gateway().toString(), "--record", file("call.json")));
        words.addAll(List.of(more));
        world.run(words.toArray(new String[0]));
        return String.join(
                "\n", pasted(world.run("record", "export", file("call.json")).out()));
    }

    private List<ReceivedRequest> receivedThere() {
        return there.requests().all();
    }

    @Test
    void replay_sends_the_recorded_parameters_and_the_current_credentials_elsewhere() {
        service("CS", "flow.json", "--scope", "read", "--param", "tenant=blue", "--show-secrets");
        assertThat(world.run("record", "export", file("flow.json")).out()).contains("ZGVtby1zZXJ2aWNl");
        int before = here.requests().all().size();
        TestWorld.Outcome outcome = world.run(
                "record",
                "replay",
                file("flow.json"),
                "--issuer",
                there.issuer().toString(),
                "--client-id",
                "ci",
                "--client-secret",
                "env:OTHER");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(here.requests().all()).hasSize(before);
        ReceivedRequest sent = there.requests()
                .of(dev.oat.playground.net.Part.AUTHORIZATION_SERVER, "/token")
                .get(0);
        assertThat(sent.form("scope")).contains("read");
        assertThat(sent.form("tenant")).contains("blue");
        assertThat(sent.header("Authorization").orElseThrow())
                .isEqualTo(
                        "Basic " + java.util.Base64.getEncoder().encodeToString("ci:other-secret-of-there".getBytes()));
        assertThat(outcome.err())
                .contains("as recorded: scope, tenant", "made anew or taken from the settings: grant_type")
                .doesNotContain("service-secret", "other-secret");
        assertThat(outcome.out())
                .contains("1. OpenID Connect metadata request:", "client credentials token request:")
                .containsPattern("header authorization +A Basic \\[\\d+ chars]")
                .doesNotContain("eyJ", "ZGVtby", "answer jwks_uri");
    }

    @Test
    void replay_of_a_sign_in_makes_every_value_anew() throws Exception {
        assertThat(login(
                                here,
                                List.of(
                                        "login",
                                        "--issuer",
                                        here.issuer().toString(),
                                        "--client-id",
                                        "demo-web",
                                        "--scope",
                                        "openid read",
                                        "--acr-values",
                                        "tea",
                                        "--no-browser",
                                        "--show-secrets",
                                        "--record",
                                        file("flow.json")))
                        .code())
                .isIn(0, 6);
        TestWorld.Outcome outcome = login(
                there,
                List.of(
                        "record",
                        "replay",
                        file("flow.json"),
                        "--issuer",
                        there.issuer().toString(),
                        "--client-id",
                        "demo-web",
                        "--no-browser"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        String recorded = Files.readString(home.resolve("flow.json"));
        assertThat(receivedThere()).isNotEmpty();
        for (ReceivedRequest request : receivedThere()) {
            for (String secret : List.of("code", "code_verifier", "state", "nonce", "code_challenge")) {
                request.form(secret).ifPresent(value -> assertThat(recorded).doesNotContain(value));
            }
        }
    }

    @Test
    void a_hostile_recording_gets_no_token_no_file_and_no_other_address() throws Exception {
        service("CS", "flow.json");
        String hostile = Files.readString(home.resolve("flow.json"))
                .replace(here.issuer().toString(), "http://attacker.example")
                .replace("\"name\": \"grant_type\"", "\"name\": \"client_secret\"")
                .replace("\"client_credentials\"", "\"@/etc/passwd\"");
        Files.writeString(home.resolve("hostile.json"), hostile);
        TestWorld.Outcome outcome = world.run(
                "record",
                "replay",
                file("hostile.json"),
                "--token-endpoint",
                there.issuer() + "/token",
                "--client-id",
                "ci",
                "--client-secret",
                "env:OTHER");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(receivedThere()).hasSize(1);
        assertThat(receivedThere().get(0).form("client_secret")).isEmpty();
        assertThat(receivedThere().get(0).form("grant_type")).contains("client_credentials");
    }

    @Test
    void a_call_is_replayed_at_the_named_api_and_changes_nothing_unasked() throws Exception {
        world.with("AT", "some-token");
        TestWorld.Outcome called = world.run(
                "call",
                "POST",
                "--token",
                "env:AT",
                here.gateway() + "/orders",
                "item=tea",
                "--record",
                file("call.json"));
        assertThat(called.code()).as(called.err()).isZero();
        TestWorld.Outcome unasked = world.run(
                "record", "replay", file("call.json"), "--api", there.gateway().toString());
        assertThat(unasked.code()).isEqualTo(2);
        assertThat(unasked.err()).contains("is a POST", "--unsafe sends it again");
        TestWorld.Outcome nowhere = world.run("record", "replay", file("call.json"), "--unsafe");
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).contains("a recorded address gets no token");
        TestWorld.Outcome replayed = world.run(
                "record",
                "replay",
                file("call.json"),
                "--unsafe",
                "--api",
                there.gateway().toString(),
                "--issuer",
                there.issuer().toString(),
                "--client-id",
                "ci",
                "--client-secret",
                "env:OTHER");
        assertThat(replayed.code()).as(replayed.err()).isZero();
        assertThat(replayed.err()).contains("goes to " + there.gateway() + "/orders in place of");
        assertThat(receivedThere().toString()).doesNotContain("some-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "{\"format\":\"oat-recording\",\"version\":99}",
                "{\"format\":\"oat-recording\",\"version\":1}",
                "{\"format\":\"oat-recording\",\"version\":1,\"steps\":{}}",
                "{\"format\":\"oat-recording\",\"version\":1,\"steps\":[],\"started\":\"yesterday\"}"
            })
    void what_is_no_recording_is_refused(String text) throws Exception {
        Files.writeString(home.resolve("bad.json"), text);
        TestWorld.Outcome outcome = world.run("record", "show", file("bad.json"));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    }

    @Test
    void a_file_that_is_too_large_is_not_read() throws Exception {
        Files.writeString(home.resolve("big.json"), " ".repeat(5 << 20));
        TestWorld.Outcome outcome = world.run("record", "show", file("big.json"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("larger than 4 MiB");
    }

    @Test
    void escapes_in_a_recording_reach_no_terminal() throws Exception {
        service("CS", "flow.json");
        String hostile = Files.readString(home.resolve("flow.json"))
                .replace("client credentials token request", "\\u001b]52;c;AAAA\\u0007\\u202e\\nrm -rf ~")
                .replace("application/json", "a\\u001b[2J';rm -rf ~;'\\r\\nb");
        Files.writeString(home.resolve("hostile.json"), hostile);
        service("CS", "other.json");
        for (List<String> words : List.of(
                List.of("record", "show", file("hostile.json")),
                List.of("record", "export", file("hostile.json")),
                List.of("record", "export", file("hostile.json"), "--to", "md"),
                List.of("record", "diff", file("hostile.json"), file("other.json")),
                List.of("explain", file("hostile.json")),
                List.of("explain", "--diagram", file("hostile.json")))) {
            TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
            assertThat(outcome.out() + outcome.err())
                    .as(words.toString())
                    .doesNotContain("\u001b", "\u0007", "\u202e", "\nrm -rf", "\r");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "hostile-words"})
    void a_mermaid_diagram_has_no_line_but_actors_arrows_and_notes(String name) {
        TestWorld.Outcome outcome =
                world.run("record", "export", "src/test/resources/recordings/" + name + ".json", "--to", "mermaid");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines().skip(1))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .matches("    ((actor|participant) [YBOSA] as [a-zA-Z ]+|[YBOSA]--?>>[YBOSA]: [^;#<>{}%]+"
                                + "|Note over [YBOSA]: [^;#<>{}%]+)"));
    }
}
