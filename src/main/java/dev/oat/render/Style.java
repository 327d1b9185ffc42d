package dev.oat.render;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a stream's reader can be shown: colours or none, all characters or plain ASCII, and how many columns.
 *
 * <p>Nothing is told by colour alone.
 *
 * @param colour whether colours are shown
 * @param unicode whether more than ASCII can be shown
 * @param terminal whether a person looks at a terminal that can move its cursor: live lines and bars are for these
 * @param width columns
 */
public record Style(boolean colour, boolean unicode, boolean terminal, int width) {
    /** Ways to set text apart. */
    public enum Ink {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        BLUE("34"),
        MAGENTA("35"),
        CYAN("36");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    private static final int USUAL_WIDTH = 80;
    /** Narrower terminals are written to as if they had this many columns. */
    public static final int NARROWEST = 20;

    /** No colour, all characters, no terminal, 80 columns. */
    public static final Style PLAIN = new Style(false, true, false, USUAL_WIDTH);

    /**
     * The style of one stream.
     *
     * <p>Colours: what {@code --color} says, else none when {@code NO_COLOR} is set, else some when {@code FORCE_COLOR} or
     * {@code CLICOLOR_FORCE} is set and not 0, else none when {@code TERM} is dumb, else by the terminal.
     *
     * @param when {@code auto}, {@code always} or {@code never}
     * @param variables the environment
     * @param terminal whether the stream is a terminal
     * @see <a href="https://no-color.org/">NO_COLOR</a>
     */
    public static Style of(String when, Map<String, String> variables, boolean terminal) {
        Objects.requireNonNull(when, "when is null");
        boolean able = terminal && !value(variables, "TERM").equals("dumb");
        return new Style(colours(when, variables, able), showsUnicode(variables), able, width(variables));
    }

    private static boolean colours(String when, Map<String, String> variables, boolean able) {
        if (!when.equals("auto")) {
            return when.equals("always");
        }
        if (!value(variables, "NO_COLOR").isEmpty()) {
            return false;
        }
        return isOn(value(variables, "FORCE_COLOR")) || isOn(value(variables, "CLICOLOR_FORCE")) || able;
    }

    private static boolean isOn(String value) {
        return !value.isEmpty() && !value.equals("0");
    }

    /** By the locale as POSIX ranks its variables; where none is set, a machine of today shows UTF-8. */
    private static boolean showsUnicode(Map<String, String> variables) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = value(variables, name).toLowerCase(Locale.ROOT);
            if (!locale.isEmpty()) {
                return locale.contains("utf-8") || locale.contains("utf8");
            }
        }
        return true;
    }

    private static int width(Map<String, String> variables) {
        String columns = value(variables, "COLUMNS");
        boolean number = !columns.isEmpty() && columns.length() < 5;
        for (int i = 0; i < columns.length(); i++) {
            number &= columns.charAt(i) >= '0' && columns.charAt(i) <= '9';
        }
        return number ? Math.max(NARROWEST, Integer.parseInt(columns)) : USUAL_WIDTH;
    }

    private static String value(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value == null ? "" : value;
    }

    /** Text in a colour, or as it is where there are none. */
    public String paint(Ink ink, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
    }

    /** This style without colours: for text whose columns are counted. */
    public Style uncoloured() {
        return new Style(false, unicode, terminal, width);
    }

    /** This style for a stream of so many columns. */
    public Style wide(int columns) {
        return new Style(colour, unicode, terminal, columns);
    }

    /** Text with the signs that this tool uses beyond ASCII replaced where they cannot be shown; other text is left alone. */
    public String fit(String text) {
        return unicode ? text : PlainAscii.of(text);
    }
}
