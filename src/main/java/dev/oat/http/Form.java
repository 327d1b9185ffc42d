package dev.oat.http;

import dev.oat.trace.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Ordered parameters of a form body or a query; a name may appear more than once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#appendix-B">RFC 6749 appendix B</a>
 */
public final class Form {
    /**
     * One parameter.
     *
     * @param name the parameter's name
     * @param value its value, not encoded
     * @param secret whether the value must not be shown
     */
    public record Field(String name, String value, boolean secret) {
        public Field {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(value, "value is null");
        }

        @Override
        public String toString() {
            return name + "=" + (secret ? "(secret)" : value);
        }
    }

    private static final Form EMPTY = new Form(List.of());

    private final List<Field> fields;

    private Form(List<Field> fields) {
        this.fields = Collections.unmodifiableList(fields);
    }

    /** Returns the form without parameters. */
    public static Form empty() {
        return EMPTY;
    }

    /**
     * Reads an encoded form or query; a parameter without {@code =} has an empty value. Splits before it decodes.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    public static Form parse(String encoded) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start <= encoded.length()) {
            int end = encoded.indexOf('&', start);
            if (end < 0) {
                end = encoded.length();
            }
            if (end > start) {
                String pair = encoded.substring(start, end);
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.add(new Field(decode(name), decode(value), false));
            }
            start = end + 1;
        }
        return new Form(fields);
    }

    /** Returns this form with one parameter more. */
    public Form with(String name, String value) {
        return plus(new Field(name, value, false));
    }

    /** This form with one secret parameter more. */
    public Form with(String name, Secret value) {
        return plus(new Field(name, value.reveal(), true));
    }

    /** Returns this form with the parameters of another after its own. */
    public Form withAll(Form other) {
        if (other.fields.isEmpty()) {
            return this;
        }
        List<Field> all = new ArrayList<>(fields);
        all.addAll(other.fields);
        return new Form(all);
    }

    /** Returns this form without any parameter of this name. */
    public Form without(String name) {
        List<Field> rest = new ArrayList<>();
        for (Field field : fields) {
            if (!field.name().equals(name)) {
                rest.add(field);
            }
        }
        return new Form(rest);
    }

    private Form plus(Field field) {
        List<Field> all = new ArrayList<>(fields.size() + 1);
        all.addAll(fields);
        all.add(field);
        return new Form(all);
    }

    /** Returns the parameters in order. */
    public List<Field> fields() {
        return fields;
    }

    /** The first value of a parameter. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** Returns how often a parameter appears. */
    public int count(String name) {
        int count = 0;
        for (Field field : fields) {
            if (field.name().equals(name)) {
                count++;
            }
        }
        return count;
    }

    /** Returns whether a parameter of this name is there. */
    public boolean has(String name) {
        return count(name) > 0;
    }

    /** Whether there is no parameter. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Returns the form as {@code application/x-www-form-urlencoded}, secrets included. */
    public String encode() {
        StringBuilder text = new StringBuilder();
        for (Field field : fields) {
            if (text.length() > 0) {
                text.append('&');
            }
            text.append(encode(field.name())).append('=').append(encode(field.value()));
        }
        return text.toString();
    }

    /** Returns one name or value, form-encoded. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Form form && fields.equals(form.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
