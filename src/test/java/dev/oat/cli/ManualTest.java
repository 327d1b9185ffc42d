package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual's source; the build's check of the distribution has it read by a formatter. */
class ManualTest {
    private final Map<String, String> pages = Manual.of("2026-11-01").pages();

    /** As typed text stands in a page: a hyphen is one, and no place to break a line. */
    private static String typed(String words) {
        return words.replace("-", "\\-");
    }

    @Test
    void every_command_and_every_topic_has_a_page_and_no_page_is_left_over() {
        Set<String> expected = new TreeSet<>(Set.of("oat.1"));
        for (CompletionModel.Node node : CompletionModel.nodes(CommandTable.standard())) {
            if (!node.path().isEmpty()) {
                expected.add("oat-" + node.path().replace(' ', '-') + ".1");
            }
        }
        for (HelpTopic topic : HelpTopic.values()) {
            expected.add("oat-" + topic.word() + ".7");
        }
        assertThat(pages.keySet()).isEqualTo(expected).contains("oat-token-client-credentials.1", "oat-exit-codes.7");
    }

    @Test
    void a_commands_page_tells_all_its_options_arguments_and_examples() {
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            String page = pages.get("oat-" + entry.path().replace(' ', '-') + ".1");
            Command command = entry.command();
            assertThat(page).as(entry.path()).contains("\\fBoat " + typed(entry.path()) + "\\fR");
            for (Setting setting : new CommandLineModel(entry.path(), command).settings()) {
                for (String name : setting.names()) {
                    assertThat(page).as(entry.path()).contains("\\fB" + typed(name) + "\\fR");
                }
                for (String choice : setting.choices()) {
                    assertThat(page).as(entry.path()).contains(choice);
                }
            }
            for (Command.Positional positional : command.positionals()) {
                assertThat(page).as(entry.path()).contains("\\fI" + typed(positional.label()) + "\\fR");
            }
            assertThat(page.lines().filter(line -> line.contains("oat ")).count())
                    .as(entry.path())
                    .isGreaterThan(command.examples().size() / 2);
        }
    }

    @Test
    void an_option_tells_its_variable_and_its_profile_key() {
        assertThat(pages.get("oat-login.1"))
                .contains("Variable OAT_CLIENT_ID, profile key client_id.")
                .doesNotContain("OAT_INSECURE")
                .doesNotContain("OAT_HELP");
    }

    @Test
    void topics_are_told_as_oat_help_tells_them_but_for_no_machine_in_particular() {
        for (ExitCode code : ExitCode.values()) {
            assertThat(pages.get("oat-exit-codes.7")).contains("\\fB" + code.code() + "\\fR\n");
        }
        assertThat(pages.get("oat-files.7"))
                .contains("\\(ti/.config/oat/profiles/NAME.toml")
                .doesNotContain(System.getProperty("user.home"));
        for (Setting setting : Settings.all()) {
            if (setting.inEnvironment()) {
                assertThat(pages.get("oat-environment.7")).contains("\\fB" + setting.variable() + "\\fR");
            }
        }
    }

    @Test
    void no_line_is_taken_for_a_macro_that_is_none_and_nothing_lies_outside_ascii() {
        Pattern request = Pattern.compile("\\.(TH|SH|SS|TP|PP|br|nf|fi|in|\\\\\")( .*)?");
        List<String> wrong = new ArrayList<>();
        pages.forEach((name, page) -> page.lines().forEach(line -> {
            boolean macro = line.startsWith(".");
            if ((macro && !request.matcher(line).matches()) || line.startsWith("'") || !line.matches("[ -~]*")) {
                wrong.add(name + ": " + line);
            }
        }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void what_a_formatter_would_change_is_escaped() {
        String page = new ManualPage("x", 7, "2026-11-01")
                .paragraph(".starts 'like' a macro: ^ ~ ` \\n §6 --opt half-way")
                .verbatim(List.of(".dot \\\n  -o 'x'"))
                .toString();
        assertThat(page)
                .contains("\\&.starts \\(aqlike\\(aq a macro: \\(ha \\(ti \\(ga \\en \\[u00A7]6 \\-\\-opt half-way\n")
                .contains("\n\\&.dot \\e\n  \\-o \\(aqx\\(aq\n");
    }

    @Test
    void every_page_that_another_one_names_is_there() {
        Pattern reference = Pattern.compile("\\\\fB(oat[a-z0-9\\\\-]*)\\\\fR\\(([17])\\)");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Matcher matcher = reference.matcher(page.getValue());
            int found = 0;
            while (matcher.find()) {
                assertThat(pages)
                        .as(page.getKey())
                        .containsKey(matcher.group(1).replace("\\-", "-") + "." + matcher.group(2));
                found++;
            }
            assertThat(found).as(page.getKey()).isPositive();
        }
    }

    @Test
    void the_build_gets_each_page_into_its_section(@TempDir Path directory) throws Exception {
        Manual.main(new String[] {directory.toString(), "2026-11-01T00:00:00Z"});
        Set<String> files = new TreeSet<>();
        try (Stream<Path> written = Files.walk(directory)) {
            written.filter(Files::isRegularFile)
                    .forEach(file -> files.add(directory.relativize(file).toString()));
        }
        assertThat(files).hasSameSizeAs(pages.keySet()).contains("man1/oat-login.1", "man7/oat-files.7");
        assertThat(Files.readString(directory.resolve("man1/oat.1"))).contains(".TH \"OAT\" 1 2026-11-01 ");
    }
}
