package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.setting.Terminal;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read fits their terminal: no line is broken in the middle of a word. */
@Timeout(120)
class TerminalWidthTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() throws Exception {
        world = TestWorld.at(home);
        playground = Playground.start(
                PlaygroundSettings.builder(world.clock(), new SecureRandom()).build());
        RunningCommand login = new RunningCommand(
                world,
                "login",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--scope",
                "openid profile offline_access read write",
                "--api",
                playground.gateway().toString(),
                "--no-browser",
                "--record",
                file("flow.json"));
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(login.address());
        assertThat(login.outcome().code()).isZero();
        assertThat(world.run("userinfo", "-p", "work", "--record", file("other.json"))
                        .code())
                .isZero();
        world.with("OAT_PROFILE", "work")
                .with("PIECE", "x.y")
                .with("TERM", "xterm")
                .onTerminal();
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    private List<List<String>> reports() {
        String token = world.run("token", "-p", "work").out().strip();
        world.with("TOKEN", token);
        List<List<String>> reports = new ArrayList<>(List.of(
                List.of("status"),
                List.of("doctor"),
                List.of("discover"),
                List.of("discover", playground.issuer().toString(), "--diff", playground.gateway() + "/orders"),
                List.of("profile", "show", "--origin"),
                List.of("profile", "list"),
                List.of("jwt", "decode", "env:TOKEN"),
                List.of("jwt", "verify", "env:TOKEN"),
                List.of("jwt", "decode", "env:PIECE"),
                List.of("explain", "invalid_client"),
                List.of(
                        "explain",
                        "Bearer error=\"invalid_token\", error_description=\"the access token has expired\""),
                List.of("explain", file("flow.json")),
                List.of("record", "show", file("flow.json")),
                List.of("record", "diff", file("flow.json"), file("other.json")),
                List.of("call", playground.gateway() + "/hello", "--explain"),
                List.of("call", playground.gateway() + "/nothing"),
                List.of("call", "https://elsewhere.example/orders", "--no-input"),
                List.of("call", "http://127.0.0.1:1/", "--allow-host", "http://127.0.0.1:1"),
                List.of("token", "client-credentials", "--issuer", playground.issuer() + "/"),
                List.of("token", "client-credentials", "--client-secret", "an-argument-in-clear-text"),
                List.of(
                        "token",
                        "client-credentials",
                        "--issuer",
                        playground.gateway().toString()),
                List.of("login", "--scpoe"),
                List.of("explain"),
                List.of("playground", "--list-faults"),
                List.of("--help"),
                List.of("login", "--help"),
                List.of("call", "--help")));
        for (HelpTopic topic : HelpTopic.values()) {
            reports.add(List.of("help", topic.word()));
        }
        return reports;
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 60})
    void no_line_is_longer_but_for_what_must_be_copied_whole(int columns) {
        world.with("COLUMNS", Integer.toString(columns));
        for (List<String> words : reports()) {
            TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
            String shown = (outcome.out() + outcome.err()).replaceAll("\u001b\\[[0-9;]*m", "");
            assertThat(shown).as(words.toString()).isNotBlank();
            for (String line : shown.split("\n", -1)) {
                assertThat(line.length() <= columns || isWhole(line.strip(), words, columns))
                        .as(String.join(" ", words) + ": " + line)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 33})
    void no_terminal_is_too_narrow(int columns) {
        world.with("COLUMNS", Integer.toString(columns));
        for (List<String> words : reports()) {
            assertThat(world.run(words.toArray(new String[0])))
                    .as(words.toString())
                    .satisfies(outcome -> assertThat(outcome.err()).doesNotContain("a fault of oat"))
                    .satisfies(outcome -> assertThat(outcome.code()).isNotEqualTo(1));
        }
    }

    /** One word, a command, what holds a word that no line can, or a line of an example. */
    private static boolean isWhole(String text, List<String> words, int columns) {
        if (List.of(text.split(" ")).stream().anyMatch(word -> word.length() > columns)) {
            return true;
        }
        boolean example = words.contains("--help") || words.contains("help");
        return !text.contains(" ") || text.startsWith("oat ") || text.startsWith("try: oat ") || example;
    }

    @Test
    void the_terminal_is_asked_when_no_variable_says_how_wide_it_is() {
        world.typingAt(new Terminal() {
            @Override
            public boolean isPresent() {
                return false;
            }

            @Override
            public java.util.Optional<String> ask(String prompt) {
                return java.util.Optional.empty();
            }

            @Override
            public java.util.Optional<Secret> askSecret(String prompt) {
                return java.util.Optional.empty();
            }

            @Override
            public OptionalInt columns() {
                return OptionalInt.of(50);
            }
        });
        String narrow = world.run("call", "https://elsewhere.example/orders", "--no-input")
                .err();
        assertThat(narrow).startsWith("oat: the token of profile work may not go to\n     https://elsewhere.example\n");
        world.with("COLUMNS", "100");
        assertThat(world.run("call", "https://elsewhere.example/orders", "--no-input")
                        .err())
                .startsWith("oat: the token of profile work may not go to https://elsewhere.example\n");
    }

    @Test
    void what_is_no_terminal_gets_each_sentence_on_one_line() {
        TestWorld piped = TestWorld.at(home).with("COLUMNS", "40").with("OAT_PROFILE", "work");
        assertThat(piped.run("call", "https://elsewhere.example/orders", "--no-input")
                        .err())
                .startsWith("oat: the token of profile work may not go to https://elsewhere.example\n");
    }

    @Test
    void messages_of_the_wire_and_lines_for_curl_stay_as_they_are() {
        world.with("COLUMNS", "40");
        String shown = world.run("userinfo", "-v").err();
        assertThat(shown).containsPattern("(?m)^> Authorization: Bearer \\[.+ #\\w+\\]$");
        assertThat(world.run("userinfo", "--curl").err()).contains("    -H 'Authorization: Bearer '\"$ACCESS_TOKEN\"");
        assertThat(world.run("userinfo", "--dry-run", "--curl").out()).startsWith("curl http://127.0.0.1:");
    }
}
