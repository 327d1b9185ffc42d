package dev.oat.trace;

/** Judges texts by the letters of ASCII, which are all that protocols, file names and shells agree on. */
public final class Ascii {
    private Ascii() {}

    /** Returns whether a character is one of 0 to 9. */
    public static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Returns whether a character is one of a to z, A to Z and 0 to 9. */
    public static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    /** Returns whether a text is of digits only, and not empty. */
    public static boolean isDigits(String text) {
        boolean digits = !text.isEmpty();
        for (char c : text.toCharArray()) {
            digits &= isDigit(c);
        }
        return digits;
    }

    /** Returns whether a text is of visible characters only, so without blanks, and not empty. */
    public static boolean isVisible(String text) {
        boolean visible = !text.isEmpty();
        for (char c : text.toCharArray()) {
            visible &= c > ' ' && c < 0x7f;
        }
        return visible;
    }

    /**
     * Returns whether a text is of letters, digits and some more characters only, and not empty.
     *
     * @param more the other characters that it may hold
     */
    public static boolean isMadeOf(String text, String more) {
        boolean made = !text.isEmpty();
        for (char c : text.toCharArray()) {
            made &= isLetterOrDigit(c) || more.indexOf(c) >= 0;
        }
        return made;
    }

    /** Returns whether a text is a token, as HTTP's methods and the names of its fields are (RFC 9110 §5.6.2). */
    public static boolean isToken(String text) {
        return isMadeOf(text, "!#$%&'*+-.^_`|~");
    }
}
