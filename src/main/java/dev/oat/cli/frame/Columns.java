package dev.oat.cli.frame;

import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.Sanitizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text whose columns stand below one another; the last column is as long as it is. */
public final class Columns {
    private final List<String[]> rows = new ArrayList<>();

    /** Adds a row; every row has as many cells as the first. */
    public void row(String... cells) {
        rows.add(Arrays.stream(cells).map(Sanitizer::line).toArray(String[]::new));
    }

    /** Returns all rows, each with a line break. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            int column = 0;
            int edge = 0;
            for (int i = 0; i < row.length; i++) {
                for (; column < edge; column++) {
                    text.append(' ');
                }
                text.append(row[i]);
                column += DisplayWidth.of(row[i]);
                edge += width(i) + (width(i) == 1 ? 1 : 2);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        int width = 0;
        for (String[] row : rows) {
            width = Math.max(width, DisplayWidth.of(row[column]));
        }
        return width;
    }
}
