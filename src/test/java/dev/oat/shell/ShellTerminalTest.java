package dev.oat.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell before a real pseudo-terminal, with a user's keys. */
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
    void a_call_that_lacks_a_password_asks_for_it_without_showing_it_and_goes_on() throws Exception {
        profile(
                "legacy",
                "demo-password",
                "grant_type = \"password\"\nusername = \"alice\"\nscope = \"read\"\napi = \"" + playground.gateway()
                        + "\"\n");
        try (TerminalScreen screen = open("call", "-p", "legacy", "/orders", "-o", "json", "--jq", ".status")) {
            screen.await("Password:");
            screen.write("wonderland").type("Enter").await("ended with 0");
            assertThat(screen.shown())
                    .contains("getting one by password", "200")
                    .doesNotContain("wonderland");
        }
        assertThat(home.resolve("state/sessions/legacy.json"))
                .content()
                .contains("access_token")
                .doesNotContain("wonderland");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`token -o `|`token -o env`|`token -o env-fish`",
                "`token -o \"`|`token -o \"env\"`|`token -o \"env-fish\"`",
                "`token -o 'e`|`token -o 'env'`|`token -o 'env-fish'`",
                "`token --output=`|`token --output=env`|`token --output=env-fish`",
                "`jwt `|`jwt decode`|`jwt decrypt`",
                "`record show ~/spaced\\ `|`record show ~/spaced\\ a`|`record show ~/spaced\\ b`",
                "`record show \"~/spaced `|`record show \"~/spaced a\"`|`record show \"~/spaced b\"`",
                "`use `|`use ci`|`use work`",
            })
    void the_tab_key_pressed_again_goes_through_what_can_stand_there_and_keeps_what_was_typed(
            String typed, String second, String third) throws Exception {
        Files.writeString(home.resolve("spaced a"), "");
        Files.writeString(home.resolve("spaced b"), "");
        try (TerminalScreen screen = open("shell")) {
            screen.awaitLine("oat>");
            screen.write("echo x").type("Enter").await("x", 2);
            screen.awaitLine("oat>");
            screen.write(typed.replace("~", home.toString())).type("Tab", "Tab");
            screen.awaitWholeLine("oat> " + second.replace("~", home.toString()));
            screen.type("Tab").awaitWholeLine("oat> " + third.replace("~", home.toString()));
        }
    }

    @Test
    void several_lines_that_are_pasted_at_once_are_several_commands() throws Exception {
        try (TerminalScreen screen = open("shell")) {
            screen.awaitLine("oat>");
            screen.paste("echo one\n\n# it's a comment\necho 'two\nlines'\necho three\\\n four\n");
            screen.await("four");
            screen.type("Enter");
            screen.awaitLine("oat>");
            assertThat(screen.shown().lines().map(String::strip)).contains("one", "two", "lines", "three four");
            screen.type("Up").awaitLine("oat> echo three  four");
            screen.type("Up").awaitLine("oat> echo 'two lines'");
            screen.type("Up").awaitLine("oat> echo one");
            screen.type("C-u");
            // one that fails ends nothing, as if they were typed; one that is cancelled ends all
            screen.paste("use nobody\necho after a failure").type("Enter").await("after a failure", 2);
            screen.awaitLine("oat>");
            screen.paste("login work --browser true\necho after a cancel").type("Enter");
            screen.await("waiting for the sign-in");
            screen.type("C-c").await("cancelled");
            screen.awaitLine("oat>");
            screen.write("echo the end").type("Enter").await("the end", 2);
            assertThat(screen.shown().lines().map(String::strip)).doesNotContain("after a cancel");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xterm-ghostty", "alacritty", "../etc/passwd", ""})
    void a_terminal_that_this_machine_has_no_description_of_is_taken_for_a_usual_one(String term) throws Exception {
        variables.put("TERM", term);
        try (TerminalScreen screen = open("shell")) {
            assertThat(screen.awaitLine("oat>"))
                    .contains("Ctrl-D leaves")
                    // the JVM itself warns of native code that is on no module path, from Java 24 on
                    .doesNotContain("Exception", "WARNING: Un", "infocmp");
            screen.write("tok").type("Tab").awaitLine("oat> token");
            screen.type("C-u").awaitLine("oat>");
            screen.type("C-d");
            assertThat(screen.await("ended with 0")).doesNotContain("Exception", "WARNING: Un");
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

    @ParameterizedTest
    @ValueSource(strings = {"dumb", "dumb-color"})
    void a_dumb_terminal_has_a_shell_too_of_80_columns_that_ctrl_c_does_not_end(String term) throws Exception {
        variables.put("TERM", term);
        try (TerminalScreen screen = open("shell")) {
            screen.await("oat>");
            screen.write("echo plain").type("Enter").await("plain", 2);
            screen.awaitLine("oat>");
            assertThat(screen.shown()).doesNotContain("\u001b");
            screen.write("half a li").type("C-c").await("half a li^C");
            screen.awaitLine("oat>");
            screen.write("login work --browser true").type("Enter").await("Signing in at");
            screen.type("C-c").await("cancelled");
            screen.awaitLine("oat>");
            screen.write("token password -p work --client-id demo-password -u alice -o json --jq .token_type")
                    .type("Enter")
                    .await("Password:");
            screen.write("wonder").type("C-c").await("cancelled", 2);
            screen.awaitLine("oat>");
            screen.write("token password -p work --client-id demo-password -u alice -o json --jq .token_type")
                    .type("Enter")
                    .await("Password:", 2);
            screen.write("wonderland").type("Enter").await("Bearer");
            String shown = screen.awaitLine("oat>");
            assertThat(shown).doesNotContain("wonder");
            // the screen has 100 columns; what is longer than 80 is broken, and not long before
            assertThat(shown.lines().filter(line -> line.startsWith("oat: ") || line.startsWith("     ")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                    .anySatisfy(line -> assertThat(line.length()).isGreaterThan(60));
            screen.write("echo 'two").type("Enter").awaitLine(">");
            screen.write("lines'").type("Enter").await("lines", 2);
            screen.awaitLine("oat>");
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
            assertThat(shown).matches("\\p{ASCII}*");
            assertThat(shown.replaceAll("\\s+", " ")).contains("RFC 9700 sec. 2.4");
            screen.type("C-c").await("cancelled");
        }
    }
}
