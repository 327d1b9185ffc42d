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
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int bare = first.length();
        for (String word : text.split(" ", -1)) {
            String rest = word;
            // what must be broken anyway may as well begin here
            boolean fitsALine = next.length() + rest.length() <= WIDTH;
            if (line.length() > bare
                    && line.length() + 1 + rest.length() > WIDTH
                    && (fitsALine || line.length() + 9 > WIDTH)) {
                lines.add(line.toString());
                line = new StringBuilder(next);
                bare = next.length();
            }
            if (line.length() > bare) {
                line.append(' ');
            }
            while (line.length() + rest.length() > WIDTH) {
                int fits = WIDTH - line.length();
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
}
