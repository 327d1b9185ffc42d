package dev.oat.shell;

import dev.oat.cli.CommandTable;
import dev.oat.cli.ShellKnowledge;
import dev.oat.cli.frame.SecretFreeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What people type here as they would in the shell of their system, and how to get it all the same. */
final class OtherShell {
    private static final List<String> OPERATORS = List.of("||", "&&", ">>", "|", "&", ";", ">", "<");
    private static final List<String> SEQUENCES = List.of("||", "&&", "&", ";");

    private OtherShell() {}

    /** Returns the operator that a word without quotes begins or ends with, as in {@code >}, {@code 2>file} and {@code status;}. */
    static String operator(String word) {
        String behind = word;
        while (!behind.isEmpty() && behind.charAt(0) >= '0' && behind.charAt(0) <= '9') {
            behind = behind.substring(1);
        }
        boolean numbered = behind.length() < word.length();
        for (String operator : OPERATORS) {
            boolean redirects = operator.indexOf('>') >= 0 || operator.equals("<");
            if ((numbered && !redirects ? word : behind).startsWith(operator)) {
                return operator;
            }
        }
        return word.endsWith(";") ? ";" : "";
    }

    /**
     * Returns what to type instead.
     *
     * @param typed the line
     * @param operator the operator in it
     * @param settings what is set in this shell, by variable
     * @param knowledge what is known of the commands
     */
    static String hint(
            List<CommandWords.Word> typed, String operator, Map<String, String> settings, ShellKnowledge knowledge) {
        if (SEQUENCES.contains(operator)) {
            return "type each command on a line of its own";
        }
        List<String> command = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        int behind = 0;
        for (CommandWords.Word word : typed) {
            boolean operates = word.isPlain() && !operator(word.text()).isEmpty();
            if (rest.length() == 0 && !operates) {
                command.add(word.text());
            } else {
                behind++;
                rest.append(' ').append(operates ? word.text() : CommandWords.quoted(word.text()));
            }
        }
        if (command.isEmpty()) {
            return "begin with a command; help lists them";
        }
        String file = rest.toString().strip();
        boolean alone = file.startsWith(">") && !file.startsWith(">>") && behind == (file.startsWith("> ") ? 2 : 1);
        if (alone && knowledge.hasOption(command, "--out")) {
            return line(command) + " --out " + file.substring(1).strip();
        }
        StringBuilder outside = new StringBuilder();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            outside.append(setting.getKey())
                    .append('=')
                    .append(CommandWords.quoted(knowledge.shown(setting.getKey(), setting.getValue())))
                    .append(' ');
        }
        String picks = operator.equals("|") && knowledge.hasOption(command, "--jq") ? "--jq picks from JSON; " : "";
        return picks + "outside of this shell: " + outside + "oat " + line(command) + rest;
    }

    private static String line(List<String> command) {
        StringBuilder line = new StringBuilder();
        for (String word : SecretFreeLine.of(CommandTable.standard(), command).orElse(List.of(command.get(0), "…"))) {
            line.append(line.length() == 0 ? "" : " ").append(CommandWords.quoted(word));
        }
        return line.toString();
    }
}
