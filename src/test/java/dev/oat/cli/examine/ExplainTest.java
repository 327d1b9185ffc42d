package dev.oat.cli.examine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.Golden;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --explain} tells of whole flows, against a playground. */
@Timeout(120)
class ExplainTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/explain");

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
        return world.run(words(
                more,
                "token",
                "client-credentials",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:CS",
                "--explain"));
    }

    private static String[] words(String[] tail, String... head) {
        String[] all = java.util.Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private TestWorld.Outcome login(String... more) throws Exception {
        RunningCommand command = new RunningCommand(
                world,
                words(
                        more,
                        "login",
                        "work",
                        "--issuer",
                        playground.issuer().toString(),
                        "--client-id",
                        "demo-web",
                        "--scope",
                        "openid offline_access read",
                        "--api",
                        playground.gateway().toString(),
                        "--no-browser"));
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        return command.outcome();
    }

    /** What is different in each run, by what stands for it. */
    private String steady(String text) {
        return text.replace(playground.issuer().toString(), "http://127.0.0.1:AUTHS")
                .replace(playground.gateway().toString(), "http://127.0.0.1:GATEW")
                .replaceAll("127\\.0\\.0\\.1(:|%3A)\\d{5}(/|%2F)callback", "127.0.0.1$1PORTX$2callback")
                .replaceAll("\\d+ ms\\)", "N ms)")
                .replaceAll("\\d+ bytes", "N bytes")
                .replaceAll("\\[\\d+ chars", "[N chars")
                .replaceAll("\\d+ members in all", "NN members in all")
                .replaceAll("( [\\w-]{4}…)? #[0-9a-f]{6}", " #ABCDEF")
                .replaceAll("(code_challenge +)[\\w-]{43}", "$1CHALLENGE_CHALLENGE_CHALLENGE_CHALLENGE_CHA")
                .replaceAll("(DPoP-Nonce +)[\\w-]{43}", "$1NONCE_NONCE_NONCE_NONCE_NONCE_NONCE_NONCE_NO")
                .replaceAll("[A-Z]{4}-[A-Z]{4}", "USER-CODE")
                .replaceAll("(code_challenge|nonce|state)=[\\w-]+", "$1=RANDOM");
    }

    @Test
    void whole_flows_read_as_the_golden_files_say() throws Exception {
        Map<String, String> told = new LinkedHashMap<>();
        TestWorld.Outcome service = clientCredentials();
        assertThat(service.code()).as(service.err()).isZero();
        told.put("client-credentials.txt", steady(service.err()));
        playground.faults().on("dpop-nonce");
        TestWorld.Outcome bound = clientCredentials("--dpop");
        playground.faults().clear();
        assertThat(bound.code()).as(bound.err()).isZero();
        told.put("client-credentials-dpop.txt", steady(bound.err()));
        TestWorld.Outcome signedIn = login("--explain");
        assertThat(signedIn.code()).as(signedIn.err()).isZero();
        told.put("login.txt", steady(signedIn.err()));
        playground.expireAccessTokens();
        TestWorld.Outcome called = world.run("call", "-p", "work", playground.gateway() + "/hello", "--explain");
        assertThat(called.code()).as(called.err()).isZero();
        told.put("renewal-after-401.txt", steady(called.err()));
        world.duringPause(() -> {}).duringPause(this::allowDevice);
        TestWorld.Outcome device = world.run(
                "token",
                "device",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-device",
                "--scope",
                "openid read",
                "--explain");
        assertThat(device.code()).as(device.err()).isZero();
        told.put("device.txt", steady(device.err()));
        world.with("CS", "ciba-secret").duringPause(() -> {}).duringPause(this::allowCiba);
        TestWorld.Outcome ciba = world.run(
                "token",
                "ciba",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-ciba",
                "--client-secret",
                "env:CS",
                "--login-hint",
                "alice",
                "--binding-message",
                "W4SCT",
                "--explain");
        assertThat(ciba.code()).as(ciba.err()).isZero();
        told.put("ciba.txt", steady(ciba.err()));
        told.forEach((name, text) -> assertThat(text.lines())
                .as(name)
                // an address to open must stay on one line
                .allSatisfy(line -> assertThat(line.length() <= 80 || line.startsWith("  http") || !indented(line))
                        .as(line)
                        .isTrue()));
        Golden.holds(GOLDEN, told);
    }

    private void allowDevice() {
        try {
            ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                    .visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void allowCiba() {
        try {
            ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(URI.create(playground.issuer() + "/ciba"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean indented(String line) {
        return line.startsWith("    ");
    }

    @Test
    void standard_output_stays_the_answer_alone() {
        TestWorld.Outcome outcome = clientCredentials("-o", "token");
        assertThat(outcome.out().strip()).doesNotContain("\n", " ");
        assertThat(outcome.err()).startsWith("\n 1. oat → authorization server: ");
    }

    @Test
    void a_stored_token_needs_no_step_and_that_is_said() throws Exception {
        login();
        TestWorld.Outcome outcome = world.run("token", "-p", "work", "--explain");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEqualTo("Nothing was sent: all that was needed was at hand.\n");
    }

    @Test
    void a_failure_says_at_which_step_and_why() {
        world.with("CS", "wrong");
        TestWorld.Outcome outcome = clientCredentials();
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("← 401 refused: who is asking?", "It ended at step 2, for this reason:\noat: ")
                .doesNotContain("wrong credentials)\noat: the authorization server refused: invalid_client\n");
    }

    @Test
    void a_locale_without_unicode_gets_ascii_arrows() {
        world.with("LC_ALL", "C");
        TestWorld.Outcome outcome = clientCredentials();
        assertThat(outcome.err())
                .contains(" 1. oat -> authorization server: ", "<- 200")
                .isASCII();
    }

    @Test
    void colours_set_headings_names_and_verdicts_apart_and_add_nothing() {
        String plain = clientCredentials().err();
        assertThat(plain).doesNotContain("\u001b");
        String coloured = clientCredentials("--color", "always").err();
        assertThat(coloured)
                .contains("\u001b[1m 1. oat → authorization server: OpenID Connect metadata request\u001b[0m\n")
                .contains("\n      \u001b[36mtoken_type\u001b[0m           Bearer\u001b[2m (how the token")
                .contains(
                        "\n    \u001b[32m✓\u001b[0m the answer holds an access token\u001b[2m (RFC 6749 §5.1)\u001b[0m\n")
                .contains("\n    \u001b[32m←\u001b[0m 200 done");
        assertThat(steady(coloured.replaceAll("\u001b\\[\\d+m", ""))).isEqualTo(steady(plain));
        world.with("CS", "wrong");
        assertThat(clientCredentials("--color", "always").err())
                .contains("\u001b[31m←\u001b[0m 401 refused: who is asking?");
    }

    @Test
    void the_usual_variables_decide_on_colours() {
        world.with("FORCE_COLOR", "1");
        assertThat(clientCredentials().err()).contains("\u001b[36m");
        assertThat(clientCredentials("--color", "never").err()).doesNotContain("\u001b");
        world.with("NO_COLOR", "1");
        assertThat(clientCredentials().err()).doesNotContain("\u001b");
    }
}
