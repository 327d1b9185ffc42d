package dev.oat.render.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Breaks the lines that are too long for a terminal between their words, and lets them go on under the column where
 * their text began.
 *
 * <p>A word is never broken, and neither is a command of this tool where one stands in the text: the terminal breaks
 * what does not fit, and a copy of it is still whole.
 */
public final class Reflow {
    private static final int LONGEST_LABEL = 8;
    /** No character before this one takes two columns. */
    private static final char FIRST_WIDE = 0x1100;

    private static final char ESCAPE = '\u001b';
    /** What a command in a sentence comes after. */
    private static final Set<String> BEFORE_COMMAND = Set.of("or", "with", "mean", "then", "run");
    /** What a command in a sentence ends before. */
    private static final Set<String> AFTER_COMMAND = Set.of("or", "and", "again", "lists", "signs", "does", "keeps");

    private Reflow() {}

    /**
     * Returns the text in lines of a width, as far as that can be.
     *
     * @param text lines, which may be coloured
     * @param width columns
     */
    public static String of(String text, int width) {
        if (!hasLongLine(text, width)) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 64);
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            String line = text.substring(start, end < 0 ? text.length() : end);
            result.append(start == 0 ? "" : "\n").append(columns(line) <= width ? line : broken(line, width));
            if (end < 0) {
                break;
            }
            start = end + 1;
        }
        return result.toString();
    }

    private static boolean hasLongLine(String text, int width) {
        int start = 0;
        boolean wide = false;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '\n') {
                // no sign is wider than two columns
                boolean perhaps = i - start > width || (wide && (i - start) * 2 > width);
                if (perhaps && columns(text.substring(start, i)) > width) {
                    return true;
                }
                start = i + 1;
                wide = false;
            } else {
                wide |= text.charAt(i) >= FIRST_WIDE;
            }
        }
        return false;
    }

    private static String broken(String line, int width) {
        String bare = bare(line);
        int characters = indent(bare, width);
        int indent = DisplayWidth.of(bare.substring(0, characters));
        // what stands before the text stays as it is
        int start = behind(line, characters);
        StringBuilder result = new StringBuilder(line.substring(0, start));
        int column = indent;
        boolean first = true;
        for (String piece : pieces(line.substring(start))) {
            int length = columns(piece);
            boolean tooLong = column + (first ? 0 : 1) + length > width;
            if (tooLong && (!first || (column > 0 && length <= width))) {
                while (result.length() > 0 && result.charAt(result.length() - 1) == ' ') {
                    result.setLength(result.length() - 1);
                }
                // a long word that would fit with less before it gets less
                int less = Math.max(0, Math.min(indent, width - length));
                result.append(result.length() == 0 ? "" : "\n").append(" ".repeat(less));
                column = less;
                first = true;
            }
            if (!first) {
                result.append(' ');
                column++;
            }
            result.append(piece);
            column += length;
            first = false;
        }
        return result.toString();
    }

    /** Returns the column under which further lines begin: that of the last cell, or that after a label, a number or a mark. */
    private static int indent(String line, int width) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        int cell = -1;
        for (int i = start; i + 2 < line.length() && i < width / 2; i++) {
            if (line.charAt(i) == ' ' && line.charAt(i + 1) == ' ' && line.charAt(i + 2) != ' ') {
                cell = i + 2;
            }
        }
        if (cell >= 0) {
            return cell;
        }
        int space = line.indexOf(' ', start);
        if (space > start && space - start <= LONGEST_LABEL && isLabel(line.substring(start, space))) {
            return space + 1;
        }
        return start;
    }

    private static boolean isLabel(String word) {
        char last = word.charAt(word.length() - 1);
        boolean mark = word.codePointCount(0, word.length()) == 1 && !Character.isLetterOrDigit(last);
        boolean number = last == '.' && Character.isDigit(word.charAt(0));
        return mark || number || last == ':';
    }

    /** Words, and commands as one piece each. */
    private static List<String> pieces(String text) {
        String[] words = text.split(" ", -1);
        List<String> pieces = new ArrayList<>();
        int i = 0;
        while (i < words.length) {
            if (!isCommand(words, i)) {
                pieces.add(words[i++]);
                continue;
            }
            StringBuilder command = new StringBuilder(words[i]);
            while (!endsCommand(words, i)) {
                command.append(' ').append(words[++i]);
            }
            pieces.add(command.toString());
            i++;
        }
        return pieces;
    }

    private static boolean isCommand(String[] words, int at) {
        if (!words[at].equals("oat") || at + 1 == words.length) {
            return false;
        }
        if (at == 0) {
            return true;
        }
        String before = words[at - 1];
        return before.endsWith(":") || before.endsWith(",") || before.endsWith(";") || BEFORE_COMMAND.contains(before);
    }

    private static boolean endsCommand(String[] words, int at) {
        if (at + 1 == words.length) {
            return true;
        }
        char last = words[at].isEmpty() ? ' ' : words[at].charAt(words[at].length() - 1);
        String next = words[at + 1];
        return last == ','
                || last == ';'
                || last == '?'
                || next.isEmpty()
                || next.startsWith("(")
                || AFTER_COMMAND.contains(next);
    }

    /** Returns how many columns a text takes; colours take none. */
    private static int columns(String text) {
        return DisplayWidth.of(bare(text));
    }

    /** The text without colours. */
    private static String bare(String text) {
        if (text.indexOf(ESCAPE) < 0) {
            return text;
        }
        StringBuilder bare = new StringBuilder();
        for (int i = 0; i < text.length(); i = next(text, i)) {
            if (text.charAt(i) != ESCAPE) {
                bare.append(text.charAt(i));
            }
        }
        return bare.toString();
    }

    /** Returns where a text goes on behind its first so many characters, those of colours not counted. */
    private static int behind(String text, int characters) {
        int i = 0;
        for (int seen = 0; i < text.length() && (seen < characters || text.charAt(i) == ESCAPE); i = next(text, i)) {
            seen += text.charAt(i) == ESCAPE ? 0 : 1;
        }
        return i;
    }

    private static int next(String text, int at) {
        int end = text.charAt(at) == ESCAPE ? text.indexOf('m', at) : at;
        return end < 0 ? text.length() : end + 1;
    }
}
