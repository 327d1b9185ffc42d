package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompletionTest {
    private static final Path COMMITTED = Path.of("completions");

    @TempDir
    Path home;

    private String script(String shell) {
        TestWorld.Outcome outcome = TestWorld.at(home).run("completion", shell);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    @Test
    void the_scripts_in_completions_are_those_that_the_commands_make() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("oat.bash", script("bash"));
        files.put("_oat", script("zsh"));
        files.put("oat.fish", script("fish"));
        files.put("oat.ps1", script("powershell"));
        Golden.holds(COMMITTED, files);
    }

    @Test
    void every_command_and_option_is_in_every_script() {
        for (String shell : List.of("bash", "zsh", "fish", "powershell")) {
            String text = script(shell);
            for (CommandList.Listed entry : CommandTable.standard().entries()) {
                assertThat(text).as(shell).contains(entry.path());
                for (Setting setting : entry.command().settings()) {
                    assertThat(text)
                            .as(shell + " " + entry.path())
                            .contains(shell.equals("fish") ? "-l " + setting.name() : setting.option());
                }
            }
        }
    }

    @Test
    void an_alias_is_offered_only_to_who_has_begun_it() {
        ShellKnowledge knowledge = new ShellKnowledge(TestWorld.at(home).environment(System.out, System.err));
        List<String> command = List.of("token", "client-credentials");
        assertThat(knowledge.suggest(command, "--sc"))
                .extracting(ShellKnowledge.Suggestion::text)
                .contains("--scope", "--output")
                .doesNotContain("--scopes", "-o");
        assertThat(knowledge.suggest(command, "--scopes"))
                .extracting(ShellKnowledge.Suggestion::text)
                .contains("--scopes")
                .doesNotContain("--scope");
        assertThat(script("zsh")).contains("'--scope:").doesNotContain("'--scopes:");
    }

    @Test
    void another_shell_is_exit_2() {
        TestWorld.Outcome outcome = TestWorld.at(home).run("completion", "tcsh");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("one of bash, zsh, fish, powershell");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oat tok                                  | token",
                "oat token cl                             | client-credentials",
                "oat token client-credentials --client-s  | --client-secret",
                "oat token client-credentials -o he       | header",
                "oat token client-credentials --output = he | header",
                "oat userinfo wo                          | work",
                "oat userinfo -p wo                       | work",
                "oat help exi                             | exit-codes",
                "oat help sche                            | schema",
                "oat help schema profile-l                | profile-list",
                "oat completion po                        | powershell",
                "oat login wo                             | work",
                "oat login --device wo                    | work",
                "oat login --issuer https://x wo          | work",
                "oat login --issuer wo                    | ~",
                "oat login one wo                         | ~",
                "oat login --provider goo                 | google",
                "oat login --provider ke                  | keycloak=",
                "oat login --provider = ke                | keycloak=",
                "oat profile set wo                       | work",
                "oat profile set work redirect            | redirect_uri=",
                "oat profile set work scope = x redirect  | redirect_uri=",
                "oat profile set work auth_method = priv  | private_key_jwt",
                "oat profile set work dpop = t            | true",
                "oat doctor wo                            | work",
                "oat profile remove wo                    | work",
            })
    void bash_completes(String line, String expected) throws Exception {
        String script = script("bash");
        Files.createDirectories(home.resolve(".config/oat/profiles"));
        Files.writeString(home.resolve(".config/oat/profiles/work.toml"), "");
        String words = "'" + String.join("' '", line.strip().split(" ")) + "'";
        String program = "source <(cat); COMP_WORDS=(" + words
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _oat; printf '%s\\n' \"${COMPREPLY[@]}\"";
        assertThat(start(script, "bash", "--norc", "-c", program).strip()).isEqualTo(expected.replace("~", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login                              | wo          | work",
                "login --provider                   | goo         | google",
                "login                              | --provider=k | --provider=keycloak=",
                "profile set                        | wo          | work",
                "profile set work                   | redirect    | redirect_uri=",
                "profile set work scope=x           | redirect    | redirect_uri=",
                "profile set work                   | auth_method=priv | auth_method=private_key_jwt",
                "profile set work                   | dpop=t      | dpop=true",
                "profile remove                     | wo          | work",
                "doctor                             | wo          | work",
                "help schema                        | profile-l   | profile-list",
            })
    void the_shell_of_oat_completes(String before, String begun, String expected) throws Exception {
        TestWorld world = TestWorld.at(home);
        assertThat(world.run("profile", "add", "work", "--issuer", "https://as.example", "--client-id", "me")
                        .code())
                .isZero();
        ShellKnowledge knowledge = new ShellKnowledge(world.environment(System.out, System.err));
        assertThat(knowledge.suggest(List.of(before.split(" ")), begun))
                .extracting(ShellKnowledge.Suggestion::text)
                .filteredOn(text -> text.startsWith(begun))
                .containsExactly(expected);
    }

    /** There is no PowerShell here to ask; what its script holds for a place must be the same as in the others. */
    @Test
    void powershell_has_the_same_for_each_place() {
        String script = script("powershell");
        String login = script.substring(script.indexOf("'login' = @{"), script.indexOf("'logout' = @{"));
        String set = script.substring(script.indexOf("'profile set' = @{"), script.indexOf("'profile use' = @{"));
        assertThat(login)
                .contains("First = $profiles\n", "Further = { @() }\n")
                .contains(
                        "'--provider' = { @('auth0=', 'entra=', 'entra-spa=', 'github', 'gitlab', 'google', 'keycloak=', 'okta=') }");
        assertThat(set).contains("First = $profiles\n", "Further = $keys\n");
        assertThat(script)
                .contains("{ @('issuer=', ", "'redirect_uri='", "'auth_method' = { @('auto', ")
                .contains("'dpop' = { @('true', 'false') }");
    }

    /** The shells of this machine that can say whether they understand a script. */
    static Stream<List<String>> shells() {
        List<List<String>> found = new ArrayList<>();
        for (List<String> command : List.of(
                List.of("bash", "bash", "--norc", "-n", "/dev/stdin"),
                List.of("zsh", "zsh", "-f", "-c", "autoload -Uz compinit; compinit -D; source /dev/stdin"),
                List.of("fish", "fish", "--no-config", "-c", "source -; complete -C 'oat token client-cr'"))) {
            for (String directory : System.getenv("PATH").split(":")) {
                if (Files.isExecutable(Path.of(directory, command.get(0)))) {
                    found.add(command);
                    break;
                }
            }
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void each_shell_of_this_machine_loads_its_script(List<String> command) throws Exception {
        String answer =
                start(script(command.get(0)), command.subList(1, command.size()).toArray(new String[0]));
        if (command.get(0).equals("fish")) {
            assertThat(answer).contains("client-credentials");
        }
    }

    private String start(String input, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("OAT_") || name.startsWith("XDG_"));
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
