package dev.oat.authorization.browser;

import java.util.ArrayList;
import java.util.List;

/** Splits the text of {@code $BROWSER} or {@code --browser} into arguments, without a shell and without expansion. */
final class CommandLine {
    private CommandLine() {}

    /**
     * The arguments of a command line: split at white space, with single and double quotes around what belongs together.
     * Nothing else has a meaning, so a backslash in a Windows path stays.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    static List<String> split(String text) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean inside = false;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    argument.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inside = true;
            } else if (Character.isWhitespace(c)) {
                if (inside) {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                    inside = false;
                }
            } else {
                argument.append(c);
                inside = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        if (inside) {
            arguments.add(argument.toString());
        }
        return arguments;
    }

    /** Returns the command with the address in place of {@code %s}, or behind it when there is no {@code %s}. */
    static List<String> with(List<String> command, BrowserAddress address) {
        List<String> complete = new ArrayList<>();
        boolean placed = false;
        for (String argument : command) {
            // the program itself is never made from an address
            boolean here = !complete.isEmpty() && argument.contains("%s");
            complete.add(here ? argument.replace("%s", address.text()) : argument);
            placed |= here;
        }
        if (!placed) {
            complete.add(address.text());
        }
        return complete;
    }
}
