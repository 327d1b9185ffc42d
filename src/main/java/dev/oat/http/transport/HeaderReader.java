package dev.oat.http.transport;

import dev.oat.http.Headers;
import dev.oat.http.MalformedAnswer;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;

/** Collects the header fields of an answer, within a limit; a field that HTTP does not allow is passed over. */
final class HeaderReader {
    private static final int MAX_FIELDS = 1000;
    private static final int MAX_CHARACTERS = 256 << 10;

    private final String kind;
    private final List<Headers.Header> fields = new ArrayList<>();
    private int characters;

    /**
     * Takes no field yet.
     *
     * @param kind what they are, for the failure when there are too many: {@code header} or {@code trailer}
     */
    HeaderReader(String kind) {
        this.kind = kind;
    }

    /**
     * Adds one field.
     *
     * @throws MalformedAnswer if there are more than any API needs
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
            // malformed, and nothing can be made of it
            return;
        }
    }

    Headers headers() {
        return Headers.of(fields);
    }
}
