package dev.oat.render.flow;

import dev.oat.render.text.DisplayWidth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A sequence drawn for a terminal, 80 columns wide. */
public final class SequenceDrawing {
    private static final int WIDTH = 80;

    private final Sequence sequence;
    private final boolean unicode;
    private final Map<Actor, Integer> columns = new EnumMap<>(Actor.class);
    private final StringBuilder text = new StringBuilder();

    private SequenceDrawing(Sequence sequence, boolean unicode) {
        this.sequence = sequence;
        this.unicode = unicode;
    }

    /** Draws a recording; with box characters, or in ASCII. */
    public static String of(Recording recording, boolean unicode) {
        return new SequenceDrawing(Sequence.of(recording), unicode).draw();
    }

    private String draw() {
        List<Actor> actors = sequence.actors();
        if (actors.isEmpty()) {
            return "Nothing was sent.\n";
        }
        place(actors);
        heads(actors);
        for (Sequence.Line line : sequence.lines()) {
            if (line instanceof Sequence.Arrow arrow) {
                arrow(arrow);
            } else if (line instanceof Sequence.Note note) {
                note(note);
            }
        }
        add(lifelines());
        heads(actors);
        return text.toString();
    }

    /** A label above each line; the lines spread evenly, the outer labels within the width. */
    private void place(List<Actor> actors) {
        int first = actors.get(0).text().length() / 2 + 1;
        int last = WIDTH - 2 - actors.get(actors.size() - 1).text().length() / 2;
        int steps = Math.max(1, actors.size() - 1);
        for (int i = 0; i < actors.size(); i++) {
            columns.put(actors.get(i), actors.size() == 1 ? WIDTH / 2 : first + (last - first) * i / steps);
        }
    }

    private void heads(List<Actor> actors) {
        String[] line = blanks();
        for (Actor actor : actors) {
            String label = actor.text();
            int start = Math.max(0, Math.min(WIDTH - label.length(), column(actor) - label.length() / 2));
            write(line, start, label, WIDTH);
        }
        add(line);
    }

    private int column(Actor actor) {
        return columns.getOrDefault(actor, 0);
    }

    /** Returns a line as its cells: one for each column, empty where the sign before it takes two. */
    private static String[] blanks() {
        String[] line = new String[WIDTH];
        java.util.Arrays.fill(line, " ");
        return line;
    }

    private String[] lifelines() {
        String[] line = blanks();
        for (int column : columns.values()) {
            line[column] = unicode ? "│" : "|";
        }
        return line;
    }

    private void arrow(Sequence.Arrow arrow) {
        int from = column(arrow.from());
        int to = column(arrow.to());
        int left = Math.min(from, to);
        int right = Math.max(from, to);
        for (String part : parts(arrow.text(), Math.max(8, right - left - 3))) {
            String[] label = lifelines();
            write(label, left + 2, part, right);
            add(label);
        }
        String[] line = lifelines();
        String dash = arrow.answer() ? unicode ? "╌" : "." : unicode ? "─" : "-";
        for (int i = left + 1; i < right; i++) {
            line[i] = dash;
        }
        if (to > from) {
            line[right - 1] = unicode ? "▶" : ">";
        } else {
            line[left + 1] = unicode ? "◀" : "<";
        }
        add(line);
    }

    private void note(Sequence.Note note) {
        int column = column(note.actor());
        int room = WIDTH - column - 4;
        boolean leftwards = room < 24;
        for (String part : parts("[" + note.text() + "]", leftwards ? Math.max(8, column - 3) : room)) {
            String[] line = lifelines();
            int start = leftwards ? Math.max(0, column - 2 - DisplayWidth.of(part)) : column + 2;
            write(line, start, part, WIDTH);
            add(line);
        }
    }

    private static void write(String[] line, int start, String words, int end) {
        int at = start;
        String rest = words;
        while (!rest.isEmpty()) {
            // the next sign, with what is combined with it
            int length = DisplayWidth.fitting(rest, 1);
            length = length > 0 ? length : first(rest, 2);
            String sign = rest.substring(0, length);
            int width = DisplayWidth.of(sign);
            if (at + width > end) {
                return;
            }
            if (width == 0) {
                line[Math.max(0, at - 1)] += sign;
            } else {
                line[at] = sign;
                for (int i = 1; i < width; i++) {
                    line[at + i] = "";
                }
            }
            at += width;
            rest = rest.substring(length);
        }
    }

    private static int first(String text, int columns) {
        int length = DisplayWidth.fitting(text, columns);
        return length > 0 ? length : text.length();
    }

    /** Returns a text in pieces of at most so many columns, broken between words where that can be. */
    private static List<String> parts(String words, int columns) {
        List<String> parts = new ArrayList<>();
        String rest = words;
        while (DisplayWidth.of(rest) > columns && parts.size() < 6) {
            int length = first(rest, Math.max(2, columns));
            int space = rest.lastIndexOf(' ', length);
            int cut = space > 0 ? space : length;
            parts.add(rest.substring(0, cut));
            rest = rest.substring(space > 0 ? cut + 1 : cut);
        }
        parts.add(rest.substring(0, DisplayWidth.fitting(rest, columns)));
        return parts;
    }

    private void add(String[] line) {
        text.append(String.join("", line).stripTrailing()).append('\n');
    }
}
