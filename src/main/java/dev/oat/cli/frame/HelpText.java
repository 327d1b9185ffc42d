package dev.oat.cli.frame;

/** Lays out help for people: paragraphs and two-column tables, 80 columns wide. */
public final class HelpText implements HelpPage {
    private static final int WIDTH = 80;

    private final StringBuilder text = new StringBuilder();

    @Override
    public HelpText paragraph(String words) {
        blank();
        wrap(new StringBuilder(), words, 0);
        return this;
    }

    @Override
    public HelpText heading(String words) {
        blank();
        text.append(words).append('\n');
        return this;
    }

    @Override
    public HelpText row(String name, int column, String meaning) {
        StringBuilder line = new StringBuilder("  ").append(name);
        if (line.length() + 2 > column) {
            text.append(line).append('\n');
            line = new StringBuilder();
        }
        while (line.length() < column) {
            line.append(' ');
        }
        wrap(line, meaning, column);
        return this;
    }

    @Override
    public HelpText line(String words) {
        text.append(words).append('\n');
        return this;
    }

    private void blank() {
        if (text.length() > 0) {
            text.append('\n');
        }
    }

    private void wrap(StringBuilder start, String words, int indent) {
        StringBuilder line = start;
        boolean empty = true;
        for (String word : words.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(" ".repeat(indent));
                empty = true;
            }
            if (!empty) {
                line.append(' ');
            }
            line.append(word);
            empty = false;
        }
        text.append(line).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
