package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.SlowTyping;
import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without a browser here, a code for another device and an address to open are one sign-in, whichever ends first. */
@Timeout(60)
class DeviceBesideTest {
    /** A client that may sign in both ways. */
    private static final String EITHER = "demo-secret-jwt";

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private SlowTyping terminal;

    @BeforeEach
    void start() {
        terminal = new SlowTyping();
        world = TestWorld.at(home)
                .with("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
                .typingAt(terminal)
                .with("KEY", "jwt-secret-with-at-least-32-bytes");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private void visitDevicePage(ScriptedBrowser person) {
        try {
            person.visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunningCommand login(String client, String... more) {
        List<String> words = new ArrayList<>(
                List.of("login", "work", "--issuer", playground.issuer().toString(), "--client-id", client));
        if (client.equals(EITHER)) {
            words.addAll(List.of("--client-secret", "env:KEY", "--auth-method", "client_secret_jwt"));
        }
        words.addAll(List.of(more));
        return new RunningCommand(world, words.toArray(new String[0]));
    }

    private long asked(String path) {
        return playground.requests().of(Part.AUTHORIZATION_SERVER).stream()
                .filter(request -> request.path().equals(path))
                .count();
    }

    @Test
    void who_agrees_on_another_device_first_is_signed_in() throws Exception {
        world.duringPause(() -> visitDevicePage(ScriptedBrowser.allowing("alice", Secret.of("wonderland"))));
        TestWorld.Outcome outcome = login(EITHER).outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("On SSH without a display: open this address")
                .contains("enter this code there")
                .contains("Signed in as", "profile work");
        assertThat(world.run("token", "-p", "work").code()).isZero();
    }

    @Test
    void who_opens_the_address_first_is_signed_in_and_the_code_is_asked_about_no_more() throws Exception {
        world.waiting();
        RunningCommand login = login(EITHER);
        login.awaitError("enter this code there");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
        TestWorld.Outcome outcome = login.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(playground.requests().tokenRequests("authorization_code")).hasSize(1);
    }

    @Test
    void a_no_on_the_other_device_is_a_no() throws Exception {
        world.duringPause(() -> visitDevicePage(ScriptedBrowser.denying("alice", Secret.of("wonderland"))));
        TestWorld.Outcome outcome = login(EITHER).outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("access_denied");
    }

    @Test
    void a_client_that_may_not_use_codes_pastes_without_a_word_about_them() throws Exception {
        RunningCommand login = login("demo-web");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
        TestWorld.Outcome outcome = login.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(asked("/device_authorization")).isEqualTo(1);
        assertThat(outcome.err()).doesNotContain("code there", "unauthorized_client");
    }

    @Test
    void a_code_that_expires_leaves_the_address() throws Exception {
        playground.faults().on(Fault.EXPIRED_DEVICE_CODE);
        RunningCommand login = login(EITHER);
        login.awaitError("the code is of no use any more");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
        assertThat(login.outcome().code()).isZero();
    }

    @Test
    void what_was_asked_for_beats_the_choice() throws Exception {
        for (List<String> more : List.of(
                List.of("--no-device"),
                List.of("--no-browser"),
                List.of("--prompt", "login"),
                List.of("--max-age", "60"))) {
            RunningCommand login = login(EITHER, more.toArray(new String[0]));
            ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
            TestWorld.Outcome outcome = login.outcome();
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(asked("/device_authorization")).as("%s", more).isZero();
        }
    }

    @Test
    void the_page_for_the_code_opens_in_a_browser_where_there_is_one() throws Exception {
        Path opened = home.resolve("opened");
        Path browser = home.resolve("browser");
        Files.writeString(browser, "#!/bin/sh\nprintf '%s' \"$1\" > '" + opened + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        world.with("BROWSER", browser.toString());
        world.duringPause(() -> {
            awaitFile(opened);
            visitDevicePage(ScriptedBrowser.allowing("alice", Secret.of("wonderland")));
        });
        TestWorld.Outcome outcome = login("demo-device", "--device").outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(opened).content().startsWith(playground.issuer() + "/device?user_code=");
    }

    private static void awaitFile(Path file) {
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
    }
}
