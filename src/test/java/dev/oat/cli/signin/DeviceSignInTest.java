package dev.oat.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The user signs in on another device while the command waits; no wait takes any time. */
@Timeout(60)
class DeviceSignInTest {
    private static final Pattern CODE = Pattern.compile("user_code=([A-Z]{4}-[A-Z]{4})");

    @TempDir
    Path home;

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

    private String[] words(String... more) {
        List<String> words = new ArrayList<>();
        boolean login = more.length > 0 && more[0].equals("login");
        words.addAll(login ? List.of() : List.of("token", "device"));
        words.addAll(List.of(more));
        words.addAll(List.of("--issuer", playground.issuer().toString(), "--client-id", "demo-device"));
        return words.toArray(new String[0]);
    }

    private TestWorld.Outcome device(String... more) {
        return world.run(words(more));
    }

    /** What the user does with the newest code, which the test takes from the answer that the device got. */
    private void visit(ScriptedBrowser person) {
        try {
            person.visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Runnable allow() {
        return () -> visit(ScriptedBrowser.allowing("alice", Secret.of("wonderland")));
    }

    private List<ReceivedRequest> polls() {
        return playground.requests().of(Part.AUTHORIZATION_SERVER).stream()
                .filter(request -> request.path().equals("/token"))
                .toList();
    }

    @Test
    void shows_page_and_code_and_prints_the_token_once_the_person_has_agreed() {
        world.duringPause(() -> {}).duringPause(allow());
        TestWorld.Outcome outcome = device("--scope", "openid read");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonObject answer = JsonObject.parse(outcome.out());
        assertThat(answer.text("scope")).contains("openid read");
        assertThat(answer.has("id_token")).isTrue();
        Matcher code = CODE.matcher(outcome.err());
        assertThat(code.find()).isTrue();
        assertThat(outcome.err())
                .contains("as client demo-device, scope openid read.")
                .contains("\n  " + playground.issuer() + "/device\n")
                .contains("\n  " + code.group(1) + "\n")
                .contains("Agree only to a code that you see here")
                .doesNotContain("\u001b");
        assertThat(world.pauses()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(polls()).hasSize(2);
    }

    @Test
    void the_resource_that_the_person_agreed_to_is_named_again_with_each_token_request() {
        world.duringPause(allow());
        TestWorld.Outcome outcome = device("--resource", "https://api.example/");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(polls())
                .isNotEmpty()
                .allSatisfy(poll -> assertThat(poll.form("resource")).contains("https://api.example/"));
    }

    @Test
    void a_terminal_shows_a_box_and_a_qr_code_and_the_device_code_nowhere() {
        world.duringPause(allow()).onTerminal().with("LANG", "C.UTF-8");
        TestWorld.Outcome outcome = device("-vv", "--color", "never");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("┌───", "│   " + playground.lastUserCode() + "   │", "▀▀▀", "█████");
        String deviceCode = polls().get(0).form("device_code").orElseThrow();
        assertThat(outcome.err()).doesNotContain(deviceCode);
    }

    @Test
    void a_dumb_or_ascii_terminal_gets_the_same_in_plain_signs() {
        world.duringPause(allow()).onTerminal().with("LANG", "C").with("TERM", "dumb");
        TestWorld.Outcome outcome = device();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("  " + playground.lastUserCode(), "##############");
        assertThat(outcome.err().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    }

    @Test
    void slow_down_adds_five_seconds_for_good() {
        playground.faults().on(Fault.SLOW_DOWN);
        world.duringPause(() -> {}).duringPause(() -> {}).duringPause(allow());
        assertThat(device().code()).isZero();
        assertThat(world.pauses())
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    @Test
    void a_no_is_exit_3_and_stores_nothing() throws IOException {
        world.duringPause(() -> visit(ScriptedBrowser.denying("alice", Secret.of("wonderland"))));
        TestWorld.Outcome outcome = device("-p", "tv");
        assertThat(outcome.code()).isEqualTo(2);
        world.run("profile", "add", "tv", "--issuer", playground.issuer().toString(), "--client-id", "demo-device");
        outcome = world.run("token", "device", "-p", "tv");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("access_denied", "RFC 8628 §3.5");
        assertThat(sessions()).isEmpty();
    }

    private List<String> sessions() throws IOException {
        Path state = home.resolve(".local/state/oat/sessions");
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (var files = Files.list(state)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .toList();
        }
    }

    @Test
    void a_code_that_has_expired_at_the_server_is_exit_3() {
        playground.faults().on(Fault.EXPIRED_DEVICE_CODE);
        TestWorld.Outcome outcome = device();
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("expired_token", "RFC 8628 §3.5", "run the command again");
    }

    @Test
    void nobody_who_agrees_in_time_is_exit_7() {
        TestWorld.Outcome outcome = device();
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err()).contains("nobody agreed within 600 s, and the code has expired");
        assertThat(polls()).hasSize(119);
    }

    @Test
    void timeout_bounds_the_wait_for_the_person() {
        TestWorld.Outcome outcome = device("--timeout", "12");
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err()).contains("nobody agreed within 12 s").contains("--timeout");
        assertThat(world.pauses()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR_500", "BUSY_503", "LOST_ANSWER"})
    void trouble_on_the_way_doubles_the_wait_and_ends_nothing(Fault fault) {
        playground.faults().times(2, fault, "token");
        world.duringPause(() -> {}).duringPause(() -> {}).duringPause(() -> {}).duringPause(allow());
        TestWorld.Outcome outcome = device();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("asking again in 10 s").contains("asking again in 20 s");
        assertThat(world.pauses())
                .containsExactly(
                        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HTML", "HUGE", "REDIRECT", "EMPTY"})
    void an_answer_that_is_no_protocol_message_ends_the_wait(Fault fault) {
        playground.faults().on(fault, "token");
        TestWorld.Outcome outcome = device();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(5);
        assertThat(world.pauses()).hasSize(1);
    }

    @Test
    void login_with_device_makes_a_profile_that_renews_itself_and_signs_in_so_again() {
        world.duringPause(allow());
        TestWorld.Outcome login = device("login", "tv", "--device", "--scope", "openid profile offline_access read");
        assertThat(login.code()).as(login.err()).isZero();
        assertThat(login.out()).isEmpty();
        assertThat(login.err()).contains("Signed in as alice (sub user-alice)").contains("profile tv", "renews itself");
        assertThat(world.run("profile", "show", "tv").out()).contains("device_code");
        String first = world.run("token", "-p", "tv").out();
        world.pass(Duration.ofMinutes(30));
        TestWorld.Outcome renewed = world.run("token", "-p", "tv");
        assertThat(renewed.code()).as(renewed.err()).isZero();
        assertThat(renewed.out()).isNotEqualTo(first);

        world.duringPause(allow());
        assertThat(world.run("login", "tv").err()).contains("enter this code");
    }

    @Test
    void a_session_without_refresh_token_is_never_renewed_without_the_person() {
        world.duringPause(allow());
        assertThat(device("login", "tv", "--device", "--scope", "openid").code())
                .isZero();
        world.pass(Duration.ofHours(1));
        int before = polls().size();
        TestWorld.Outcome outcome = world.run("token", "-p", "tv");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.err()).contains("oat login tv");
        assertThat(polls()).hasSize(before);
    }

    @Test
    void options_of_the_browser_mean_nothing_to_a_device() {
        TestWorld.Outcome outcome = device("login", "tv", "--device", "--port", "8484");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--port says nothing to a sign-in on another device");
    }
}
