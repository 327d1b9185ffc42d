package dev.oat.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that take more than the token has: more scopes (RFC 6750 §3.1), a stronger or fresher sign-in (RFC 9470). */
@Timeout(90)
class StepUpTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() throws Exception {
        world = TestWorld.at(home);
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
        RunningCommand login = new RunningCommand(
                world,
                "login",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--scope",
                "openid read",
                "--api",
                playground.gateway().toString(),
                "--no-browser");
        visitAsAlice(login);
        assertThat(login.outcome().code()).as(login.outcome().err()).isZero();
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private static void visitAsAlice(RunningCommand command) throws IOException, InterruptedException {
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
    }

    private List<Integer> statuses(String path) {
        return playground.requests().of(Part.GATEWAY, path).stream()
                .map(ReceivedRequest::status)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/admin    | 403 | oat login work --scope 'openid read admin'",
                "/payments | 401 | oat login work --acr-values mfa",
                "/fresh    | 401 | oat login work --max-age 60",
            })
    void without_step_up_it_says_what_is_missing_and_the_exact_command(String path, int status, String command) {
        world.pass(Duration.ofMinutes(2));
        TestWorld.Outcome outcome = world.run("call", "-p", "work", playground.gateway() + path, "--fail");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(8);
        assertThat(outcome.err()).contains(command).contains("(" + status);
        assertThat(statuses(path)).containsExactly(status);
    }

    @ParameterizedTest
    @CsvSource({"/admin, 403, You are an administrator", "/payments, 401, Paid", "/fresh, 401, It was just you"})
    void with_step_up_the_person_signs_in_and_the_call_is_made_once_more(String path, int status, String answer)
            throws Exception {
        world.pass(Duration.ofMinutes(2));
        RunningCommand call = new RunningCommand(world, "call", "-p", "work", playground.gateway() + path, "--step-up");
        visitAsAlice(call);
        TestWorld.Outcome outcome = call.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains(answer);
        assertThat(statuses(path)).containsExactly(status, 200);
        // the session has it now
        assertThat(world.run("call", "-p", "work", playground.gateway() + path).out())
                .contains(answer);
    }

    @Test
    void the_profile_keeps_the_union_of_scopes() throws Exception {
        RunningCommand call =
                new RunningCommand(world, "call", "-p", "work", playground.gateway() + "/admin", "--step-up");
        visitAsAlice(call);
        assertThat(call.outcome().code()).isZero();
        assertThat(Files.readString(home.resolve(".config/oat/profiles/work.toml")))
                .contains("scope = [\"openid\", \"read\", \"admin\"]");
    }

    @Test
    void a_body_goes_along_with_the_second_request_too() throws Exception {
        RunningCommand call = new RunningCommand(
                world, "call", "POST", "-p", "work", playground.gateway() + "/orders", "item=tea", "--step-up");
        visitAsAlice(call);
        assertThat(call.outcome().out()).contains("\"item\":\"tea\"");
        assertThat(statuses("/orders")).containsExactly(403, 201);
    }

    @Test
    void a_body_from_a_pipe_is_not_sent_twice_and_nobody_is_asked() {
        world.reading("{\"item\":\"tea\"}");
        TestWorld.Outcome outcome =
                world.run("call", "POST", "-p", "work", playground.gateway() + "/orders", "@-", "--step-up", "--fail");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(8);
        assertThat(outcome.err()).contains("cannot be sent again").contains("--scope 'openid read write'");
        assertThat(statuses("/orders")).containsExactly(403);
    }

    @Test
    void without_a_profile_the_new_session_is_found_by_its_scopes() throws Exception {
        List<String> client = List.of(
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--scope",
                "openid read",
                "--api",
                playground.gateway().toString());
        List<String> words = new ArrayList<>(List.of("login", "--no-browser"));
        words.addAll(client.subList(0, 6));
        RunningCommand login = new RunningCommand(world, words.toArray(new String[0]));
        visitAsAlice(login);
        assertThat(login.outcome().code()).as(login.outcome().err()).isZero();

        words = new ArrayList<>(List.of("call", playground.gateway() + "/admin", "--step-up"));
        words.addAll(client);
        RunningCommand call = new RunningCommand(world, words.toArray(new String[0]));
        visitAsAlice(call);
        TestWorld.Outcome outcome = call.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("administrator");
    }

    @Test
    void a_token_that_no_person_signed_in_for_is_not_stepped_up() {
        world.with("S", "service-secret");
        TestWorld.Outcome outcome = world.run(
                "call",
                playground.gateway() + "/admin",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:S",
                "--api",
                playground.gateway().toString(),
                "--step-up");
        assertThat(outcome.err()).contains("insufficient_scope").contains("oat token client-credentials");
        assertThat(statuses("/admin")).containsExactly(403);
    }

    @Test
    void a_sign_in_that_is_not_as_strong_as_asked_is_told_and_the_api_says_no_once_more() throws Exception {
        RunningCommand call = new RunningCommand(
                world, "call", "-p", "work", playground.gateway() + "/payments", "--step-up", "--fail");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                .visit(java.net.URI.create(call.address().toString().replace("acr_values=mfa", "acr_values=pwd")));
        TestWorld.Outcome outcome = call.outcome();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(8);
        assertThat(outcome.err()).contains("expected mfa, found pwd");
        assertThat(statuses("/payments")).containsExactly(401, 401);
    }
}
