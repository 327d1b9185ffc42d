package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
    @TempDir
    Path home;

    private TestWorld.Outcome run(String... words) {
        return TestWorld.at(home).run(words);
    }

    /** Every help there is, by the command line that prints it. */
    private Map<String, String> everyHelp() {
        Map<String, String> texts = new TreeMap<>();
        texts.put("oat", run("--help").out());
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            List<String> words = new ArrayList<>(List.of(entry.path().split(" ")));
            words.add("--help");
            TestWorld.Outcome outcome = run(words.toArray(new String[0]));
            assertThat(outcome.code()).as(entry.path()).isZero();
            assertThat(outcome.err()).as(entry.path()).isEmpty();
            texts.put("oat " + entry.path(), outcome.out());
        }
        return texts;
    }

    @Test
    void every_help_is_as_it_was_agreed() throws IOException {
        Map<String, String> files = new TreeMap<>();
        everyHelp().forEach((name, text) -> files.put(name.replace(' ', '-') + ".txt", text));
        Golden.holds(Path.of("src/test/resources/golden/help"), files);
    }

    @Test
    void no_command_is_there_twice() {
        assertThat(CommandTable.standard().entries())
                .extracting(CommandList.Listed::path)
                .doesNotHaveDuplicates();
    }

    @Test
    void every_command_says_what_it_does_and_shows_how() {
        List<String> wrong = new ArrayList<>();
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            Command command = entry.command();
            if (command.description().isBlank() || entry.summary().isBlank()) {
                wrong.add(entry.path() + " has no description");
            }
            if (command.examples().isEmpty()) {
                wrong.add(entry.path() + " has no example");
            }
            for (String example : command.examples()) {
                if (!example.contains("oat ") && !example.startsWith("# ")) {
                    wrong.add(entry.path() + " has an example without oat: " + example);
                }
            }
            for (Setting setting : new CommandLineModel(entry.path(), command).settings()) {
                if (!setting.help().endsWith(".")) {
                    wrong.add(entry.path() + " " + setting + " has no sentence for help");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_example_is_a_command_line_that_oat_understands() {
        CommandList table = CommandTable.standard();
        List<String> wrong = new ArrayList<>();
        int commands = 0;
        for (CommandList.Listed entry : table.entries()) {
            for (String example : entry.command().examples()) {
                if (example.startsWith("#")) {
                    continue;
                }
                List<List<String>> found = ExampleCommands.of(example);
                if (found.isEmpty()) {
                    wrong.add(entry.path() + ": no oat in " + example);
                }
                for (List<String> words : found) {
                    commands++;
                    String problem = problem(table, words);
                    if (!problem.isEmpty()) {
                        wrong.add(entry.path() + ": " + problem + " in " + words);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(commands).isGreaterThan(table.entries().size());
    }

    static String problem(CommandList table, List<String> words) {
        if (words.isEmpty()) {
            return "";
        }
        String path = words.get(0);
        int at = 1;
        while (at < words.size() && table.find(path + " " + words.get(at)).isPresent()) {
            path = path + " " + words.get(at++);
        }
        Optional<CommandList.Listed> entry = table.find(path);
        if (entry.isEmpty()) {
            return "there is no command " + path;
        }
        try {
            Arguments arguments =
                    new CommandLineModel(path, entry.get().command()).parse(words.subList(at, words.size()));
            return arguments == null ? "nothing" : "";
        } catch (Failure failure) {
            return failure.what();
        }
    }

    @Test
    void examples_are_read_as_a_shell_reads_them() {
        assertThat(ExampleCommands.of("A=1 B='x y' oat token | jq . && oat status > file; oat help"))
                .containsExactly(List.of("token"), List.of("status"), List.of("help"));
        assertThat(ExampleCommands.of("curl -H \"A: $(oat token -p 'a b')\" \\\n  https://x # oat no"))
                .containsExactly(List.of("token", "-p", "a b"));
        assertThat(ExampleCommands.of("source <(oat completion bash)")).containsExactly(List.of("completion", "bash"));
        assertThat(ExampleCommands.of("git config x '!oat credential git get'"))
                .containsExactly(List.of("credential", "git", "get"));
        assertThat(ExampleCommands.of("oat exec -- sh -c 'a | b; oat c'"))
                .containsExactly(List.of("exec", "--", "sh", "-c", "a | b; oat c"));
    }

    @Test
    void no_line_of_help_is_wider_than_80_columns_or_unfinished() {
        Map<String, String> texts = everyHelp();
        for (HelpTopic topic : HelpTopic.values()) {
            if (topic != HelpTopic.FILES) {
                texts.put("oat help " + topic.word(), run("help", topic.word()).out());
            }
        }
        List<String> wrong = new ArrayList<>();
        texts.forEach((name, text) -> text.lines().forEach(line -> {
            if (line.length() > 80) {
                wrong.add(name + ": " + line);
            }
            if (line.contains("TODO") || line.contains("FIXME") || line.contains("null")) {
                wrong.add(name + ": " + line);
            }
        }));
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_help_fits_on_a_screen_and_shows_the_few_options_that_most_need() {
        assertThat(run("--help").out().lines()).hasSizeLessThan(40);
        List<String> wrong = new ArrayList<>();
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            List<String> words = new ArrayList<>(List.of(entry.path().split(" ")));
            words.add("--help");
            List<String> lines = run(words.toArray(new String[0])).out().lines().toList();
            long options = lines.stream()
                    .filter(line -> line.matches(" {2}(-\\w, | {4})--.*"))
                    .count();
            int all = new CommandLineModel(entry.path(), entry.command())
                    .settings()
                    .size();
            if (lines.size() >= 50 || options > 11 || (all > 30 && options < 3)) {
                wrong.add(entry.path() + ": " + lines.size() + " lines, " + options + " of " + all + " options");
            }
            if (List.of("login", "token", "call").contains(entry.path()) && (options < 6 || options > 10)) {
                wrong.add(entry.path() + ": " + options + " options");
            }
            int examples = lines.indexOf("Examples");
            int first = lines.indexOf("Options");
            if (examples < 0 || (first >= 0 && first < examples)) {
                wrong.add(entry.path() + ": no example before the options");
            }
            if (!lines.get(lines.size() - 1).endsWith("oat " + entry.path() + " --help-all")) {
                wrong.add(entry.path() + " does not say where the rest is");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void help_all_of_a_command_has_every_option_by_its_group_and_every_example() {
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            List<String> words = new ArrayList<>(List.of(entry.path().split(" ")));
            words.add("--help-all");
            String all = run(words.toArray(new String[0])).out();
            for (Setting setting : new CommandLineModel(entry.path(), entry.command()).settings()) {
                assertThat(all)
                        .as(entry.path())
                        .containsPattern("(?m)^ {2}.*" + setting.option() + "\\b")
                        .contains("\n" + setting.group().heading() + "\n");
            }
            entry.command().examples().forEach(example -> assertThat(all).contains(example));
            words.set(words.size() - 1, "--all");
            words.add(0, "help");
            assertThat(run(words.toArray(new String[0])).out()).as(entry.path()).isEqualTo(all);
        }
    }

    @Test
    void every_command_stands_in_the_help_of_all_and_ten_in_the_first() {
        String all = run("help", "all").out();
        assertThat(run("--help-all").out()).isEqualTo(all);
        List<String> first = run("--help").out().lines().toList();
        int shown = 0;
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            String row = "  " + entry.path() + " ".repeat(27 - entry.path().length()) + entry.summary();
            assertThat(all).contains(row);
            shown += first.contains(row) ? 1 : 0;
        }
        assertThat(shown).isEqualTo(10);
        assertThat(run("profile", "--help-all").out())
                .isEqualTo(run("profile", "--help").out());
    }

    @Test
    void the_commands_below_token_are_found_by_its_help() {
        String help = run("help", "token").out();
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            if (entry.path().startsWith("token ")) {
                assertThat(help).contains("  " + entry.path());
            }
        }
        assertThat(run("token", "--help").out()).isEqualTo(help);
    }

    @Test
    void help_of_a_command_is_its_dash_dash_help() {
        assertThat(run("help", "token", "password").out())
                .isEqualTo(run("token", "password", "--help").out());
        assertThat(run("help").out()).startsWith(run("--help").out()).contains("exit-codes");
    }

    @Test
    void a_broken_choice_of_a_profile_stops_no_help() throws IOException {
        Path config = Files.createDirectories(home.resolve(".config/oat"));
        Files.writeString(config.resolve("default-profile"), "no profile's name!\n");
        assertThat(run("help").code()).isZero();
        assertThat(run("help", "files").code()).isZero();
        assertThat(run("completion", "bash").code()).isZero();
        TestWorld.Outcome status = run("token");
        assertThat(status.code()).isEqualTo(2);
        assertThat(status.err()).contains("oat profile use NAME");
    }

    @Test
    void help_about_nothing_known_is_exit_2_with_a_guess() {
        TestWorld.Outcome outcome = run("help", "exit-code");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("did you mean oat help exit-codes?");
    }

    @Test
    void the_table_of_exit_codes_is_that_of_the_enum() {
        List<String> rows = run("help", "exit-codes")
                .out()
                .lines()
                .filter(line -> line.matches("  [0-9]+ .*"))
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
        List<String> expected = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            expected.add(code.code() + " " + code.meaning());
        }
        assertThat(rows).isEqualTo(expected);
    }

    @Test
    void the_table_of_variables_is_that_of_the_settings() {
        String text = run("help", "environment").out();
        for (Setting setting : Settings.all()) {
            if (setting.inEnvironment()) {
                assertThat(text).containsPattern("(?m)^  " + setting.variable() + "( |$)");
            } else {
                assertThat(text).doesNotContainPattern("(?m)^  " + setting.variable() + "( |$)");
            }
        }
    }

    @Test
    void the_files_are_those_of_this_machine() {
        String text = TestWorld.at(home)
                .with("OAT_STATE_DIR", home.resolve("elsewhere").toString())
                .run("help", "files")
                .out();
        assertThat(text)
                .contains(home.resolve("elsewhere/sessions").toString())
                .contains(home.resolve(".config/oat/profiles/NAME.toml").toString());
    }

    @Test
    void the_other_topics_tell_every_form() {
        assertThat(run("help", "formats").out()).contains("-o json", "-o token", "-o header", "-o env");
        assertThat(run("help", "secrets").out()).contains("env:NAME", "file:PATH", "cmd:", "prompt", "literal:");
    }
}
