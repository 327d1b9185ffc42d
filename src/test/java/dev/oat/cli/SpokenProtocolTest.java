package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of what oat speaks: no empty cell, and every command and option in it exists. */
class SpokenProtocolTest {
    private static final Pattern CODE = Pattern.compile("`oat ([^`]*)`");

    @Test
    void every_row_names_a_specification_and_a_command_that_exists() throws IOException {
        CommandList table = CommandTable.standard();
        List<String> wrong = new ArrayList<>();
        List<List<String>> rows = rows();
        assertThat(rows).hasSizeGreaterThan(35);
        for (List<String> row : rows) {
            if (row.size() != 3 || row.stream().anyMatch(String::isBlank)) {
                wrong.add("an empty cell: " + row);
                continue;
            }
            Matcher commands = CODE.matcher(row.get(2));
            int found = 0;
            while (commands.find()) {
                found++;
                wrong.addAll(unknown(table, commands.group(1)));
            }
            if (found == 0) {
                wrong.add("no command: " + row);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_command_stands_in_the_readme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            int blank = entry.path().lastIndexOf(' ');
            String last = entry.path().substring(blank + 1);
            assertThat(readme.contains("oat " + entry.path())
                            || (blank > 0
                                    && readme.contains("oat " + entry.path().substring(0, blank))
                                    && readme.contains("`" + last + "`")))
                    .as(entry.path())
                    .isTrue();
        }
    }

    private static List<String> unknown(CommandList table, String line) {
        List<String> words = List.of(line.split(" "));
        StringBuilder path = new StringBuilder();
        List<String> options = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("--")) {
                options.add(word);
            } else {
                path.append(path.length() == 0 ? "" : " ").append(word);
            }
        }
        Optional<CommandList.Listed> entry = table.find(path.toString());
        if (entry.isEmpty()) {
            return List.of("there is no oat " + path);
        }
        List<String> known = new ArrayList<>();
        for (Setting setting : entry.orElseThrow().command().settings()) {
            known.addAll(setting.names());
        }
        options.removeAll(known);
        return options.isEmpty() ? List.of() : List.of("oat " + path + " has no " + options);
    }

    private static List<List<String>> rows() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("src/site/markdown/specifications.md"))) {
            if (line.startsWith("| What | Specification | Command |")) {
                inside = true;
            } else if (inside && !line.startsWith("|")) {
                return rows;
            } else if (inside && !line.startsWith("|---")) {
                List<String> cells = new ArrayList<>();
                for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
                    cells.add(cell.strip());
                }
                rows.add(cells);
            }
        }
        return rows;
    }
}
