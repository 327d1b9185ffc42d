package dev.oat.render.text;

import java.time.Duration;
import java.time.Instant;

/** A token's life as a bar: how much of it is left. */
public final class LifeBar {
    private static final int CELLS = 10;

    private LifeBar() {}

    /**
     * Returns the bar, of a fixed width: full at the beginning of the life, empty at its end.
     *
     * @param from when the life began
     * @param until when it ends
     * @param now the time
     * @param style in what it is drawn
     */
    public static String of(Instant from, Instant until, Instant now, Style style) {
        long whole = Math.max(1, Duration.between(from, until).toMillis());
        long left = Math.min(whole, Math.max(0, Duration.between(now, until).toMillis()));
        // what is left shows, however little it is
        int full = (int) ((left * CELLS + whole - 1) / whole);
        Style.Ink ink = full == 0 ? Style.Ink.RED : full <= 2 ? Style.Ink.YELLOW : Style.Ink.GREEN;
        String cell = style.unicode() ? "█" : "#";
        String gap = style.unicode() ? "░" : ".";
        return "[" + style.paint(ink, cell.repeat(full)) + style.paint(Style.Ink.DIM, gap.repeat(CELLS - full)) + "]";
    }
}
