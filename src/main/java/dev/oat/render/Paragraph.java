package dev.oat.render;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of at most 80 columns, each after an indent. */
final class Paragraph {
    static final int WIDTH = 80;

    private Paragraph() {}

    /**
     * Breaks a text between its words; a word that is too long for a line is broken within.
     *
     * @param first what stands before the first line
     * @param next what stands before each further line
     */
    static List<String> wrap(String first, String next, String text) {
        return wrap(first, next, text, WIDTH);
    }

    /** The same, in lines of another width. */
    static List<String> wrap(String first, String next, String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int bare = first.length();
        for (String word : text.split(" ", -1)) {
            String rest = word;
            // what must be broken anyway may as well begin here
            boolean fitsALine = next.length() + rest.length() <= width;
            if (line.length() > bare
                    && line.length() + 1 + rest.length() > width
                    && (fitsALine || line.length() + 9 > width)) {
                lines.add(line.toString());
                line = new StringBuilder(next);
                bare = next.length();
            }
            if (line.length() > bare) {
                line.append(' ');
            }
            while (!rest.isEmpty() && line.length() + rest.length() > width) {
                int fits = tear(rest, Math.min(rest.length(), Math.max(1, width - line.length())));
                lines.add(line + rest.substring(0, fits));
                rest = rest.substring(fits);
                line = new StringBuilder(next);
                bare = next.length();
            }
            line.append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Where to break a word that is too long: after one of the signs that addresses are made of, if there is one. */
    private static int tear(String word, int room) {
        for (int i = room; i > room / 2; i--) {
            if ("/?&,;".indexOf(word.charAt(i - 1)) >= 0) {
                return i;
            }
        }
        return room;
    }
}
