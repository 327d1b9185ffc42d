package dev.oat.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.CommandTree;
import dev.oat.cli.TestWorld;
import dev.oat.http.transport.RawServer;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell with lines from a pipe, and what it knows of them. */
@Timeout(60)
class ScriptTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("SVC", "service-secret");
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .metadataLifetime(Duration.ofMinutes(5))
                .build());
        for (String name : List.of("ci", "other")) {
            TestWorld.Outcome added = world.run(
                    "profile",
                    "add",
                    name,
                    "--issuer",
                    playground.issuer().toString(),
                    "--client-id",
                    "demo-service",
                    "--client-secret",
                    "env:SVC",
                    "--grant-type",
                    "client_credentials",
                    "--api",
                    playground.gateway().toString());
            assertThat(added.code()).as(added.err()).isZero();
        }
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld.Outcome shell(List<String> words, String... lines) {
        world.reading(String.join("\n", lines) + "\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        var environment = world.environment(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        int code = CommandTree.over(environment, new Shell()).run(words);
        return new TestWorld.Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private TestWorld.Outcome script(String... lines) {
        return shell(List.of("shell"), lines);
    }

    @Test
    void the_lines_run_in_one_process_and_know_what_came_before() {
        TestWorld.Outcome outcome = script(
                "# a comment",
                "",
                "use ci",
                "oat token -o json --jq .oat",
                "echo $last.profile '$last.profile' \\$last \"is ${last.profile}.\"",
                "introspect $access_token --jq .active",
                "echo $last",
                "call " + playground.gateway() + "/hello -o json --jq '[.status, .url]'",
                "echo $last[0]");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().skip(1))
                .containsExactly(
                        "ci $last.profile $last is ci.",
                        "true",
                        "true",
                        "[200,\"" + playground.gateway() + "/hello\"]",
                        "200");
    }

    @Test
    void the_first_command_that_fails_ends_the_script_with_its_code() {
        TestWorld.Outcome outcome =
                script("use ci", "introspect --issuer http://127.0.0.1:1 --client-id x literal:y", "echo never");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("oat: line 2 failed with exit code 5; the script ends here");
    }

    @Test
    void with_keep_going_all_lines_run_and_the_first_failure_counts() {
        TestWorld.Outcome outcome =
                shell(List.of("shell", "--keep-going"), "nope", "login person --no-input", "echo here");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEqualTo("here\n");
    }

    @Test
    void exit_ends_the_script_with_its_own_code() {
        assertThat(script("exit 7", "echo never").code()).isEqualTo(7);
        assertThat(script("exit", "nope").code()).isZero();
        assertThat(script("exit 256").code()).isEqualTo(2);
    }

    @Test
    void a_line_goes_on_in_an_open_quote_and_behind_a_backslash() {
        assertThat(script("echo 'a", "b' c \\", "d").out()).isEqualTo("a\nb c d\n");
        assertThat(script("echo 'open").code()).isEqualTo(2);
    }

    @Test
    void set_makes_a_setting_for_this_shell_alone_and_shows_no_secret() {
        TestWorld.Outcome outcome = script(
                "set scope read",
                "set client-secret literal:hunter2",
                "set",
                "unset client_secret",
                "token client-credentials -p ci --jq .scope",
                "unset scope",
                "set");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("scope read\nclient_secret literal:(not shown)\nread\n");
        assertThat(script("set nonsense x").err()).contains("there is no setting nonsense");
        assertThat(script("set insecure true").code()).isEqualTo(2);
        assertThat(script("unset scope").code()).isEqualTo(2);
    }

    @Test
    void use_takes_profiles_that_are_there() {
        assertThat(script("use other", "status --jq .profile").out()).isEqualTo("other\n");
        assertThat(script("use nobody").err()).contains("profiles: ci, other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec -- curl -H 'X: y' $access_token",
                "introspect cmd:\"echo $access_token\"",
                "login ci --browser $access_token",
                "login ci --browser=\"x $last\"",
            })
    void a_variable_never_reaches_the_command_line_of_another_program(String line) {
        TestWorld.Outcome outcome = script("use ci", "token -o json --jq .token_type", line);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("list of processes");
    }

    @Test
    void a_variable_without_a_value_says_so() {
        assertThat(script("echo $last").err()).contains("$last is empty");
        assertThat(script("use ci", "token --jq .oat", "echo $last.nope").err()).contains("$last has no .nope");
        assertThat(script("echo $home $ $1 a$b").out()).isEqualTo("$home $ $1 a$b\n");
    }

    @Test
    void what_other_shells_have_and_this_one_lacks_is_said() {
        TestWorld.Outcome outcome = script("status | cat");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("one command a line");
        assertThat(script("echo 'a | b' \"|\"").out()).isEqualTo("a | b |\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "status > f ; outside of this shell: oat status > f",
                "status >f ; outside of this shell: oat status >f",
                "token >> f ; outside of this shell: oat token >> f",
                "token 2>/dev/null ; outside of this shell: oat token 2>/dev/null",
                "token -p ci -o json | jq .x ; --jq picks from JSON; outside of this shell: oat token -p ci -o json |"
                        + " jq .x",
                "status |cat ; outside of this shell: oat status |cat",
                "call https://api.example/x > 'a b' ; call https://api.example/x --out 'a b'",
                "oat call https://api.example/x >f ; call https://api.example/x --out f",
                "call https://api.example/x >> f ; outside of this shell: oat call https://api.example/x >> f",
                "call https://api.example/x > f 2> g ; outside of this shell: oat call https://api.example/x > f 2> g",
                "jwk generate > key ; jwk generate --out key",
                "token > f ; token --out f",
                "token client-credentials --client-secret s3cretWORD > f ; oat token client-credentials"
                        + " --client-secret prompt > f",
                "status && token ; type each command on a line of its own",
                "status & ; type each command on a line of its own",
                "> f ; begin with a command",
            })
    void how_to_get_it_all_the_same_is_said(String line, String hint) {
        TestWorld.Outcome outcome = script(line);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("one command a line")
                .contains("try: ")
                .contains(hint)
                .doesNotContain("s3cret");
    }

    @Test
    void several_commands_on_a_line_are_told_apart() {
        assertThat(script("status; token").err()).contains("without ;", "on a line of its own");
        assertThat(script("status ; token").err()).contains("without ;");
    }

    @Test
    void what_is_set_in_this_shell_goes_along_outside() {
        assertThat(script("use ci", "set scope read", "status > f").err())
                .contains("outside of this shell: OAT_PROFILE=ci OAT_SCOPE=read oat status > f");
    }

    @Test
    void a_shell_in_the_shell_is_not_opened() {
        assertThat(script("shell").err()).contains("this is the shell already");
    }

    @Test
    void a_script_does_not_read_its_own_lines_as_a_commands_input() {
        assertThat(script("use ci", "introspect -", "echo never").code()).isEqualTo(2);
    }

    // completion

    private List<String> suggested(String line) {
        Runner runner = new Runner(
                world.environment(new PrintStream(PrintStream.nullOutputStream()), System.err),
                dev.oat.cli.setting.Terminal.none());
        CommandWords words = CommandWords.of(line);
        List<String> before = new ArrayList<>(words.texts());
        String begun = line.endsWith(" ") || before.isEmpty() ? "" : before.remove(before.size() - 1);
        return new ShellCompleter(runner)
                .suggestions(before, begun).stream()
                        .map(dev.oat.cli.ShellKnowledge.Suggestion::text)
                        .filter(text -> text.startsWith(begun))
                        .toList();
    }

    @Test
    void completion_knows_what_can_stand_where() throws IOException {
        assertThat(suggested("us")).containsExactlyInAnyOrder("use", "userinfo");
        assertThat(suggested("oat profile ")).contains("list", "add", "set").doesNotContain("login");
        assertThat(suggested("token cl")).containsExactly("client-credentials");
        assertThat(suggested("token client-credentials --client-s")).containsExactly("--client-secret");
        assertThat(suggested("token client-credentials --auth-method client_secret_b"))
                .containsExactly("client_secret_basic");
        assertThat(suggested("token -o=env")).isEmpty();
        assertThat(suggested("token --output=env-")).containsExactly("--output=env-fish", "--output=env-powershell");
        assertThat(suggested("userinfo ")).contains("ci", "other");
        assertThat(suggested("token -p o")).containsExactly("other");
        assertThat(suggested("use c")).containsExactly("ci");
        assertThat(suggested("set color n")).containsExactly("never");
        assertThat(suggested("unset client_i")).containsExactly("client_id");
        assertThat(suggested("help exit")).containsExactly("exit-codes");
        assertThat(suggested("token --client-secret env:SV")).containsExactly("env:SVC");
        Files.writeString(home.resolve("token.txt"), "");
        assertThat(suggested("introspect file:" + home + "/tok")).containsExactly("file:" + home + "/token.txt");
        assertThat(suggested("call --out " + home + "/tok")).containsExactly(home + "/token.txt");
    }

    @Test
    void completion_knows_the_scopes_of_metadata_that_was_fetched_before_and_fetches_none() {
        assertThat(suggested("login ci --scope pro")).isEmpty();
        int before = playground.requests().all().size();
        assertThat(world.run("token", "-p", "ci").code()).isZero();
        assertThat(suggested("login -p ci --scope pro")).containsExactly("profile");
        assertThat(suggested("login --issuer " + playground.issuer() + " -s pro"))
                .containsExactly("profile");
        assertThat(before).isZero();
    }

    // cancelling

    @Test
    void a_command_that_hangs_in_a_server_is_cancelled_and_says_nothing_more() throws Exception {
        Semaphore asked = new Semaphore(0);
        try (RawServer server = RawServer.answering((head, connection) -> {
            asked.release();
            connection.stall();
        })) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Runner runner = new Runner(
                    world.environment(
                            new PrintStream(PrintStream.nullOutputStream()),
                            new PrintStream(err, true, StandardCharsets.UTF_8)),
                    dev.oat.cli.setting.Terminal.none());
            for (String line : List.of("discover " + server.at(""), "call " + server.at("") + " --token literal:x")) {
                CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> runner.run(line));
                asked.acquire();
                runner.foreground().cancel();
                assertThat(code.get(20, TimeUnit.SECONDS)).as(line).isEqualTo(130);
                assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("cancelled\n");
                err.reset();
            }
            assertThat(runner.run("status")).isZero();
        }
    }
}
