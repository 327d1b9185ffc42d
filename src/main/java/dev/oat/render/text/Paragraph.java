package dev.oat.render.text;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of at most 80 columns, each after an indent. */
public final class Paragraph {
    public static final int WIDTH = 80;

    private Paragraph() {}

    /**
     * Breaks a text between its words; a word that is too long for a line is broken within.
     *
     * @param first what stands before the first line
     * @param next what stands before each further line
     */
    public static List<String> wrap(String first, String next, String text) {
        return wrap(first, next, text, WIDTH);
    }

    /** The same, in lines of another width. */
    public static List<String> wrap(String first, String next, String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int column = DisplayWidth.of(first);
        int indent = DisplayWidth.of(next);
        boolean bare = true;
        for (String word : text.split(" ", -1)) {
            String rest = word;
            int length = DisplayWidth.of(rest);
            // what must be broken anyway may as well begin here
            boolean fitsALine = indent + length <= width;
            if (!bare && column + 1 + length > width && (fitsALine || column + 9 > width)) {
                lines.add(line.toString());
                line = new StringBuilder(next);
                column = indent;
                bare = true;
            }
            if (!bare) {
                line.append(' ');
                column++;
            }
            while (!rest.isEmpty() && column + length > width) {
                int fits = tear(rest, Math.max(1, width - column));
                lines.add(line + rest.substring(0, fits));
                rest = rest.substring(fits);
                length = DisplayWidth.of(rest);
                line = new StringBuilder(next);
                column = indent;
            }
            bare = bare && rest.isEmpty();
            line.append(rest);
            column += length;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Returns where to break a word that is too long: after one of the signs that addresses are made of, if there is one. */
    private static int tear(String word, int columns) {
        // a sign that is wider than all the room is written all the same
        int room = Math.max(DisplayWidth.fitting(word, columns), DisplayWidth.fitting(word, 2));
        room = room == 0 ? word.length() : room;
        for (int i = room; i > room / 2; i--) {
            if ("/?&,;".indexOf(word.charAt(i - 1)) >= 0) {
                return i;
            }
        }
        return room;
    }
}
