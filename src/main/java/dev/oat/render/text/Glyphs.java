package dev.oat.render.text;

/** The signs that drawings and explanations are made of: real arrows where the terminal shows them, else ASCII. */
public enum Glyphs {
    UNICODE("→", "←", "✓", "✗", "·", "│", "─", "▶", "◀", "┌", "┐", "└", "┘"),
    ASCII("->", "<-", "ok", "FAILED", "-", "|", "-", ">", "<", "+", "+", "+", "+");

    private final String right;
    private final String left;
    private final String passed;
    private final String failed;
    private final String dot;
    private final String vertical;
    private final String horizontal;
    private final String headRight;
    private final String headLeft;
    private final String topLeft;
    private final String topRight;
    private final String bottomLeft;
    private final String bottomRight;

    Glyphs(
            String right,
            String left,
            String passed,
            String failed,
            String dot,
            String vertical,
            String horizontal,
            String headRight,
            String headLeft,
            String topLeft,
            String topRight,
            String bottomLeft,
            String bottomRight) {
        this.right = right;
        this.left = left;
        this.passed = passed;
        this.failed = failed;
        this.dot = dot;
        this.vertical = vertical;
        this.horizontal = horizontal;
        this.headRight = headRight;
        this.headLeft = headLeft;
        this.topLeft = topLeft;
        this.topRight = topRight;
        this.bottomLeft = bottomLeft;
        this.bottomRight = bottomRight;
    }

    /** Returns what a stream can show. */
    public static Glyphs of(Style style) {
        return style.unicode() ? UNICODE : ASCII;
    }

    public String right() {
        return right;
    }

    public String left() {
        return left;
    }

    public String passed() {
        return passed;
    }

    public String failed() {
        return failed;
    }

    public String dot() {
        return dot;
    }

    String vertical() {
        return vertical;
    }

    String horizontal() {
        return horizontal;
    }

    String headRight() {
        return headRight;
    }

    String headLeft() {
        return headLeft;
    }

    String topLeft() {
        return topLeft;
    }

    String topRight() {
        return topRight;
    }

    String bottomLeft() {
        return bottomLeft;
    }

    String bottomRight() {
        return bottomRight;
    }
}
