package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everyday jobs, counted: the words that a user types, and the steps, where each command is one and so is each thing to do
 * beside the sign-in itself. No job may take more than is written here.
 */
@Timeout(120)
class TenJobsTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;
    private final List<String> table = new ArrayList<>();
    private int words;
    private int steps;

    @BeforeEach
    void start() {
        world = TestWorld.at(home)
                .typing()
                .with("S", "service-secret")
                .with("KEY", "jwt-secret-with-at-least-32-bytes")
                .with("W", "web-secret");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    /** A command as it is typed, with one word for what a preset, a profile or the environment could not say. */
    private String[] typed(String line) {
        steps++;
        String[] typed = line.split(" ");
        words += typed.length;
        String[] arguments = new String[typed.length - 1];
        for (int i = 1; i < typed.length; i++) {
            arguments[i - 1] = typed[i].replace("ISSUER", playground.issuer().toString())
                    .replace("API", playground.gateway().toString());
        }
        return arguments;
    }

    private TestWorld.Outcome oat(String line) {
        TestWorld.Outcome outcome = world.run(typed(line));
        assertThat(outcome.code()).as(line + "\n" + outcome.err()).isZero();
        return outcome;
    }

    private TestWorld.Outcome signingIn(String line) throws Exception {
        RunningCommand command = new RunningCommand(world, typed(line));
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(line + "\n" + outcome.err()).isZero();
        return outcome;
    }

    private void job(String name, int mostWords, int mostSteps, String best) {
        table.add("| " + name + " | " + words + "; " + steps + " | " + best + " |");
        assertThat(words).as(name + ": words").isLessThanOrEqualTo(mostWords);
        assertThat(steps).as(name + ": steps").isLessThanOrEqualTo(mostSteps);
        words = 0;
        steps = 0;
    }

    @Test
    void no_everyday_job_takes_more_words_or_steps_than_this() throws Exception {
        oat("oat token --issuer ISSUER --client-id demo-service --client-secret env:S");
        job("client credentials into a curl header, from nothing", 8, 1, "kct 2 steps after set-up");

        signingIn("oat token --login --issuer ISSUER --client-id demo-web");
        job("sign in and print a token", 7, 1, "5; 1 oidc-token-cli");
        oat("oat token --login --issuer ISSUER --client-id demo-web");
        job("the same words again, from the store", 7, 1, "5; 1 oidc-token-cli");
        try (Playground second = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()))) {
            Playground first = playground;
            playground = second;
            signingIn("oat login two --issuer ISSUER --client-id demo-web --api API");
            playground = first;
        }
        signingIn("oat login pan --issuer ISSUER --client-id demo-web --api API --scope openid,offline_access,read");
        job("login at two servers", 20, 2, "2 steps each");

        oat("oat token -p pan");
        job("token from the cache", 4, 1, "5; 1");
        world.pass(Duration.ofHours(1));
        oat("oat token -p pan");
        job("renewal", 4, 1, "5; 1");

        oat("oat profile use pan");
        words = 0;
        steps = 0;
        world.pass(Duration.ofDays(400));
        assertThat(signingIn("oat call API/orders").out()).isNotEmpty();
        job("dead session, user at the terminal: the call is answered", 3, 1, "1 step restish");

        assertThat(world.run("revoke", "--token-type-hint", "access_token").code())
                .isZero();
        oat("oat call orders");
        job("call with 401 renewal, by path", 3, 1, "1 step restish");

        world.duringPause(this::allowDevice);
        oat("oat login tv --device --issuer ISSUER --client-id demo-device");
        job("sign in on another device", 8, 1, "1 step");

        signingIn("oat login bound --issuer ISSUER --client-id demo-dpop --api API --scope openid,read --dpop");
        oat("oat call -p bound API/orders");
        job("DPoP token and call", 17, 2, "none");

        world.with("ACCESS", oat("oat token -p pan").out().strip());
        words = 0;
        steps = 0;
        oat("oat token token-exchange --issuer ISSUER --client-id demo-service --client-secret env:S"
                + " --subject-token env:ACCESS");
        job("token exchange", 11, 1, "11; 1");

        assertThat(world.run("logout", "pan").code()).isZero();
        world.with("KUBERNETES_EXEC_INFO", "{\"spec\":{\"interactive\":true}}");
        String[] plugin = {"credential", "kubernetes", "-p", "pan", "--id-token"};
        RunningCommand kubectl = new RunningCommand(world, plugin);
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(kubectl.address());
        assertThat(kubectl.outcome().code()).isZero();
        steps = 1;
        words = 3;
        job("kubectl get pods, without a session", 3, 1, "1 step kubelogin");

        String[] wrong = typed(
                "oat token client-credentials --issuer ISSUER --client-id demo-service --client-secret env:W -o json");
        TestWorld.Outcome refused = world.run(wrong);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(JsonObject.parse(refused.err()).text("error")).contains("invalid_client");
        job("an error in CI, as JSON", 11, 1, "only oat");

        world.with("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22").duringPause(this::allowDevice);
        oat("oat login ssh --issuer ISSUER --client-id demo-secret-jwt --client-secret env:KEY --auth-method"
                + " client_secret_jwt");
        job("SSH without a display", 11, 1, "1 step oidc-token-cli");

        Path note = Path.of("target", "ten-jobs.md");
        Files.createDirectories(note.toAbsolutePath().getParent());
        Files.writeString(
                note, "| job | oat (words; steps) | best peer |\n|---|---|---|\n" + String.join("\n", table) + "\n");
        assertThat(table).hasSize(14);
    }

    private void allowDevice() {
        try {
            ScriptedBrowser.allowing("alice", Secret.of("wonderland"))
                    .visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
