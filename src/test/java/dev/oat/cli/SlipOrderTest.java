package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a token ends, its slip goes first: before the server hears of it, and before another takes its place. */
@DisabledOnOs(OS.WINDOWS)
class SlipOrderTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private final List<String> slipAt = new ArrayList<>();

    @BeforeEach
    void a_session_with_a_slip() {
        world = TestWorld.at(home).at(Instant.now()).with("PW", "wonderland");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
        run(
                "profile",
                "add",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-password",
                "--scope",
                "openid profile offline_access",
                "--api",
                playground.gateway().toString());
        signIn();
        assertThat(slip()).exists();
        playground.requests().onRequest(request -> {
            if (request.part() == Part.AUTHORIZATION_SERVER
                    && request.method().equals("POST")
                    && Files.exists(slip())) {
                slipAt.add(request.path());
            }
        });
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private void signIn() {
        run("token", "password", "-p", "work", "--username", "alice", "--password", "env:PW", "-o", "token");
    }

    private TestWorld.Outcome run(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    private Path slip() {
        return home.resolve(".local/state/oat/sessions/work.slip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logout work",
                "logout",
                "revoke -p work",
                "revoke -p work --token-type-hint refresh_token",
                "profile remove work"
            })
    void it_is_gone_before_the_server_hears_that_the_token_ends(String command) {
        run(command.split(" ", -1));
        assertThat(slipAt).isEmpty();
        assertThat(slip()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token refresh -p work", "token -p work --force-refresh"})
    void it_is_gone_while_another_token_is_asked_for_and_then_holds_that(String command) throws Exception {
        run(command.split(" ", -1));
        assertThat(slipAt).isEmpty();
        assertThat(Files.readString(slip()))
                .contains("\n" + run("token", "-p", "work").out());
    }

    @Test
    void a_token_that_an_api_refuses_is_not_handed_out_while_it_is_renewed() throws Exception {
        String refused = run("token", "-p", "work").out();
        playground.revokeAccessTokens();
        run("call", "-p", "work", playground.gateway() + "/hello");
        assertThat(slipAt).isEmpty();
        assertThat(Files.readString(slip()))
                .contains("\n" + run("token", "-p", "work").out())
                .doesNotContain(refused);
    }

    @Test
    void a_refused_token_that_cannot_be_renewed_is_not_handed_out_again() {
        playground.revokeAccessTokens();
        playground.close();
        assertThat(world.run("token", "-p", "work", "--force-refresh").code()).isNotZero();
        assertThat(slip()).doesNotExist();
    }

    @Test
    void a_server_that_is_gone_does_not_keep_it() {
        playground.close();
        world.run("logout", "work");
        assertThat(slip()).doesNotExist();
    }

    @Test
    void another_sign_in_takes_its_place() throws Exception {
        String first = Files.readString(slip());
        signIn();
        assertThat(Files.readString(slip()))
                .isNotEqualTo(first)
                .contains("\n" + run("token", "-p", "work").out());
    }
}
