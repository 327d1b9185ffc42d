package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.ServiceWorld;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.render.token.TokenDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which scripts and other programs take a token. */
@Timeout(90)
class ScriptOutputTest {
    @TempDir
    Path home;

    private ServiceWorld service;
    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        service = ServiceWorld.at(home);
        world = service.world();
        playground = service.playground();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String token() {
        return world.run("token", "-p", "ci").out().strip();
    }

    // --jq

    @Test
    void jq_prints_texts_bare_and_everything_else_as_json() {
        TestWorld.Outcome outcome =
                world.run("token", "-p", "ci", "--jq", ".token_type, .expires_in, .oat.profile, [.nope]");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("Bearer\n600\nci\n[null]\n");
    }

    @Test
    void jq_works_on_every_command_that_prints_json() {
        assertThat(world.run("token", "client-credentials", "-p", "ci", "--jq", ".token_type")
                        .out())
                .isEqualTo("Bearer\n");
        assertThat(world.run("introspect", "-p", "ci", "--jq", ".active").out()).isEqualTo("true\n");
        assertThat(world.run("status", "--jq", ".sessions[].client_id").out()).isEqualTo("demo-service\n");
        assertThat(world.run("profile", "list", "--jq", ".profiles[0].profile").out())
                .isEqualTo("ci\n");
        assertThat(world.run("discover", playground.issuer().toString(), "--jq", "type")
                        .out())
                .isEqualTo("object\n");
        assertThat(world.run("call", "-p", "ci", playground.gateway() + "/hello", "--jq", ".client_id")
                        .out())
                .isEqualTo("demo-service\n");
        assertThat(world.run("call", "-p", "ci", "-o", "json", playground.gateway() + "/hello", "--jq", ".status")
                        .out())
                .isEqualTo("200\n");
    }

    @Test
    void jq_that_picks_nothing_prints_nothing() {
        TestWorld.Outcome outcome = world.run("token", "-p", "ci", "--jq", "empty");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void jq_that_is_no_expression_is_exit_2_before_anything_is_sent() {
        TestWorld.Outcome outcome = world.run("token", "client-credentials", "-p", "ci", "--jq", ".[");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("oat: --jq: ");
        assertThat(playground.requests().all()).isEmpty();
    }

    @Test
    void jq_that_fails_on_the_answer_is_exit_2_and_prints_nothing() {
        TestWorld.Outcome outcome = world.run("token", "-p", "ci", "--jq", ".token_type, .token_type.x");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void jq_with_a_form_that_is_no_json_is_exit_2() {
        TestWorld.Outcome outcome = world.run("token", "-p", "ci", "-o", "header", "--jq", ".x");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("leave out -o");
    }

    @Test
    void what_the_api_refuses_goes_past_the_expression() {
        TestWorld.Outcome outcome =
                world.run("call", "-p", "ci", playground.gateway() + "/nowhere", "--fail", "--jq", ".client_id");
        assertThat(outcome.code()).isEqualTo(8);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("the API answered 404").contains("nothing at /nowhere");
    }

    // -o env and its kin

    private static final String NASTY =
            "a'b\"c\\d$(touch HACKED)`touch HACKED`\n;touch HACKED #\u2019 \u2018;e!f%g&h|i";

    private static TokenDocument nasty(String senderConstraint) {
        return new TokenDocument(
                JsonObject.of(Map.of("access_token", NASTY, "token_type", "Bearer")),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.of(Instant.ofEpochSecond(1_800_000_000)),
                senderConstraint);
    }

    static Stream<List<String>> shells() {
        List<List<String>> found = new ArrayList<>();
        for (List<String> shell : List.of(
                List.of("env", "sh", "-c"),
                List.of("env", "bash", "--norc", "-c"),
                List.of("env", "zsh", "-f", "-c"),
                List.of("env-fish", "fish", "--no-config", "-c"))) {
            for (String directory : System.getenv("PATH").split(":")) {
                if (Files.isExecutable(Path.of(directory, shell.get(1)))) {
                    found.add(shell);
                    break;
                }
            }
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_shell_evaluates_any_token_to_itself(List<String> shell) throws Exception {
        Path script = home.resolve("assignments");
        Files.writeString(script, nasty("none").as(shell.get(0), false));
        boolean fish = shell.get(0).equals("env-fish");
        String program = (fish ? "eval (cat $ASSIGNMENTS | string collect)" : "eval \"$(cat \"$ASSIGNMENTS\")\"")
                + "; printf '%s' \"$OAT_ACCESS_TOKEN\"";
        List<String> command = new ArrayList<>(shell.subList(1, shell.size()));
        command.add(program);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("ASSIGNMENTS", script.toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEqualTo(NASTY);
        assertThat(home.resolve("HACKED")).doesNotExist();
    }

    @Test
    void powershell_gets_every_quote_doubled_typographic_ones_too() {
        assertThat(nasty("none").as("env-powershell", false))
                .startsWith(
                        "$env:OAT_ACCESS_TOKEN = 'a''b\"c\\d$(touch HACKED)`touch HACKED`\n;touch HACKED #\u2019\u2019"
                                + " \u2018\u2018;e!f%g&h|i'\n$env:OAT_TOKEN_TYPE = 'Bearer'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "header", "env", "env-fish", "env-powershell", "exec-credential"})
    void every_form_comes_from_the_command_too(String format) {
        TestWorld.Outcome outcome = world.run("token", "-p", "ci", "-o", format);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains(token());
    }

    // Kubernetes

    @Test
    void kubernetes_gets_an_exec_credential_of_the_version_it_asks_for() {
        world.with(
                "KUBERNETES_EXEC_INFO",
                "{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"kind\":\"ExecCredential\","
                        + "\"spec\":{\"interactive\":false}}");
        TestWorld.Outcome outcome = world.run("credential", "kubernetes", "-p", "ci");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonObject credential = JsonObject.parse(outcome.out());
        assertThat(credential.text("apiVersion")).contains("client.authentication.k8s.io/v1beta1");
        assertThat(credential.text("kind")).contains("ExecCredential");
        JsonObject status = credential.object("status").orElseThrow();
        assertThat(status.text("token")).contains(token());
        assertThat(status.text("expirationTimestamp")).contains("2026-11-21T12:10:00Z");
    }

    @Test
    void kubernetes_in_a_version_that_nobody_knows_is_exit_2() {
        world.with("KUBERNETES_EXEC_INFO", "{\"apiVersion\":\"client.authentication.k8s.io/v9\"}");
        TestWorld.Outcome outcome = world.run("credential", "kubernetes", "-p", "ci");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void an_id_token_that_is_not_there_is_exit_4() {
        TestWorld.Outcome outcome = world.run("credential", "kubernetes", "-p", "ci", "--id-token");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.out()).isEmpty();
    }

    // git

    private TestWorld.Outcome git(String operation, String request) {
        return world.reading(request).run("credential", "git", operation, "-p", "ci");
    }

    private String host() {
        return "protocol=http\nhost=" + playground.gateway().getAuthority() + "\n";
    }

    @Test
    void git_gets_the_token_as_a_password_for_a_host_of_the_profile() {
        assertThat(git("get", host() + "\n").out())
                .isEqualTo("username=oauth2\npassword=" + token() + "\npassword_expiry_utc=1795263000\n");
        assertThat(git("get", host() + "username=alice\n\n").out()).startsWith("username=alice\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "wwwauth[]=Bearer",
                "wwwauth[]=bearer realm=\"x\", error=\"invalid_token\"",
                "wwwauth[]=Basic realm=\"x\"|wwwauth[]=Bearer realm=\"x\"",
                "wwwauth[]=Basic realm=\"x\", Bearer authorization_uri=\"https://as.example\"",
                "wwwauth[]=Negotiate YWJjZA==|wwwauth[]=Bearer",
                "wwwauth[]=Basic realm=\"x\"|wwwauth[]=|wwwauth[]=Bearer",
            })
    void a_git_that_knows_authtype_gets_a_bearer_header_where_the_server_asks_for_one(String challenges) {
        assertThat(git("get", "capability[]=authtype\n" + host() + challenges.replace('|', '\n') + "\n\n")
                        .out())
                .isEqualTo("capability[]=authtype\nauthtype=Bearer\ncredential=" + token()
                        + "\nephemeral=1\npassword_expiry_utc=1795263000\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "capability[]=authtype",
                "capability[]=authtype|wwwauth[]=Basic realm=\"GitLab\"",
                "capability[]=authtype|capability[]=state|wwwauth[]=basic realm=\"Bearer\"",
                "capability[]=authtype|wwwauth[]=Basic realm=\"a, Bearer b\"",
                "capability[]=authtype|wwwauth[]=Bearer realm=\"x\"|wwwauth[]=|wwwauth[]=Basic realm=\"x\"",
                "capability[]=authtype|wwwauth[]=Digest realm=\"x\", nonce=\"Bearer\"",
                "capability[]=authtype|wwwauth[]=",
                "wwwauth[]=Bearer realm=\"x\"",
            })
    void every_other_git_server_gets_the_token_as_the_password_of_basic(String lines) {
        assertThat(git("get", host() + lines.replace('|', '\n') + "\n\n").out())
                .isEqualTo("username=oauth2\npassword=" + token() + "\npassword_expiry_utc=1795263000\n");
    }

    @Test
    void what_git_sends_ends_at_an_empty_line_however_lines_end() {
        for (String request : List.of(
                host(), host() + "\nbehind it", host().replace("\n", "\r\n") + "\r\n", host() + "\r\nbehind it")) {
            assertThat(git("get", request).out()).startsWith("username=oauth2\npassword=");
        }
        assertThat(git("get", "").code()).isZero();
        for (String request :
                List.of(host() + "a=" + "x".repeat(1 << 20) + "\n\n", "a=b\n".repeat(1 << 18), "a\0=b\n\n", "a\n\n")) {
            TestWorld.Outcome outcome = git("get", request);
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("git sends to a credential helper");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "protocol=https|host=evil.example",
        "protocol=http|host=git.example",
        "protocol=ssh|host=git.example",
        "host=git.example",
        "protocol=https",
        "protocol=https|host=git.example@evil.example",
    })
    void git_gets_nothing_for_another_host(String request) {
        TestWorld.Outcome outcome = git("get", request.replace('|', '\n') + "\n\n");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(playground.requests().all()).isEmpty();
    }

    @Test
    void what_git_stores_or_learns_later_is_passed_over() {
        for (String operation : List.of("store", "capability", "newer")) {
            TestWorld.Outcome outcome = git(operation, host() + "username=x\npassword=y\n\n");
            assertThat(outcome.code()).isZero();
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void a_token_that_git_saw_refused_is_replaced() {
        String refused = token();
        assertThat(git("erase", host() + "username=oauth2\npassword=" + refused + "\n\n")
                        .code())
                .isZero();
        String next = token();
        assertThat(next).isNotEqualTo(refused);
        assertThat(git("erase", host() + "username=oauth2\npassword=another\n\n")
                        .code())
                .isZero();
        assertThat(token()).isEqualTo(next);
    }

    // GitHub Actions

    @Test
    void a_github_step_masks_the_token_first_and_then_sets_its_outputs() throws IOException {
        Path file = home.resolve("github-output");
        Files.writeString(file, "before=1\n");
        TestWorld.Outcome outcome =
                world.with("GITHUB_OUTPUT", file.toString()).run("token", "-p", "ci", "--github-output");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("::add-mask::" + token() + "\n");
        assertThat(Files.readString(file))
                .matches("before=1\naccess_token<<(oat_\\w+)\n\\Q" + token()
                        + "\\E\n\\1\ntoken_type<<(oat_\\w+)\nBearer\n\\2\nexpires_at<<(oat_\\w+)\n1795263000\n\\3\n");
    }

    @Test
    void outside_of_a_github_step_the_option_is_exit_2() {
        TestWorld.Outcome outcome = world.run("token", "client-credentials", "-p", "ci", "--github-output");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("GITHUB_OUTPUT is not set");
    }

    // a token that is bound to a key

    @Test
    void a_token_that_needs_a_proof_is_not_handed_to_programs() {
        for (String what : List.of("-o header", "-o env", "oat exec")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> TokenOutput.requireBearer(nasty("dpop"), what)))
                    .isInstanceOf(dev.oat.trace.Failure.Usage.class)
                    .hasMessageContaining(what);
        }
        TokenOutput.requireBearer(nasty("none"), "-o header");
    }
}
