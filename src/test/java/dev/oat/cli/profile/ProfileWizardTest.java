package dev.oat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.SlowTyping;
import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code oat profile add} without options, with a user at the terminal. */
@Timeout(90)
class ProfileWizardTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("BROWSER", "").with("CI_SECRET", "service-secret");
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .user(PlaygroundUser.of("alice", "wonderland"))
                .build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String profile(String name) throws IOException {
        return Files.readString(home.resolve(".config/oat/profiles/" + name + ".toml"));
    }

    @Test
    void it_asks_what_it_needs_and_ends_with_the_command_that_does_the_same() throws IOException {
        TestWorld.Outcome outcome = world.typing(
                        playground.issuer().toString(),
                        "client_credentials",
                        "demo-service",
                        "env:CI_SECRET",
                        "read",
                        playground.gateway().toString(),
                        "ci")
                .run("profile", "add");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(world.prompts())
                .containsExactly(
                        "Issuer, the server's address: ",
                        "Number or name [1]: ",
                        "Client ID, as the server's operator gave it: ",
                        "Where the client's secret lies: env:NAME, file:PATH, cmd:'PROGRAM ARG' or prompt: ",
                        "Scopes to ask for [the server's choice]: ",
                        "An API that may get the token, https://HOST [none]: ",
                        "Name of the profile [default]: ");
        assertThat(outcome.err())
                .contains("authorization_code")
                .contains("offline_access")
                .contains("next: oat token -p ci")
                .doesNotContain("redirect URI")
                .endsWith("The same without questions:\n\n  oat profile add ci --issuer " + playground.issuer()
                        + " --client-id demo-service --client-secret env:CI_SECRET --scope read"
                        + " --grant-type client_credentials --api " + playground.gateway() + "\n\n");
        String asked = profile("ci");
        String line = outcome.err()
                .substring(outcome.err().indexOf("oat profile add ci"))
                .strip();
        assertThat(world.run("profile", "remove", "ci").code()).isZero();
        assertThat(world.run(line.substring("oat ".length()).split(" ")).code()).isZero();
        assertThat(profile("ci")).isEqualTo(asked);
        assertThat(world.run("token", "-p", "ci").code()).isZero();
    }

    @Test
    void a_person_can_sign_in_at_once() throws Exception {
        SlowTyping person = new SlowTyping();
        person.type(playground.issuer().toString());
        person.type("1");
        person.type("demo-web");
        person.type("");
        person.type("");
        person.type("");
        person.type("y");
        RunningCommand command = new RunningCommand(world.typingAt(person), "profile", "add", "me");
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("Signed in as user-alice")
                .contains("Register for the client at the server\n  redirect URI    http://127.0.0.1/callback\n")
                .contains("else            http://127.0.0.1:8484/callback for a server")
                .containsPattern("oat profile set me\\s+port=8484")
                .endsWith("  oat login me --issuer " + playground.issuer() + " --client-id demo-web\n\n");
    }

    @Test
    void the_redirect_uri_to_register_is_the_one_that_will_be_used() {
        TestWorld.Outcome outcome = world.with("OAT_PORT", "8765,8766")
                .typing(playground.issuer().toString(), "1", "demo-web", "", "", "", "me", "n")
                .run("profile", "add");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("  redirect URI    http://127.0.0.1:8765/callback\n"
                        + "  redirect URI    http://127.0.0.1:8766/callback\n")
                .doesNotContain("8484");
        // told before the client id is asked for: that is when the client is being registered
        assertThat(outcome.err().indexOf("8765/callback"))
                .isLessThan(outcome.err().indexOf("profile me is in"));
    }

    @Test
    void a_wrong_address_and_a_typed_secret_are_asked_again() throws IOException {
        TestWorld.Outcome outcome = world.typing(
                        "http://127.0.0.1:1",
                        playground.issuer().toString(),
                        "9",
                        "client_credentials",
                        "demo-service",
                        "hunter2",
                        "",
                        "env:CI_SECRET",
                        "",
                        "",
                        "no good name!",
                        "ci")
                .run("profile", "add");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("127.0.0.1:1")
                .contains("Choose a number")
                .contains("That would be the secret itself")
                .contains("This is needed.")
                .contains("A name has letters");
        assertThat(profile("ci")).doesNotContain("hunter2");
    }

    @Test
    void who_does_not_answer_leaves_no_trace() {
        TestWorld.Outcome outcome = world.typing(playground.issuer().toString()).run("profile", "add");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("nothing was written");
        assertThat(home.resolve(".config/oat/profiles")).doesNotExist();
    }

    @Test
    void without_a_terminal_or_where_nobody_may_be_asked_it_is_a_usage_error() {
        TestWorld.Outcome outcome = world.run("profile", "add");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("lacks NAME");
        outcome = world.run("profile", "add", "work");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("a profile needs a server and a client");
        outcome = world.typing("never read").run("profile", "add", "work", "--no-input");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(world.prompts()).isEmpty();
    }
}
