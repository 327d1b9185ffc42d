package dev.oat.render.text;

import dev.oat.trace.Ascii;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a stream's reader can be shown: colours or none, all characters or plain ASCII, and how many columns.
 *
 * <p>Nothing is told by colour alone. Where a terminal has 256 colours, all come from its fixed part, and stand out from a
 * dark and from a light background alike; the sixteen others are each terminal's own.
 *
 * @param colour whether colours are shown
 * @param unicode whether more than ASCII can be shown
 * @param terminal whether a user looks at a terminal that can move its cursor: live lines and bars are for these
 * @param width columns
 * @param deep whether there are 256 colours
 */
public record Style(boolean colour, boolean unicode, boolean terminal, int width, boolean deep) {
    /** Ways to set text apart. */
    public enum Ink {
        // of the sixteen colours yellow is lost on white and blue on black, whatever the palette: these stay out
        BOLD("1", "1"),
        DIM("2", "38;5;243"),
        RED("31", "38;5;161"),
        GREEN("32", "38;5;28"),
        YELLOW("35", "38;5;130"),
        BLUE("36", "38;5;63"),
        MAGENTA("35", "38;5;163"),
        CYAN("36", "38;5;30");

        private final String code;
        private final String deepCode;

        Ink(String code, String deepCode) {
            this.code = code;
            this.deepCode = deepCode;
        }
    }

    private static final int USUAL_WIDTH = 80;
    /** Narrower terminals are written to as if they had this many columns. */
    public static final int NARROWEST = 20;

    /** No colour, all characters, no terminal, 80 columns. */
    public static final Style PLAIN = new Style(false, true, false, USUAL_WIDTH);

    /** Creates a style of sixteen colours. */
    public Style(boolean colour, boolean unicode, boolean terminal, int width) {
        this(colour, unicode, terminal, width, false);
    }

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
        return new Style(
                colours(when, variables, able), showsUnicode(variables), able, width(variables), isDeep(variables));
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

    /** By what terminals say of themselves; some newer ones do it by their name alone. */
    private static boolean isDeep(Map<String, String> variables) {
        if (!value(variables, "COLORTERM").isEmpty()
                || !value(variables, "WT_SESSION").isEmpty()) {
            return true;
        }
        String term = value(variables, "TERM");
        for (String sign : new String[] {"256color", "direct", "kitty", "ghostty", "alacritty", "foot", "wezterm"}) {
            if (term.contains(sign)) {
                return true;
            }
        }
        return false;
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
        return columns.length() < 5 && Ascii.isDigits(columns)
                ? Math.max(NARROWEST, Integer.parseInt(columns))
                : USUAL_WIDTH;
    }

    private static String value(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value == null ? "" : value;
    }

    /** Returns text in a colour, or as it is where there are none. */
    public String paint(Ink ink, String text) {
        return colour && !text.isEmpty()
                ? "\u001b[" + (deep ? ink.deepCode : ink.code) + "m" + text + "\u001b[0m"
                : text;
    }

    /** Returns this style without colours: for text whose columns are counted. */
    public Style uncoloured() {
        return new Style(false, unicode, terminal, width, deep);
    }

    /** This style for a stream of so many columns. */
    public Style wide(int columns) {
        return new Style(colour, unicode, terminal, columns, deep);
    }

    /** Returns text with the signs that this tool uses beyond ASCII replaced where they cannot be shown; other text is left alone. */
    public String fit(String text) {
        return unicode ? text : PlainAscii.of(text);
    }
}
