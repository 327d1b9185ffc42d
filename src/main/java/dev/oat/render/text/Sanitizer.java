package dev.oat.render.text;

/**
 * Makes untrusted text harmless to a terminal: control, bidirectional and invisible characters become visible escapes.
 */
public final class Sanitizer {
    private static final int LONGEST = 4_000;

    private Sanitizer() {}

    /** Returns one line: line breaks and tabs are escaped too, and a very long text is cut. */
    public static String line(String text) {
        return clean(text, false, LONGEST);
    }

    /** Several lines: line breaks and tabs stay. */
    public static String block(String text) {
        return clean(text, true, Integer.MAX_VALUE);
    }

    private static String clean(String text, boolean keepLines, int limit) {
        int end = Math.min(text.length(), limit);
        StringBuilder safe = null;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean harmless = isHarmless(text, i) || (keepLines && (c == '\n' || c == '\t'));
            if (!harmless && safe == null) {
                safe = new StringBuilder(end + 16).append(text, 0, i);
            }
            if (safe != null) {
                if (harmless) {
                    safe.append(c);
                } else {
                    escape(safe, c);
                }
            }
        }
        if (end < text.length()) {
            return (safe == null ? text.substring(0, end) : safe.toString()) + "… (" + (text.length() - end)
                    + " characters more)";
        }
        return safe == null ? text : safe.toString();
    }

    private static void escape(StringBuilder safe, char c) {
        String hex = Integer.toHexString(c);
        safe.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
    }

    private static boolean isHarmless(String text, int i) {
        char c = text.charAt(i);
        if (c < 0x20) {
            return false;
        }
        if (c < 0x7f) {
            return true;
        }
        if (c <= 0x9f
                || c == 0x00ad
                || c == 0x061c
                || c == 0x180e
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0xfeff
                || (c >= 0xfff9 && c <= 0xfffb)) {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))
                    && !isTag(Character.toCodePoint(c, text.charAt(i + 1)));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0
                    && Character.isHighSurrogate(text.charAt(i - 1))
                    && !isTag(Character.toCodePoint(text.charAt(i - 1), c));
        }
        return true;
    }

    private static boolean isTag(int codePoint) {
        return codePoint >= 0xe0000 && codePoint <= 0xe007f;
    }
}
