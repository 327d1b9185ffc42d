package dev.oat.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as words: blanks separate them, quotes group, a backslash takes the next character's meaning away, and
 * {@code #} begins a comment.
 *
 * @param words the words
 * @param open whether a quote is not closed, or a backslash stands at the end: the next line belongs to it
 */
record CommandWords(List<Word> words, boolean open) {
    CommandWords {
        words = List.copyOf(words);
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

        /** The word as it was typed, without quotes; variables are not replaced. */
        String text() {
            StringBuilder text = new StringBuilder();
            for (Piece piece : pieces) {
                text.append(piece.text());
            }
            return text.toString();
        }

        /** Whether it was typed without any quote or backslash. */
        boolean isPlain() {
            return pieces.size() == 1 && end - start == pieces.get(0).text().length();
        }
    }

    /** The words as texts. */
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

    /** A text as one word, quoted where it must be. */
    static String quoted(String text) {
        boolean plain = !text.isEmpty() && text.charAt(0) != '#';
        for (int i = 0; i < text.length(); i++) {
            plain &= " \t\n'\"\\$|<>;&".indexOf(text.charAt(i)) < 0;
        }
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
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
            boolean open = false;
            while (!open) {
                while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                    at++;
                }
                if (at >= line.length() || line.charAt(at) == '#') {
                    break;
                }
                int start = at;
                open = word();
                cut();
                words.add(new Word(pieces.isEmpty() ? List.of(new Piece("", false)) : pieces, start, at));
                pieces.clear();
            }
            return new CommandWords(words, open);
        }

        /** Reads one word; true when it is not whole. */
        private boolean word() {
            while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                char c = line.charAt(at++);
                if (c == '\'') {
                    int end = line.indexOf('\'', at);
                    String inside = line.substring(at, end < 0 ? line.length() : end);
                    add(inside, false);
                    at = end < 0 ? line.length() : end + 1;
                    if (end < 0) {
                        return true;
                    }
                } else if (c == '"') {
                    if (inDoubleQuotes()) {
                        return true;
                    }
                } else if (c == '\\') {
                    if (at >= line.length()) {
                        return true;
                    }
                    char next = line.charAt(at++);
                    if (next != '\n') {
                        add(String.valueOf(next), false);
                    }
                } else {
                    add(String.valueOf(c), true);
                }
            }
            return false;
        }

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
