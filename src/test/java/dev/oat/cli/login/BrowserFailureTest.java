package dev.oat.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers that are not there or fail: said at once, with the address. */
@Timeout(60)
class BrowserFailureTest {
    private static final String ASKED = "A browser was asked to open the page";

    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        server = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String program(String name, String script) throws IOException {
        Path program = home.resolve(name);
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }

    private String address(TestWorld.Outcome outcome) {
        assertThat(outcome.err()).contains("\n  " + server.issuer() + "/authorize?");
        return outcome.err();
    }

    /** Nobody signs in; what is printed until then is what counts. */
    private TestWorld.Outcome login(String... more) {
        String[] words = new String[7 + more.length];
        System.arraycopy(
                new String[] {"login", "--issuer", server.issuer(), "--client-id", OddServer.CLIENT, "--timeout", "1"},
                0,
                words,
                0,
                7);
        System.arraycopy(more, 0, words, 7, more.length);
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(7);
        return outcome;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere/firefox",
                "no-such-browser --new",
                "relative/firefox",
                "/nowhere/a:/nowhere/b",
                "/etc/passwd"
            })
    void a_browser_variable_that_names_nothing_is_told_with_the_address(String variable) {
        world.with("BROWSER", variable);
        TestWorld.Outcome outcome = login();
        assertThat(address(outcome))
                .contains("BROWSER names no program that is here: " + variable)
                .doesNotContain(ASKED, "as BROWSER asks");
    }

    @Test
    void a_browser_variable_that_cannot_be_read_is_told() {
        world.with("BROWSER", "'unclosed");
        assertThat(address(login())).contains("BROWSER cannot be read").doesNotContain(ASKED);
    }

    /** However long a busy machine takes to start a program: it is said once it has failed, and the login goes on. */
    private TestWorld.Outcome loginUntil(String said, String... more) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("login", "--issuer", server.issuer(), "--client-id", OddServer.CLIENT));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        command.awaitError(said);
        visit(command);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    private static void visit(RunningCommand command) throws Exception {
        HttpResponse<Void> page = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()
                .send(HttpRequest.newBuilder(command.address()).build(), HttpResponse.BodyHandlers.discarding());
        assertThat(page.statusCode()).isEqualTo(200);
    }

    @Test
    void a_browser_that_fails_is_told_with_the_address() throws Exception {
        String fails = program("fails", "exit 3");
        world.with("BROWSER", fails);
        address(loginUntil("$BROWSER (" + fails + ") ended with status 3"));
        world.with("BROWSER", "");
        address(loginUntil("--browser (" + fails + ") ended with status 3", "--browser", fails));
    }

    @Test
    void the_next_browser_of_the_list_is_asked_when_the_first_fails() throws Exception {
        String fails = program("fails", "exit 3");
        String works = program("works", "exit 0");
        world.with("BROWSER", fails + ":" + works);
        assertThat(address(loginUntil("ended with status 3"))).contains(ASKED);
    }

    @Test
    void a_browser_that_works_is_said_to_be_asked_and_nothing_else() throws Exception {
        world.with("BROWSER", "/nowhere/first:" + program("works", "exit 0"));
        assertThat(address(login()))
                .contains(ASKED + " (as BROWSER asks)")
                .doesNotContain("status", "names no program");
    }

    @Test
    void a_browser_that_fails_after_a_while_is_told_then() throws Exception {
        Path gate = home.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        String late = program("late", "read x < '" + gate + "'; exit 4");
        world.with("BROWSER", late);
        RunningCommand command =
                new RunningCommand(world, "login", "--issuer", server.issuer(), "--client-id", OddServer.CLIENT);
        command.awaitError(ASKED);
        Files.writeString(gate, "on\n");
        command.awaitError("$BROWSER (" + late + ") ended with status 4. If there is no page, open this address");
        visit(command);
        assertThat(command.outcome().code()).as(command.outcome().err()).isZero();
    }
}
