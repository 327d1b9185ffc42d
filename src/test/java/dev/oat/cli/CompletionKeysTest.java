package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.shell.TerminalScreen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each completion script in its own shell, with the tab key of a user before a terminal. */
@Timeout(120)
@EnabledIf("everyShellIsThere")
class CompletionKeysTest {
    @TempDir
    Path home;

    /** CI installs all of them, so there a missing one is a failure. */
    static boolean everyShellIsThere() {
        if (System.getenv("CI") != null) {
            return true;
        }
        boolean all = TerminalScreen.isPossible();
        for (String shell : List.of("bash", "zsh", "fish")) {
            boolean here = false;
            for (String directory : System.getenv("PATH").split(":")) {
                here |= Files.isExecutable(Path.of(directory, shell));
            }
            all &= here;
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "bash | bash --norc --noprofile -i | source completions/oat.bash",
                "zsh | zsh -f -i | autoload -Uz compinit; compinit -u -D; source completions/_oat",
                "fish | fish --no-config -i | source completions/oat.fish",
            })
    void a_shell_completes_commands_an_option_and_a_profiles_name(String name, String start, String load)
            throws Exception {
        Files.createDirectories(home.resolve(".config/oat/profiles"));
        Files.writeString(home.resolve(".config/oat/profiles/workshop.toml"), "");
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HOME", home.toString());
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("TERM", "screen");
        // bash would write it while it dies, into a directory that is being deleted
        variables.put("HISTFILE", "/dev/null");
        variables.put("LC_ALL", "C.UTF-8");
        try (TerminalScreen screen = TerminalScreen.of(home, variables, List.of(start.split(" ")))) {
            screen.write(load + "; echo load'ed'").type("Enter").await("loaded");
            screen.write("oat tok").type("Tab").await("oat token");
            screen.write("cli").type("Tab").await("oat token client-credentials");
            screen.write("--sc").type("Tab").await("oat token client-credentials --scope");
            screen.type("C-u").write("oat userinfo works").type("Tab").await("oat userinfo workshop");
            screen.type("C-u").write("oat token -p works").type("Tab").await("oat token -p workshop");
            screen.type("C-u").write("oat login works").type("Tab").await("oat login workshop");
            screen.type("C-u").write("oat login --provider goo").type("Tab").await("oat login --provider google");
            screen.type("C-u").write("oat login --provider keyc").type("Tab").await("oat login --provider keycloak=");
            screen.type("C-u").write("oat profile set works").type("Tab").await("oat profile set workshop");
            screen.write("redirect_u").type("Tab").await("oat profile set workshop redirect_uri=");
            screen.write("x dpop=tr").type("Tab").await("workshop redirect_uri=x dpop=true");
            screen.type("C-u")
                    .write("oat profile set -v workshop auth_method=pri")
                    .type("Tab");
            screen.await("-v workshop auth_method=private_key_jwt");
            screen.type("C-u").write("oat token -o exec-c").type("Tab");
            assertThat(screen.await("oat token -o exec-credential")).as(name).isNotEmpty();
        }
    }
}
