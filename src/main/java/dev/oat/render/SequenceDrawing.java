package dev.oat.render;

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
        StringBuilder line = new StringBuilder(" ".repeat(WIDTH));
        for (Actor actor : actors) {
            String label = actor.text();
            int start = Math.max(0, Math.min(WIDTH - label.length(), column(actor) - label.length() / 2));
            line.replace(start, start + label.length(), label);
        }
        add(line);
    }

    private int column(Actor actor) {
        return columns.getOrDefault(actor, 0);
    }

    private StringBuilder lifelines() {
        StringBuilder line = new StringBuilder(" ".repeat(WIDTH));
        for (int column : columns.values()) {
            line.setCharAt(column, unicode ? '│' : '|');
        }
        return line;
    }

    private void arrow(Sequence.Arrow arrow) {
        int from = column(arrow.from());
        int to = column(arrow.to());
        int left = Math.min(from, to);
        int right = Math.max(from, to);
        for (String part : parts(arrow.text(), Math.max(8, right - left - 3))) {
            StringBuilder label = lifelines();
            write(label, left + 2, part, right);
            add(label);
        }
        StringBuilder line = lifelines();
        char dash = arrow.answer() ? unicode ? '╌' : '.' : unicode ? '─' : '-';
        for (int i = left + 1; i < right; i++) {
            line.setCharAt(i, dash);
        }
        if (to > from) {
            line.setCharAt(right - 1, unicode ? '▶' : '>');
        } else {
            line.setCharAt(left + 1, unicode ? '◀' : '<');
        }
        add(line);
    }

    private void note(Sequence.Note note) {
        int column = column(note.actor());
        int room = WIDTH - column - 4;
        boolean leftwards = room < 24;
        for (String part : parts("[" + note.text() + "]", leftwards ? Math.max(8, column - 3) : room)) {
            StringBuilder line = lifelines();
            int start = leftwards ? Math.max(0, column - 2 - part.length()) : column + 2;
            write(line, start, part, WIDTH);
            add(line);
        }
    }

    private static void write(StringBuilder line, int start, String words, int end) {
        for (int i = 0; i < words.length() && start + i < end; i++) {
            line.setCharAt(start + i, words.charAt(i));
        }
    }

    /** A text in pieces of at most this length, broken between words where that can be. */
    private static List<String> parts(String words, int length) {
        List<String> parts = new ArrayList<>();
        String rest = words;
        while (rest.length() > length && parts.size() < 6) {
            int space = rest.lastIndexOf(' ', length);
            int cut = space > 0 ? space : length;
            parts.add(rest.substring(0, cut));
            rest = rest.substring(space > 0 ? cut + 1 : cut);
        }
        parts.add(rest.length() > length ? rest.substring(0, length) : rest);
        return parts;
    }

    private void add(StringBuilder line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        text.append(line, 0, end).append('\n');
    }
}
