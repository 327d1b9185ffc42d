package dev.oat.http.transport;

import dev.oat.http.Headers;
import dev.oat.http.MalformedAnswer;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects header fields, within a limit. A field that HTTP does not allow is passed over in an answer; in a request it is
 * refused, as another reader may take it for one (RFC 9112 §5.1).
 */
final class HeaderReader {
    private static final int MAX_FIELDS = 1000;
    private static final int MAX_CHARACTERS = 256 << 10;

    private final String kind;
    private final boolean strict;
    private final List<Headers.Header> fields = new ArrayList<>();
    private int characters;

    /**
     * Takes no field yet.
     *
     * @param kind what they are, for the failure when there are too many: {@code header} or {@code trailer}
     * @param strict whether they are a request's
     */
    HeaderReader(String kind, boolean strict) {
        this.kind = kind;
        this.strict = strict;
    }

    /**
     * Adds one field.
     *
     * @throws MalformedAnswer if there are more than any API needs, or a request's is none
     */
    void add(String name, String value) throws MalformedAnswer {
        characters += name.length() + value.length();
        if (fields.size() >= MAX_FIELDS || characters > MAX_CHARACTERS) {
            throw new MalformedAnswer(
                    "there are more than " + MAX_FIELDS + " " + kind + " fields, or " + (MAX_CHARACTERS >> 10)
                            + " KiB of them, which are not read further",
                    "RFC 9110 §5.4");
        }
        try {
            fields.add(new Headers.Header(name, value, false));
        } catch (Failure.Usage e) {
            if (strict) {
                throw new MalformedAnswer("a line of the head is no field", "RFC 9112 §5.1");
            }
            // nothing can be made of it
        }
    }

    /** Returns whether they are a request's. */
    boolean isStrict() {
        return strict;
    }

    Headers headers() {
        return Headers.of(fields);
    }
}
