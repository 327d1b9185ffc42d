package dev.oat.http;

import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;

/** Collects the header fields of an answer, within a limit; a field that HTTP does not allow is passed over. */
final class HeaderReader {
    private static final int MAX_FIELDS = 1000;
    private static final int MAX_CHARACTERS = 256 << 10;

    private final Request request;
    private final List<Headers.Header> fields = new ArrayList<>();
    private int characters;

    HeaderReader(Request request) {
        this.request = request;
    }

    void add(String name, String value) {
        characters += name.length() + value.length();
        if (fields.size() >= MAX_FIELDS || characters > MAX_CHARACTERS) {
            Failure failure = new Failure.Unreachable(
                    "the answer of " + request.origin() + " has more header fields than any API needs");
            failure.phase(request.title());
            throw failure.hint("more than " + MAX_FIELDS + " fields or " + (MAX_CHARACTERS >> 10)
                    + " KiB are not read; check the address");
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
