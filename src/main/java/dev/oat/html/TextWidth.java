package dev.oat.html;

import java.util.ArrayList;
import java.util.List;

/**
 * How wide a text is at most in a page's usual fonts, in parts of the font's size: a diagram is laid out where no font is
 * at hand, and too wide a guess costs some space, too narrow a one a label that lies upon another.
 */
final class TextWidth {
    private static final String NARROW = "iljtfrI.,:;'|!()[]/ \"`-";
    private static final String WIDE = "mwMW@%—…→";

    private TextWidth() {}

    /** Returns the width of a text. */
    static double of(String text) {
        double width = 0;
        for (int c : text.codePoints().toArray()) {
            width += of(c);
        }
        return width;
    }

    private static double of(int c) {
        if (c < 0x80) {
            return NARROW.indexOf(c) >= 0 ? 0.45 : WIDE.indexOf(c) >= 0 ? 1.02 : c >= 'A' && c <= 'Z' ? 0.8 : 0.66;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = WIDE.indexOf(c) >= 0
                || (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || c >= 0x1f000;
        return wide ? c >= 0x1f000 && c < 0x20000 ? 1.4 : 1.05 : 0.85;
    }

    /**
     * Returns a text in lines of at most a width, broken between words where that can be; the last ends with … where there is more.
     *
     * @param most how many lines there may be
     */
    static List<String> lines(String text, double width, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty() && lines.size() < most) {
            int fits = fitting(rest, width);
            if (fits >= rest.length()) {
                lines.add(rest);
                return lines;
            }
            if (lines.size() == most - 1) {
                lines.add(rest.substring(0, fitting(rest, width - of("…"))).stripTrailing() + "…");
                return lines;
            }
            int space = rest.lastIndexOf(' ', fits);
            int cut = space > 0 ? space : Math.max(fits, Character.charCount(rest.codePointAt(0)));
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
        }
        return lines;
    }

    /** Returns how many characters of a text's beginning fit; what is combined with a character stays with it. */
    private static int fitting(String text, double width) {
        double taken = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            taken += of(c);
            if (taken > width) {
                return i;
            }
            i += Character.charCount(c);
        }
        return i;
    }
}
