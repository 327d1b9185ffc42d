package dev.oat.trace;

/**
 * Hides the user name and password of the addresses in a text that goes out.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-7.5">RFC 3986 §7.5</a>
 */
public final class Userinfo {
    private static final String SHOWN = "…";

    private Userinfo() {}

    /** Returns the text where each {@code //NAME:PASSWORD@HOST} has become {@code //…@HOST}. */
    public static String hidden(String text) {
        int slashes = text.indexOf("//");
        if (slashes < 0 || text.indexOf('@', slashes) < 0) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        int from = 0;
        while (slashes >= 0) {
            int start = slashes + 2;
            int end = start;
            int at = -1;
            while (end < text.length() && !endsAuthority(text.charAt(end))) {
                at = text.charAt(end) == '@' ? end : at;
                end++;
            }
            if (at >= 0) {
                safe.append(text, from, start).append(SHOWN);
                from = at;
            }
            slashes = text.indexOf("//", start);
        }
        return safe.append(text, from, text.length()).toString();
    }

    private static boolean endsAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c <= ' ' || c == '"' || c == '<' || c == '>';
    }
}
