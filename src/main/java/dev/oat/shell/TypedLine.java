package dev.oat.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** A line as jline sees it while it is typed: our words, and the one under the cursor. */
final class TypedLine implements CompletingParsedLine {
    private final String line;
    private final int cursor;
    private final List<String> words;
    private final int index;
    private final String word;
    private final int wordCursor;
    private final int rawLength;
    private final int rawCursor;

    private TypedLine(String line, int cursor) {
        this.line = line;
        this.cursor = cursor;
        // what is behind the cursor does not matter for what can stand at it, nor do commands before this one
        List<String> lines = CommandWords.lines(line.substring(0, cursor));
        String own = lines.get(lines.size() - 1);
        CommandWords before = CommandWords.of(own);
        List<String> texts = new ArrayList<>(before.texts());
        List<CommandWords.Word> all = before.words();
        boolean within = !all.isEmpty() && (all.get(all.size() - 1).end() == own.length());
        if (!within) {
            texts.add("");
        }
        this.words = texts;
        this.index = texts.size() - 1;
        this.word = texts.get(index);
        this.wordCursor = word.length();
        this.rawLength = within ? own.length() - all.get(all.size() - 1).start() : 0;
        this.rawCursor = rawLength;
    }

    /** Reads lines for jline; an open quote asks for another line. */
    static Parser parser() {
        return new Parser() {
            @Override
            public ParsedLine parse(String line, int cursor, ParseContext context) {
                if (context == ParseContext.ACCEPT_LINE && isOpen(line)) {
                    throw new EOFError(-1, -1, "the line is not whole", "quote");
                }
                return new TypedLine(line, Math.min(cursor, line.length()));
            }

            private boolean isOpen(String text) {
                List<String> lines = CommandWords.lines(text);
                return CommandWords.of(lines.get(lines.size() - 1)).open();
            }

            @Override
            public boolean isEscapeChar(char c) {
                return c == '\\';
            }
        };
    }

    /**
     * Returns a candidate as it is written into the line.
     *
     * <p>jline also asks how the word looks that was typed, and deletes so many characters before it writes another in its
     * place: what is there already must come back as it is, an empty word as nothing.
     */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        String text = candidate.toString();
        return rawLength > 0 && text.startsWith(word)
                ? CommandWords.continued(
                        line.substring(cursor - rawLength, cursor), text.substring(word.length()), complete)
                : fresh(text);
    }

    private static String fresh(String text) {
        // a variable stays one
        return text.startsWith("$") || text.isEmpty() ? text : CommandWords.quoted(text);
    }

    @Override
    public int rawWordCursor() {
        return rawCursor;
    }

    @Override
    public int rawWordLength() {
        return rawLength;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public int wordCursor() {
        return wordCursor;
    }

    @Override
    public int wordIndex() {
        return index;
    }

    @Override
    public List<String> words() {
        return words;
    }

    @Override
    public String line() {
        return line;
    }

    @Override
    public int cursor() {
        return cursor;
    }
}
