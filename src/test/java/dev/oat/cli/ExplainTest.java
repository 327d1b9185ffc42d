package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Playground;
import dev.oat.playground.PlaygroundSettings;
import dev.oat.playground.ScriptedBrowser;
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
                .replaceAll("(Dpop-nonce +)[\\w-]{43}", "$1NONCE_NONCE_NONCE_NONCE_NONCE_NONCE_NONCE_NO")
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
}
