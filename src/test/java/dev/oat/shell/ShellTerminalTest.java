package dev.oat.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Playground;
import dev.oat.playground.PlaygroundSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The shell before a real pseudo-terminal, with a person's keys. */
@Timeout(120)
@EnabledIf("thereIsATerminal")
class ShellTerminalTest {
    @TempDir
    Path home;

    private Playground playground;
    private final Map<String, String> variables = new LinkedHashMap<>();

    /** CI installs tmux, so there its absence is a failure. */
    static boolean thereIsATerminal() {
        return TerminalScreen.isPossible() || System.getenv("CI") != null;
    }

    @BeforeEach
    void start() throws IOException {
        playground = Playground.start(PlaygroundSettings.builder(Clock.systemUTC(), new SecureRandom())
                .metadataLifetime(Duration.ofMinutes(5))
                .build());
        profile("work", "demo-web", "");
        profile("ci", "demo-service", "client_secret = \"env:SVC\"\ngrant_type = \"client_credentials\"\n");
        variables.put("HOME", home.toString());
        variables.put("PATH", "/usr/bin:/bin");
        variables.put("TERM", "screen");
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("SVC", "service-secret");
        variables.put("OAT_CONFIG_DIR", home.resolve("config").toString());
        variables.put("OAT_STATE_DIR", home.resolve("state").toString());
        variables.put("OAT_CACHE_DIR", home.resolve("cache").toString());
    }

    private void profile(String name, String client, String more) throws IOException {
        Path profiles = Files.createDirectories(
                home.resolve("config/profiles"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                profiles.resolve(name + ".toml"),
                "issuer = \"" + playground.issuer() + "\"\nclient_id = \"" + client + "\"\n" + more);
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TerminalScreen open(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.oat.Main"));
        command.addAll(List.of(words));
        return TerminalScreen.of(home, variables, command);
    }

    private String history() throws IOException {
        return Files.readString(home.resolve("state/history"));
    }

    @Test
    void oat_alone_on_a_terminal_is_a_shell_whose_prompt_tells_whose_token_lives_how_long() throws Exception {
        try (TerminalScreen screen = open()) {
            screen.awaitLine("oat>");
            screen.write("use ci").type("Enter").awaitLine("ci signed out>");
            screen.write("token -o json --jq .token_type").type("Enter").await("Bearer");
            // ten minutes, of which seconds have passed
            screen.awaitLine("ci demo-service 9m>");
            screen.write("echo it is $last").type("Enter").await("it is Bearer");
            screen.awaitLine("ci demo-service 9m>");
            screen.type("C-d").await("ended with 0");
        }
    }

    @Test
    void the_tab_key_completes_commands_options_their_values_profiles_and_scopes() throws Exception {
        try (TerminalScreen screen = open("shell")) {
            screen.awaitLine("oat>");
            screen.write("tok").type("Tab").awaitLine("oat> token");
            screen.write("cli").type("Tab").awaitLine("oat> token client-credentials");
            screen.write("--sc").type("Tab").awaitLine("oat> token client-credentials --scope");
            screen.type("C-u").write("token -o he").type("Tab").awaitLine("oat> token -o header");
            screen.type("C-u").write("token --output=ex").type("Tab").awaitLine("oat> token --output=exec-credential");
            screen.type("C-u").write("use wo").type("Tab").awaitLine("oat> use work");
            screen.type("Enter").awaitLine("work signed out>");
            // the metadata is fetched once; from then on its scopes are known
            screen.write("token client-credentials -p ci -o json --jq .token_type")
                    .type("Enter")
                    .await("Bearer");
            screen.awaitLine("work signed out>");
            screen.write("login --scope prof").type("Tab").awaitLine("work signed out> login --scope profile");
            screen.type("C-u").write("set color ne").type("Tab").awaitLine("work signed out> set color never");
        }
    }

    @Test
    void a_secret_is_masked_while_it_is_typed_and_no_history_has_it() throws Exception {
        try (TerminalScreen screen = open("shell")) {
            screen.awaitLine("oat>");
            screen.write("token password -p work --client-id demo-password -u alice -o json --jq .token_type")
                    .type("Enter")
                    .await("Password:");
            screen.write("wonderland").awaitLine("Password: **********");
            screen.type("Enter").await("Bearer");
            // a key before the prompt is the terminal's to understand, not the shell's
            screen.awaitLine("oat>");
            screen.write("token client-credentials -p ci --client-secret hunter2-hunter2 -o json")
                    .type("Enter")
                    .await("oat>", 3);
            screen.write("hunter2-hunter2").type("Enter").await("there is no command");
            screen.awaitLine("oat>");
            screen.write("history").type("Enter");
            String shown = screen.await("--client-secret prompt");
            assertThat(shown).doesNotContain("wonderland");
            screen.awaitLine("oat>");
            // searched backwards, and with the arrow
            screen.type("C-r").write("client-sec").await("bck-i-search");
            assertThat(screen.shown()).contains("--client-secret prompt");
            screen.type("C-c");
        }
        assertThat(history())
                .contains("token password -p work")
                .contains("--client-secret prompt")
                .doesNotContain("hunter2")
                .doesNotContain("wonderland");
        assertThat(Files.getPosixFilePermissions(home.resolve("state/history")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void ctrl_c_ends_a_waiting_login_and_not_the_shell() throws Exception {
        try (TerminalScreen screen = open("shell")) {
            screen.awaitLine("oat>");
            screen.write("login work --browser true").type("Enter").await("waiting for the sign-in in the browser");
            screen.type("C-c").await("cancelled");
            // the live line has gone
            assertThat(screen.awaitLine("oat>")).doesNotContain("waiting for the sign-in");
            screen.write("login work --no-browser").type("Enter").await("Paste the address");
            screen.type("C-c").await("cancelled", 2);
            screen.awaitLine("oat>");
            screen.write("echo still here").type("Enter").await("still here", 2);
            screen.awaitLine("oat>");
            screen.write("exit 7").type("Enter").await("ended with 7");
        }
    }

    @Test
    void a_dumb_terminal_has_a_shell_too() throws Exception {
        variables.put("TERM", "dumb");
        try (TerminalScreen screen = open("shell")) {
            screen.await("oat>");
            screen.write("echo plain").type("Enter").await("plain", 2);
            screen.awaitLine("oat>");
            assertThat(screen.shown()).doesNotContain("\u001b");
            screen.type("C-d").await("ended with 0");
        }
    }

    @Test
    void in_the_c_locale_everything_is_ascii() throws Exception {
        variables.put("LC_ALL", "C");
        try (TerminalScreen screen = open("shell")) {
            screen.awaitLine("oat>");
            screen.write("token password -p work --client-id demo-password -u alice")
                    .type("Enter");
            String shown = screen.await("Password:");
            assertThat(shown).contains("RFC 9700 sec. 2.4").matches("\\p{ASCII}*");
            screen.type("C-c").await("cancelled");
        }
    }
}
