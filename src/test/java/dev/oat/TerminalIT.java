package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.shell.TerminalScreen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The packed tool before a real pseudo-terminal, with a user who presses Ctrl-C. */
@Timeout(120)
@EnabledIf("thereIsATerminal")
class TerminalIT {
    private static final Path OAT = Path.of(System.getProperty("oat.home", "target/oat"))
            .toAbsolutePath()
            .resolve("bin/oat");

    @TempDir
    Path home;

    private Playground playground;
    private final Map<String, String> variables = new LinkedHashMap<>();

    /** CI installs tmux, so there its absence is a failure. */
    static boolean thereIsATerminal() {
        return TerminalScreen.isPossible() || System.getenv("CI") != null;
    }

    @BeforeEach
    void start() {
        playground = Playground.start(PlaygroundSettings.usual(Clock.systemUTC(), new SecureRandom()));
        variables.put("HOME", home.toString());
        variables.put("PATH", "/usr/bin:/bin");
        variables.put("TERM", "screen");
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("CI", "true");
        variables.put("OAT_JAVA_HOME", System.getProperty("java.home"));
        variables.put("OAT_ISSUER", playground.issuer().toString());
        variables.put("SECRET", "password-secret");
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    /** A shell that tells each command's exit status and whether the terminal echoes after it. */
    private TerminalScreen telling(String command) throws Exception {
        Path script = Files.writeString(
                home.resolve("script"),
                "trap : INT\n" + command + "\necho \"status $?\"\nstty -a | grep -ow -- '-\\?echo'\necho over\ncat\n");
        return TerminalScreen.of(home, variables, List.of("sh", script.toString()));
    }

    @Test
    void a_password_that_nobody_types_leaves_the_terminal_as_it_was() throws Exception {
        try (TerminalScreen screen = telling(
                OAT + " token password --client-id demo-password --client-secret env:SECRET --username alice")) {
            screen.await("Password:");
            screen.type("C-c");
            assertThat(screen.await("over")).containsPattern("(?m)^Password: *(\\^C)?\\nstatus 130\\necho\\nover");
        }
    }

    @Test
    void a_wait_that_somebody_ends_leaves_no_half_line() throws Exception {
        try (TerminalScreen screen = telling(OAT + " token device --client-id demo-device --scope openid")) {
            screen.await("waiting for the sign-in on another device");
            screen.type("C-c");
            assertThat(screen.await("over"))
                    .containsPattern("(?m)^(\\^C)?status 130\\necho\\nover")
                    .doesNotContain("… waiting");
        }
    }

    @Test
    void a_prompt_for_an_address_is_left_with_a_line_of_its_own() throws Exception {
        try (TerminalScreen screen = telling(OAT + " login --client-id demo-web --scope openid --no-browser")) {
            screen.await("or the code:");
            screen.type("C-c");
            assertThat(screen.await("over")).containsPattern("(?m)or the code: *(\\^C)?\\nstatus 130\\necho\\nover");
        }
    }

    @Test
    void lines_are_broken_for_the_width_that_the_terminal_has() throws Exception {
        try (TerminalScreen screen = telling("stty cols 40\n" + OAT + " token client-credentials --client-id c")) {
            String shown = screen.await("over");
            assertThat(shown.lines().filter(line -> line.startsWith("oat:") || line.startsWith("     ")))
                    .hasSizeGreaterThan(2)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
        }
    }
}
