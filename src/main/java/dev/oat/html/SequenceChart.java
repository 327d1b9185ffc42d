package dev.oat.html;

import java.util.ArrayList;
import java.util.List;

/** Messages between actors as a diagram: where each line and label lies, computed here and nowhere else. */
public final class SequenceChart {
    /** How a message came out, which its colour tells beside its words. */
    public enum Tone {
        PLAIN,
        GOOD,
        ODD,
        BAD
    }

    /**
     * A line of the diagram.
     *
     * @param from who sends, by the actor's place
     * @param to who receives; the same for what an actor does by itself
     * @param label what is said
     * @param tone how it came out
     * @param answer whether it is an answer
     * @param time when, for the axis beside it; or empty
     * @param href what it opens, such as {@code #m3}; or empty
     */
    public record Message(int from, int to, String label, Tone tone, boolean answer, String time, String href) {}

    /** A rectangle. */
    record Box(double x, double y, double width, double height) {
        double right() {
            return x + width;
        }

        boolean overlaps(Box other) {
            return x < other.right() && other.x < right() && y < other.y + other.height && other.y < y + height;
        }
    }

    /** A text in its place, in lines from the top. */
    record Label(Box box, List<String> lines) {}

    /** A message in its place; the arrow lies at {@code y}. */
    record Placed(Message message, Label label, double y, Box row) {}

    static final double FONT = 13;
    static final double LINE = 17;
    private static final double AXIS = 76;
    private static final double MARGIN = 10;
    private static final double NARROWEST = 96;
    private static final double WIDEST = 250;
    /** A diagram of few actors is drawn as wide as this, where its gaps may grow so far. */
    private static final double USUAL = 980;

    private static final double STRETCHED = 330;
    private static final double PADDING = 10;
    private static final int MOST_LINES = 4;

    private final double[] columns;
    private final double width;
    private final double height;
    private final List<Label> heads = new ArrayList<>();
    private final List<Placed> messages = new ArrayList<>();

    private SequenceChart(List<String> actors, List<Message> all, double[] gaps, boolean headed) {
        columns = new double[actors.size()];
        double at = AXIS + MARGIN + Math.max(NARROWEST, Math.min(WIDEST, px(actors.get(0)))) / 2;
        columns[0] = at;
        for (int i = 1; i < columns.length; i++) {
            at += gaps[i - 1];
            columns[i] = at;
        }
        String last = actors.get(actors.size() - 1);
        // what an actor does by itself takes room on both sides of its line
        width = at + Math.max(NARROWEST, Math.min(WIDEST, px(last))) / 2 + MARGIN;
        int headLines = 1;
        for (int i = 0; headed && i < columns.length; i++) {
            double left = i == 0 ? 2 * (columns[0] - AXIS) : gaps[i - 1];
            double right = i == columns.length - 1 ? 2 * (width - columns[i]) : gaps[i];
            double room = Math.min(left, right) - PADDING;
            List<String> lines = TextWidth.lines(actors.get(i), room / FONT, 3);
            headLines = Math.max(headLines, lines.size());
            heads.add(new Label(new Box(columns[i] - room / 2, MARGIN, room, lines.size() * LINE), lines));
        }
        double y = headed ? MARGIN + headLines * LINE + 12 : 0;
        for (Message message : all) {
            Placed placed = place(message, y);
            messages.add(placed);
            y += placed.row().height();
        }
        height = headed ? y + MARGIN : y;
    }

    /**
     * Lays a diagram out.
     *
     * @param actors who takes part, from left to right; at least one
     * @param messages what is said, from the top
     */
    public static SequenceChart of(List<String> actors, List<Message> messages) {
        if (actors.isEmpty()) {
            throw new IllegalArgumentException("nobody takes part");
        }
        return new SequenceChart(actors, messages, gaps(actors, messages), true);
    }

    /**
     * Lays out a part of a diagram that grows: its columns lie where those of every other part do.
     *
     * @param headed whether it is the part with the actors' names
     */
    public static SequenceChart part(List<String> actors, double gap, boolean headed, List<Message> messages) {
        double[] gaps = new double[actors.size() - 1];
        java.util.Arrays.fill(gaps, gap);
        return new SequenceChart(actors, messages, gaps, headed);
    }

    private static double px(String text) {
        return TextWidth.of(text) * FONT + 2 * PADDING;
    }

    private static double[] gaps(List<String> actors, List<Message> all) {
        double[] gaps = new double[Math.max(0, actors.size() - 1)];
        for (int i = 0; i < gaps.length; i++) {
            double wanted = Math.max(NARROWEST, (px(actors.get(i)) + px(actors.get(i + 1))) / 2);
            for (Message message : all) {
                if (Math.min(message.from(), message.to()) == i && Math.max(message.from(), message.to()) == i + 1) {
                    wanted = Math.max(wanted, px(message.label()) + 2 * PADDING);
                }
            }
            gaps[i] = Math.min(WIDEST, wanted);
        }
        double spare = USUAL - AXIS - 2 * NARROWEST;
        for (double gap : gaps) {
            spare -= gap;
        }
        for (int i = 0; i < gaps.length && spare > 0; i++) {
            gaps[i] = Math.max(gaps[i], Math.min(STRETCHED, gaps[i] + spare / gaps.length));
        }
        return gaps;
    }

    private Placed place(Message message, double y) {
        double a = columns[message.from()];
        double b = columns[message.to()];
        boolean own = message.from() == message.to();
        double room = own ? Math.min(WIDEST, width - AXIS - 2 * MARGIN) - 2 * PADDING : Math.abs(a - b) - 2 * PADDING;
        List<String> lines = TextWidth.lines(message.label(), room / FONT, MOST_LINES);
        double wide = 0;
        for (String line : lines) {
            wide = Math.max(wide, TextWidth.of(line) * FONT);
        }
        double middle = own ? Math.max(AXIS + MARGIN + wide / 2, Math.min(width - MARGIN - wide / 2, a)) : (a + b) / 2;
        Box box = new Box(middle - wide / 2, y + 7, wide, Math.max(1, lines.size()) * LINE);
        double arrow = box.y() + box.height() + (own ? 0 : 6);
        Box row = new Box(0, y, width, arrow + (own ? 9 : 8) - y);
        return new Placed(message, new Label(box, lines), arrow, row);
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    double column(int actor) {
        return columns[actor];
    }

    int actors() {
        return columns.length;
    }

    boolean headed() {
        return !heads.isEmpty();
    }

    List<Label> heads() {
        return heads;
    }

    List<Placed> messages() {
        return messages;
    }
}
