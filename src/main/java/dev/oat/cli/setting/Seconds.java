package dev.oat.cli.setting;

import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;

/** Reads spans of time as settings have them: a number of seconds; {@code s}, {@code m} and {@code h} may follow it. */
public final class Seconds {
    private Seconds() {}

    /**
     * Reads a span.
     *
     * @param named what gave it, for messages
     * @throws Failure.Usage if it is none
     */
    public static long of(String named, String text) {
        String digits = text;
        long unit = 1;
        if (!digits.isEmpty()) {
            char last = digits.charAt(digits.length() - 1);
            unit = last == 'm' ? 60 : last == 'h' ? 3600 : 1;
            if (last == 's' || last == 'm' || last == 'h') {
                digits = digits.substring(0, digits.length() - 1);
            }
        }
        if (digits.length() > 9 || !Ascii.isDigits(digits)) {
            throw Failure.Usage.value(named, text, "a number of seconds").hint("write 30, 30s, 5m or 1h");
        }
        return Long.parseLong(digits) * unit;
    }
}
