package dev.oat.http;

import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Ordered header fields; names are compared without case.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5">RFC 9110 §5</a>
 */
public final class Headers {
    /**
     * One header field.
     *
     * @param name the field's name
     * @param value its value
     * @param secret whether the value must not be shown
     */
    public record Header(String name, String value, boolean secret) {
        public Header {
            if (!isToken(name)) {
                throw new Failure.Usage("a header name holds a character that HTTP does not allow")
                        .hint("write Name:value with letters, digits and hyphens in the name");
            }
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '\r' || c == '\n' || c == 0) {
                    throw new Failure.Usage("the value of header " + name + " holds a line break");
                }
            }
        }

        @Override
        public String toString() {
            return name + ": " + (secret ? "(secret)" : value);
        }
    }

    /** Returns whether a text is a token, as names and methods are (RFC 9110 §5.6.2). */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static final Headers EMPTY = new Headers(List.of());

    private final List<Header> fields;

    private Headers(List<Header> fields) {
        this.fields = Collections.unmodifiableList(fields);
    }

    /** Returns no header fields. */
    public static Headers empty() {
        return EMPTY;
    }

    /** These fields, in this order. */
    public static Headers of(List<Header> fields) {
        return fields.isEmpty() ? EMPTY : new Headers(new ArrayList<>(fields));
    }

    /** Returns these fields and one more. */
    public Headers with(String name, String value) {
        return plus(new Header(name, value, false));
    }

    /** These fields and one more whose value must not be shown. */
    public Headers with(String name, Secret value) {
        return plus(new Header(name, value.reveal(), true));
    }

    /** Returns these fields and those of another after them. */
    public Headers withAll(Headers other) {
        List<Header> all = new ArrayList<>(fields);
        all.addAll(other.fields);
        return new Headers(all);
    }

    /** Returns these fields without any of this name. */
    public Headers without(String name) {
        List<Header> rest = new ArrayList<>();
        for (Header field : fields) {
            if (!field.name().equalsIgnoreCase(name)) {
                rest.add(field);
            }
        }
        return new Headers(rest);
    }

    private Headers plus(Header field) {
        List<Header> all = new ArrayList<>(fields.size() + 1);
        all.addAll(fields);
        all.add(field);
        return new Headers(all);
    }

    /** Returns the fields in order. */
    public List<Header> fields() {
        return fields;
    }

    /** The first value of a field. */
    public Optional<String> first(String name) {
        for (Header field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** Returns all values of a field, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Header field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    /** Returns whether a field of this name is there. */
    public boolean has(String name) {
        return first(name).isPresent();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
