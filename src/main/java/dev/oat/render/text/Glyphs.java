package dev.oat.render.text;

/** The signs that explanations are made of: real arrows where the terminal shows them, else ASCII. */
public enum Glyphs {
    UNICODE("→", "←", "✓", "✗", "·"),
    ASCII("->", "<-", "ok", "FAILED", "-");

    private final String right;
    private final String left;
    private final String passed;
    private final String failed;
    private final String dot;

    Glyphs(String right, String left, String passed, String failed, String dot) {
        this.right = right;
        this.left = left;
        this.passed = passed;
        this.failed = failed;
        this.dot = dot;
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
}
