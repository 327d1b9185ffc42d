package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launchers for Windows, held to the one for every other system by what they say: they are not run here. What
 * matters is that the three agree on the JVM's options, and that none has what is known to break its shell.
 */
class OtherLaunchersTest {
    private static final Path LAUNCHERS = Path.of("src/main/launcher");
    private static final Pattern JVM_OPTION = Pattern.compile("-(?:XX:|X(?:mx|share|log)|D)[\\w.:/=+,\\[\\]*-]+");

    private static String launcher(String name) throws IOException {
        return Files.readString(LAUNCHERS.resolve(name));
    }

    /** The JVM options in a launcher's code, without those that hold a path of this machine. */
    private static Set<String> options(String name) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String line : launcher(name).lines().toList()) {
            String code = line.strip();
            if (code.startsWith("#") || code.startsWith("rem ")) {
                continue;
            }
            Matcher matcher = JVM_OPTION.matcher(code);
            while (matcher.find()) {
                String option = matcher.group();
                if (!option.contains("SharedArchiveFile") && !option.startsWith("-Doat.")) {
                    found.add(option.replace("=/dev/null", "=NUL"));
                }
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"oat.cmd", "oat.ps1"})
    void they_give_the_jvm_the_same_options_as_the_first(String name) throws IOException {
        assertThat(options("oat")).contains("-XX:-UsePerfData", "-XX:ErrorFile=NUL", "-Xmx64m", "-Xmx96m");
        Set<String> first = options("oat");
        // for a call it holds the second compiler back, but for the cipher
        first.removeIf(option -> option.startsWith("-XX:Tier4") || option.startsWith("-XX:CompileCommand"));
        assertThat(options(name)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oat.cmd", "oat.ps1"})
    void they_keep_what_is_meant_for_every_jvm_for_the_programs_that_oat_starts(String name) throws IOException {
        assertThat(launcher("oat")).contains("OAT_KEPT_JAVA_TOOL_OPTIONS", "OAT_KEPT__JAVA_OPTIONS");
        assertThat(launcher(name))
                .contains("OAT_KEPT_")
                .contains("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oat", "oat.cmd", "oat.ps1"})
    void they_all_know_the_same_variables_and_the_same_long_commands(String name) throws IOException {
        assertThat(launcher(name))
                .contains("OAT_JAVA_HOME", "OAT_JAVA_OPTS", "OAT_NO_CDS", "dev.oat.Main", "oat.where", "runtime")
                .contains("call", "playground", "shell");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oat", "oat.cmd", "oat.ps1"})
    void each_is_given_its_class_path_by_the_build(String name) throws IOException {
        String form = name.equals("oat") ? "sh" : name.substring(4);
        assertThat(launcher(name)).containsOnlyOnce("@oat.classpath." + form + "@");
    }

    @Test
    void cmd_gets_the_line_ends_that_it_finds_its_labels_by() throws IOException {
        assertThat(launcher("oat.cmd").lines().count())
                .isEqualTo(launcher("oat.cmd").split("\r\n", -1).length - 1);
    }

    @Test
    void cmd_passes_arguments_and_the_exit_code_on_untouched() throws IOException {
        assertThat(launcher("oat.cmd"))
                .contains("setlocal EnableExtensions DisableDelayedExpansion")
                .contains(" %* & exit /b\r\n");
    }

    @Test
    void cmd_goes_to_no_label_that_is_not_there() throws IOException {
        List<String> labels = new ArrayList<>();
        Set<String> wanted = new TreeSet<>();
        for (String line : launcher("oat.cmd").lines().toList()) {
            if (line.startsWith(":")) {
                labels.add(line.substring(1));
            }
            Matcher jump = Pattern.compile("(?:goto |call :)(\\w+)").matcher(line);
            while (!line.startsWith("rem") && jump.find()) {
                wanted.add(jump.group(1));
            }
        }
        assertThat(labels).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void cmd_sets_no_variable_that_the_tool_would_take_for_a_setting() throws IOException {
        Matcher set = Pattern.compile("(?i)\\bset \"?(?:/p )?(OAT_\\w+)=").matcher(launcher("oat.cmd"));
        while (set.find()) {
            assertThat(set.group(1)).startsWith("OAT_KEPT_");
        }
    }

    @Test
    void cmd_expands_no_path_bare_between_parentheses() throws IOException {
        // C:\Program Files (x86) would end the block
        int depth = 0;
        for (String line : launcher("oat.cmd").lines().toList()) {
            String code = line.strip();
            if (code.startsWith("rem") || code.startsWith("echo")) {
                assertThat(depth).as(line).isZero();
                continue;
            }
            String outsideQuotes = code.replaceAll("\"[^\"]*\"", "");
            if (depth > 0) {
                assertThat(outsideQuotes).doesNotContainPattern("%\\w+%");
            }
            depth += outsideQuotes.endsWith("(") ? 1 : 0;
            depth -= outsideQuotes.startsWith(")") ? 1 : 0;
        }
        assertThat(depth).isZero();
    }

    @Test
    void powershell_takes_no_option_for_itself_and_ends_with_the_tools_code() throws IOException {
        String script = launcher("oat.ps1");
        assertThat(script).doesNotContainPattern("(?mi)^\\s*param\\s*\\(").doesNotContain("CmdletBinding");
        assertThat(script).containsPattern("\\$status = \\$LASTEXITCODE").endsWith("exit $status\n");
        assertThat(script.chars().filter(c -> c == '{').count())
                .isEqualTo(script.chars().filter(c -> c == '}').count());
    }
}
