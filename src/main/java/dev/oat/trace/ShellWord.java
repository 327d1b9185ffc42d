package dev.oat.trace;

import java.util.List;

/**
 * Quotes texts of servers and users inside the commands that users are told to run.
 *
 * <p>Such a line is made to be pasted into a shell, and what a server says may be a command of its own.
 */
public final class ShellWord {
    private ShellWord() {}

    /** The text as one word of a POSIX shell or fish, whatever stands in it; plain words stay as they are. */
    public static String quoted(String text) {
        if (Ascii.isMadeOf(text, "-_./:=@,+") && text.charAt(0) != '=') {
            return text;
        }
        StringBuilder word = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : '\'';
            // in fish a backslash has a meaning inside of quotes too, before these two
            boolean outside = c == '\'' || (c == '\\' && (next == '\'' || next == '\\'));
            word.append(outside ? "'\\" + c + "'" : String.valueOf(c));
        }
        return word.append('\'').toString();
    }

    /** Returns the same as an argument that a command does not take for an option. */
    public static String argument(String text) {
        return text.startsWith("-") ? "-- " + quoted(text) : quoted(text);
    }

    /** An option and its value, which the command does not take for another option. */
    public static String option(String option, String value) {
        return value.startsWith("-") ? option + "=" + quoted(value) : option + " " + quoted(value);
    }

    /** Returns a command and its arguments as one line. */
    public static String line(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.length() == 0 ? "" : " ").append(quoted(word));
        }
        return line.toString();
    }
}
