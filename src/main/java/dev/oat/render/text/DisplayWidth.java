package dev.oat.render.text;

/**
 * How many columns of a terminal a text takes: two for Chinese, Japanese and Korean characters and for emoji, none for what
 * is combined with the character before it.
 *
 * <p>Text of what this tool writes itself takes a column for each character, and is counted without the library that knows
 * the others.
 */
public final class DisplayWidth {
    private DisplayWidth() {}

    /** The columns of a text; it holds no colours and no line break. */
    public static int of(String text) {
        return isPlain(text) ? text.length() : Clusters.columns(text);
    }

    /**
     * Returns how many characters of a text's beginning fit, without breaking what is one sign to its reader.
     *
     * @param columns the room
     */
    public static int fitting(String text, int columns) {
        return isPlain(text) ? Math.max(0, Math.min(text.length(), columns)) : Clusters.fitting(text, columns);
    }

    /** The text with blanks behind it, up to a width. */
    public static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** Returns whether each character takes a column: Latin text, and the signs, arrows and lines that this tool draws with. */
    private static boolean isPlain(String text) {
        for (char c : text.toCharArray()) {
            boolean plain = (c < 0x300 && c != 0xAD)
                    || (c >= 0x2010 && c <= 0x2027)
                    || (c >= 0x2190 && c <= 0x2193)
                    || (c >= 0x2500 && c <= 0x25a1);
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** Apart, so that the library is loaded only where it is needed. */
    private static final class Clusters {
        static int columns(String text) {
            int columns = 0;
            for (int i = 0; i < text.length(); i += length(text, i)) {
                columns += columns(text, i);
            }
            return columns;
        }

        static int fitting(String text, int columns) {
            int taken = 0;
            int i = 0;
            while (i < text.length()) {
                taken += columns(text, i);
                if (taken > columns) {
                    break;
                }
                i += length(text, i);
            }
            return i;
        }

        private static int length(String text, int at) {
            return Math.max(1, org.jline.utils.WCWidth.charCountForGraphemeCluster(text, at));
        }

        private static int columns(String text, int at) {
            return Math.max(0, org.jline.utils.WCWidth.wcwidthForGraphemeCluster(text, at));
        }
    }
}
