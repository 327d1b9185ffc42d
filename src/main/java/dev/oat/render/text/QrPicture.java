package dev.oat.render.text;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A QR code as lines of text, for a telephone's camera before a terminal.
 *
 * <p>Where colours can be shown, it is black on white whatever the terminal's own colours are; elsewhere the light modules
 * are drawn, as most terminals are dark. Two modules stand one above the other in each character, or side by side two
 * characters wide where only ASCII can be shown.
 *
 * @see <a href="https://www.iso.org/standard/83389.html">ISO/IEC 18004</a>
 */
public final class QrPicture {
    /** Four modules are the standard's margin; cameras do with two, and terminals are small. */
    private static final int MARGIN = 2;

    private static final String BLACK_ON_WHITE = "\u001b[38;5;16;48;5;231m";
    private static final String PLAIN = "\u001b[0m";

    private QrPicture() {}

    /**
     * Returns the picture's lines, without line ends.
     *
     * @param text what it says, an address
     * @param style what the terminal can show
     * @return empty when it is wider than the terminal, or the text is too long for any code
     */
    public static Optional<List<String>> of(String text, Style style) {
        QrCode code;
        try {
            code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        } catch (DataTooLongException e) {
            return Optional.empty();
        }
        int across = code.size + 2 * MARGIN;
        boolean half = style.unicode() && style.terminal();
        if ((half ? across : 2 * across) >= style.width()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (int y = -MARGIN; y < code.size + MARGIN; y += half ? 2 : 1) {
            StringBuilder line = new StringBuilder();
            for (int x = -MARGIN; x < code.size + MARGIN; x++) {
                boolean upper = drawn(code, x, y, style);
                line.append(half ? both(upper, drawn(code, x, y + 1, style)) : upper ? "##" : "  ");
            }
            lines.add(style.colour() ? BLACK_ON_WHITE + line + PLAIN : line.toString());
        }
        return Optional.of(lines);
    }

    /** Returns whether ink goes here: the dark modules where paper is white, the light ones where it is the terminal's. */
    private static boolean drawn(QrCode code, int x, int y, Style style) {
        boolean below = y >= code.size + MARGIN;
        return !below && code.getModule(x, y) == style.colour();
    }

    private static String both(boolean upper, boolean lower) {
        if (upper) {
            return lower ? "█" : "▀";
        }
        return lower ? "▄" : " ";
    }
}
