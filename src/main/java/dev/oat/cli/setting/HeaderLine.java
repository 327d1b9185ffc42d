package dev.oat.cli.setting;

import dev.oat.http.Headers;
import dev.oat.trace.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A header field as users write it.
 *
 * @param name its name
 * @param value its value
 * @param isLeftOut whether the field is not to be sent
 */
public record HeaderLine(String name, String value, boolean isLeftOut) {
    /** Follow from the message itself; a wrong one would break it. */
    private static final Set<String> OURS = Set.of(
            "content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer", "keep-alive");

    /**
     * Takes curl's {@code -H}: {@code Name: value}, {@code Name:} to leave it out, {@code Name;} to send it empty.
     *
     * @throws Failure.Usage if it is no header; its value is not echoed
     */
    public static HeaderLine of(String line) {
        int colon = line.indexOf(':');
        if (colon < 0 && line.endsWith(";") && line.length() > 1) {
            return of(line.substring(0, line.length() - 1), "");
        }
        if (colon <= 0) {
            throw new Failure.Usage("a header has no colon").hint("write -H 'Name: value'");
        }
        String name = line.substring(0, colon).trim();
        String value = line.substring(colon + 1).trim();
        return value.isEmpty() ? new HeaderLine(name, value, true) : of(name, value);
    }

    /**
     * Returns a field to send.
     *
     * @throws Failure.Usage if it follows from the message, or HTTP does not allow its value
     */
    public static HeaderLine of(String name, String value) {
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new Failure.Usage("the header " + name + " cannot be set by hand")
                    .hint("it follows from the message, and oat sends the right one");
        }
        if (value.strip().equals("…")) {
            throw new Failure.Usage("the header " + name + " lacks its value").hint("write it in place of …");
        }
        for (char c : value.toCharArray()) {
            if ((c < ' ' && c != '\t') || c > 0xff || c == 0x7f) {
                throw new Failure.Usage("the value of header " + name + " holds a character that HTTP does not allow");
            }
        }
        // the blank that people put behind the colon is not part of it
        return new HeaderLine(name, value.strip(), false);
    }

    /**
     * Returns the header fields that a setting names.
     *
     * @throws Failure.Usage if one of them is none, or follows from the message
     */
    public static Headers all(Setting setting, Resolution settings) {
        Headers headers = Headers.empty();
        for (String line : settings.texts(setting)) {
            HeaderLine read = of(line);
            headers = read.isLeftOut() ? headers : read.into(headers);
        }
        for (String ours : List.of("Authorization", "Content-Type", "DPoP", "Host")) {
            if (headers.has(ours)) {
                throw new Failure.Usage(setting.option() + " cannot set " + ours)
                        .hint("it follows from the message, and oat sends the right one");
            }
        }
        return headers;
    }

    /** Returns these fields and this one. */
    public Headers into(Headers headers) {
        return headers.with(name, value);
    }
}
