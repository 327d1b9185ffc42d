package dev.oat.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as words: blanks separate them, quotes group, a backslash takes the next character's meaning away, and
 * {@code #} begins a comment.
 *
 * @param words the words
 * @param ending how the last of them ends
 */
record CommandWords(List<Word> words, Ending ending) {
    private static final String SPECIAL = " \t\n'\"\\$|<>;&";

    CommandWords {
        words = List.copyOf(words);
    }

    /** How a line ends: whole, or within a quote or behind a backslash, and then the next line belongs to it. */
    enum Ending {
        WHOLE,
        IN_SINGLE_QUOTES,
        IN_DOUBLE_QUOTES,
        BEHIND_BACKSLASH
    }

    /** Returns whether the next line belongs to this one. */
    boolean open() {
        return ending != Ending.WHOLE;
    }

    /**
     * A part of a word.
     *
     * @param text its characters, without quotes
     * @param live whether variables in it are replaced: not in single quotes, nor after a backslash
     */
    record Piece(String text, boolean live) {}

    /**
     * A word and where it stands in its line.
     *
     * @param pieces its parts
     * @param start its first character, quotes included
     * @param end behind its last
     */
    record Word(List<Piece> pieces, int start, int end) {
        Word {
            pieces = List.copyOf(pieces);
        }

        /** Returns the word as it was typed, without quotes; variables are not replaced. */
        String text() {
            StringBuilder text = new StringBuilder();
            for (Piece piece : pieces) {
                text.append(piece.text());
            }
            return text.toString();
        }

        /** Returns whether it was typed without any quote or backslash. */
        boolean isPlain() {
            return pieces.size() == 1 && end - start == pieces.get(0).text().length();
        }
    }

    /** Returns the words as texts. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Word word : words) {
            texts.add(word.text());
        }
        return texts;
    }

    /** Reads a line. */
    static CommandWords of(String line) {
        return new Reading(line).all();
    }

    /** The commands of a text: its lines, without those that are blank; the last may be open. */
    static List<String> commands(String text) {
        List<String> commands = new ArrayList<>();
        for (String line : lines(text)) {
            if (!line.isBlank()) {
                commands.add(line);
            }
        }
        return commands;
    }

    /** Returns the lines of a text, one behind the other; a break within quotes or behind a backslash does not end a line. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        int end = text.indexOf('\n');
        while (end >= 0) {
            if (!of(text.substring(start, end)).open()) {
                lines.add(text.substring(start, end));
                start = end + 1;
            }
            end = text.indexOf('\n', end + 1);
        }
        lines.add(text.substring(start));
        return lines;
    }

    /** Returns a text as one word, quoted where it must be. */
    static String quoted(String text) {
        boolean plain = !text.isEmpty() && text.charAt(0) != '#';
        return plain && text.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0)
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * Returns a word that was begun, with more of it: what was typed stays as it was typed, quotes included.
     *
     * @param typed the beginning as it stands in the line, perhaps within a quote
     * @param more what follows, as it is meant
     * @param whole whether the word ends there, so that an open quote is closed
     */
    static String continued(String typed, String more, boolean whole) {
        Ending ending = of(typed).ending();
        StringBuilder text = new StringBuilder(typed);
        boolean first = true;
        for (char c : more.toCharArray()) {
            boolean escapedAlready = first && ending == Ending.BEHIND_BACKSLASH;
            if (ending == Ending.IN_SINGLE_QUOTES) {
                text.append(c == '\'' ? "'\\''" : String.valueOf(c));
            } else if (escapedAlready || (ending == Ending.IN_DOUBLE_QUOTES ? "\"\\$" : SPECIAL).indexOf(c) < 0) {
                text.append(c);
            } else {
                text.append('\\').append(c);
            }
            first = false;
        }
        if (whole && ending == Ending.IN_SINGLE_QUOTES) {
            text.append('\'');
        } else if (whole && ending == Ending.IN_DOUBLE_QUOTES) {
            text.append('"');
        }
        return text.toString();
    }

    private static final class Reading {
        private final String line;
        private final List<Word> words = new ArrayList<>();
        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder piece = new StringBuilder();
        private boolean pieceIsLive = true;
        private int at;

        Reading(String line) {
            this.line = line;
        }

        CommandWords all() {
            Ending ending = Ending.WHOLE;
            while (ending == Ending.WHOLE) {
                while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                    at++;
                }
                if (at >= line.length() || line.charAt(at) == '#') {
                    break;
                }
                int start = at;
                ending = word();
                cut();
                words.add(new Word(pieces.isEmpty() ? List.of(new Piece("", false)) : pieces, start, at));
                pieces.clear();
            }
            return new CommandWords(words, ending);
        }

        /** Reads one word; tells how it ends. */
        private Ending word() {
            while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                char c = line.charAt(at++);
                if (c == '\'') {
                    int end = line.indexOf('\'', at);
                    String inside = line.substring(at, end < 0 ? line.length() : end);
                    add(inside, false);
                    at = end < 0 ? line.length() : end + 1;
                    if (end < 0) {
                        return Ending.IN_SINGLE_QUOTES;
                    }
                } else if (c == '"') {
                    if (inDoubleQuotes()) {
                        return Ending.IN_DOUBLE_QUOTES;
                    }
                } else if (c == '\\') {
                    if (at >= line.length()) {
                        return Ending.BEHIND_BACKSLASH;
                    }
                    char next = line.charAt(at++);
                    if (next != '\n') {
                        add(String.valueOf(next), false);
                    }
                } else {
                    add(String.valueOf(c), true);
                }
            }
            return Ending.WHOLE;
        }

        /** Reads to the closing quote; true when there is none. */
        private boolean inDoubleQuotes() {
            while (at < line.length()) {
                char c = line.charAt(at++);
                if (c == '"') {
                    return false;
                }
                if (c == '\\' && at < line.length() && "\"\\$".indexOf(line.charAt(at)) >= 0) {
                    add(String.valueOf(line.charAt(at++)), false);
                } else {
                    add(String.valueOf(c), true);
                }
            }
            return true;
        }

        private void add(String text, boolean live) {
            if (live != pieceIsLive) {
                cut();
                pieceIsLive = live;
            }
            piece.append(text);
        }

        private void cut() {
            if (piece.length() > 0) {
                pieces.add(new Piece(piece.toString(), pieceIsLive));
                piece.setLength(0);
            }
        }
    }
}
