package dev.oat.cli.login;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.oat.cli.RunningCommand;
import dev.oat.cli.SlowTyping;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs in at a server that speaks plain OAuth and has endpoints only; the test is its authorization endpoint. */
@Timeout(60)
class LoginByHandTest {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    Path home;

    private TestWorld world;
    private SlowTyping terminal;

    @BeforeEach
    void start() {
        terminal = new SlowTyping();
        world = TestWorld.at(home).typingAt(terminal);
        SERVER.stubFor(post("/token")
                .willReturn(okJson("{\"access_token\":\"t0ken\",\"token_type\":\"bearer\",\"expires_in\":3600}")));
    }

    private RunningCommand login(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "--authorization-endpoint",
                SERVER.url("/authorize"),
                "--token-endpoint",
                SERVER.url("/token"),
                "--client-id",
                "cli"));
        words.addAll(List.of(more));
        return new RunningCommand(world, words.toArray(new String[0]));
    }

    private static String parameter(URI address, String name) {
        return Form.parse(address.getRawQuery()).first(name).orElseThrow();
    }

    private static int get(String address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REDIRECT?code=the-code&state=STATE", "?state=STATE&code=the-code", "the-code"})
    void the_person_may_paste_the_address_its_query_or_the_code(String pasted) throws Exception {
        RunningCommand command = login("--no-browser");
        URI address = command.address();
        terminal.awaitPrompt("Paste the address");
        terminal.type("no code at all");
        terminal.type(pasted.replace("REDIRECT", parameter(address, "redirect_uri"))
                .replace("STATE", parameter(address, "state")));
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("As --no-browser asks: open this address in a browser:")
                .contains("That cannot be used: that is neither an address nor a code.")
                .contains(
                        "Signed in at " + SERVER.url("/token") + ": the token is good for 60 minutes (until 13:00 UTC)")
                .contains("no refresh token came");
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withRequestBody(containing("code=the-code"))
                .withRequestBody(containing("code_verifier=")));
    }

    @Test
    void an_address_of_another_sign_in_is_not_taken() throws Exception {
        RunningCommand command = login("--no-browser");
        URI address = command.address();
        String redirect = parameter(address, "redirect_uri");
        terminal.type(redirect + "?code=stolen&state=other");
        terminal.type(redirect + "?code=stolen");
        terminal.type(redirect + "?code=mine&state=" + parameter(address, "state"));
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("it belongs to another sign-in", "it holds no state");
        SERVER.verify(1, postRequestedFor(urlEqualTo("/token")));
        SERVER.verify(postRequestedFor(urlEqualTo("/token")).withRequestBody(containing("code=mine")));
    }

    @Test
    void the_listener_wins_while_the_terminal_is_still_read() throws Exception {
        RunningCommand command = login("--no-browser");
        URI address = command.address();
        terminal.awaitPrompt("Paste the address");
        assertThat(get(parameter(address, "redirect_uri") + "?code=c&state=" + parameter(address, "state")))
                .isEqualTo(200);
        assertThat(command.outcome().code()).isZero();
    }

    @Test
    void with_no_input_nothing_is_read_and_the_redirect_is_still_awaited() throws Exception {
        terminal.type("the-code");
        RunningCommand command = login("--no-browser", "--no-input");
        URI address = command.address();
        assertThat(get(parameter(address, "redirect_uri") + "?code=c&state=" + parameter(address, "state")))
                .isEqualTo(200);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).doesNotContain("paste");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void the_browser_gets_one_address_and_its_chatter_reaches_nobody() throws Exception {
        Path calls = home.resolve("calls");
        assertThat(new ProcessBuilder("mkfifo", calls.toString()).start().waitFor())
                .isZero();
        Path browser = home.resolve("browser");
        Files.writeString(
                browser,
                "#!/bin/sh\necho chatter\necho more chatter >&2\n"
                        + "{ echo \"$#\"; printf '%s\\n' \"$@\"; /usr/bin/env; } > '" + calls + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        world.with("OAT_REFRESH_TOKEN", "canary")
                .with("CLI_SECRET", "canary")
                .with("CI", "true")
                .with("PATH", System.getenv("PATH"));
        RunningCommand command = login("--browser", browser.toString(), "--client-secret", "env:CLI_SECRET");
        List<String> called = Files.readAllLines(calls, StandardCharsets.UTF_8);
        assertThat(called.get(0)).isEqualTo("1");
        URI address = URI.create(called.get(1));
        assertThat(address).isEqualTo(command.address());
        assertThat(String.join("\n", called)).doesNotContain("canary");
        assertThat(get(parameter(address, "redirect_uri") + "?code=c&state=" + parameter(address, "state")))
                .isEqualTo(200);
        TestWorld.Outcome outcome = command.outcome();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("as --browser asks").doesNotContain("chatter");
    }

    @Test
    void a_code_is_spent_once_even_when_no_answer_comes() throws Exception {
        SERVER.stubFor(post("/token")
                .willReturn(com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                        .withFault(Fault.CONNECTION_RESET_BY_PEER)));
        RunningCommand command = login("--no-browser");
        URI address = command.address();
        assertThat(get(parameter(address, "redirect_uri") + "?code=c&state=" + parameter(address, "state")))
                .isEqualTo(400);
        assertThat(command.outcome().code()).isEqualTo(5);
        SERVER.verify(1, postRequestedFor(urlEqualTo("/token")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example/$(touch marker)",
                "https://as.example/`id`",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "-oProxyCommand=id",
                "http://as.example/authorize",
                "https://user@as.example/authorize",
            })
    void an_authorization_endpoint_that_no_browser_should_get_is_refused(String endpoint) {
        TestWorld.Outcome outcome = world.run(
                "login",
                "--authorization-endpoint",
                endpoint,
                "--token-endpoint",
                SERVER.url("/token"),
                "--client-id",
                "cli",
                "--browser",
                "true");
        assertThat(outcome.code()).as(outcome.err()).isIn(2, 6);
        assertThat(home.resolve("marker")).doesNotExist();
    }
}
