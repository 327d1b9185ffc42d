package dev.oat.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One JSON object: an immutable map that keeps the order and the unknown members of its source.
 *
 * <p>Values are {@code String}, {@code Long}, {@code BigInteger}, {@code BigDecimal}, {@code Boolean}, {@code List}, {@code JsonObject},
 * or {@link #NULL}. A member with JSON {@code null} counts as absent for the typed getters.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-4">RFC 8259 §4</a>
 */
public final class JsonObject {
    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    /** The value of a member that is JSON {@code null}. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    /**
     * Reads one object and nothing after it.
     *
     * @throws JsonException if the text is no JSON object, nests deeper than 100, or names a member twice
     */
    public static JsonObject parse(byte[] utf8) {
        return JsonReader.object(utf8);
    }

    /**
     * Reads one object, as {@link #parse(byte[])} does, in which a member may be named twice as long as it has the same
     * value both times.
     *
     * @param repeated takes the names that came twice, also those of objects within
     * @throws JsonException if a member is named twice with different values, too
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-4">RFC 7519 §4</a>
     */
    public static JsonObject parse(byte[] utf8, Consumer<String> repeated) {
        return JsonReader.object(utf8, repeated);
    }

    /** Reads one object, as {@link #parse(byte[])} does. */
    public static JsonObject parse(String text) {
        return JsonReader.object(text);
    }

    /** Reads any one JSON value: a scalar, a {@code List}, a {@code JsonObject} or {@link #NULL}. */
    public static Object parseValue(String text) {
        return JsonReader.value(text);
    }

    /** Returns an object over members that are in JSON's forms already. */
    static JsonObject over(Map<String, Object> members) {
        return new JsonObject(members);
    }

    /** An object with these members, in the map's order; nested maps and lists become JSON objects and arrays. */
    public static JsonObject of(Map<String, ?> members) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<String, ?> member : members.entrySet()) {
            copy.put(member.getKey(), normal(member.getValue()));
        }
        return new JsonObject(copy);
    }

    private static Object normal(Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                copy.put(String.valueOf(member.getKey()), normal(member.getValue()));
            }
            return new JsonObject(copy);
        }
        if (value instanceof Iterable<?> elements) {
            List<Object> copy = new ArrayList<>();
            for (Object element : elements) {
                copy.add(normal(element));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Integer || value instanceof Short) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(value.toString());
        }
        if (value == NULL
                || value instanceof JsonObject
                || value instanceof String
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException(
                "no JSON form for " + value.getClass().getName());
    }

    /** Returns the members, in order; nested objects are {@code JsonObject}s. */
    public Map<String, Object> members() {
        return members;
    }

    /** Whether a member of this name is there and is not {@code null}. */
    public boolean has(String name) {
        Object value = members.get(name);
        return value != null && value != NULL;
    }

    /** Returns the value of a member, whatever its type. */
    public Optional<Object> value(String name) {
        Object value = members.get(name);
        return value == null || value == NULL ? Optional.empty() : Optional.of(value);
    }

    /**
     * Returns a text member.
     *
     * @throws JsonException if the member is there with another type
     */
    public Optional<String> text(String name) {
        return typed(name, String.class, "text");
    }

    /**
     * A member that is {@code true} or {@code false}.
     *
     * @throws JsonException if the member is there with another type
     */
    public Optional<Boolean> flag(String name) {
        return typed(name, Boolean.class, "true or false");
    }

    /**
     * Returns a whole-number member; a fraction is cut off, as NumericDate allows.
     *
     * @throws JsonException if the member is there with another type, or does not fit in 64 bits
     */
    public Optional<Long> number(String name) {
        Object value = members.get(name);
        if (value == null || value == NULL) {
            return Optional.empty();
        }
        if (value instanceof Long number) {
            return Optional.of(number);
        }
        if (value instanceof BigDecimal decimal
                && decimal.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
                && decimal.scale() < 1000) {
            return Optional.of(decimal.longValue());
        }
        if (value instanceof Number) {
            throw new JsonException("\"" + name + "\" is out of range");
        }
        throw wrongType(name, value, "a number");
    }

    /**
     * Returns a nested object.
     *
     * @throws JsonException if the member is there with another type
     */
    public Optional<JsonObject> object(String name) {
        return typed(name, JsonObject.class, "an object");
    }

    /**
     * An array, or an empty list when the member is absent.
     *
     * @throws JsonException if the member is there with another type
     */
    @SuppressWarnings("unchecked")
    public List<Object> array(String name) {
        return (List<Object>) (List<?>) typed(name, List.class, "an array").orElse(List.of());
    }

    /**
     * Returns the texts of an array of texts, or an empty list when the member is absent.
     *
     * @throws JsonException if the member is no array, or an element is no text
     */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : array(name)) {
            if (!(element instanceof String text)) {
                throw wrongType(name, element, "an array of texts");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /**
     * Returns the texts of a member that may be one text or an array of them, as {@code aud} may.
     *
     * @throws JsonException if it is neither
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3">RFC 7519 §4.1.3</a>
     */
    public List<String> textOrTexts(String name) {
        if (members.get(name) instanceof String one) {
            return List.of(one);
        }
        return texts(name);
    }

    private <T> Optional<T> typed(String name, Class<T> type, String expected) {
        Object value = members.get(name);
        if (value == null || value == NULL) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrongType(name, value, expected);
        }
        return Optional.of(type.cast(value));
    }

    private static JsonException wrongType(String name, Object found, String expected) {
        return new JsonException("\"" + name + "\" is " + describe(found) + ", expected " + expected);
    }

    private static String describe(Object value) {
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof List) {
            return "an array";
        }
        return value == NULL ? "null" : "an object";
    }

    /** Returns this object with one member set, in its old place or at the end. */
    public JsonObject with(String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(members);
        copy.put(name, normal(value));
        return new JsonObject(copy);
    }

    /** Returns this object without one member. */
    public JsonObject without(String name) {
        Map<String, Object> copy = new LinkedHashMap<>(members);
        copy.remove(name);
        return new JsonObject(copy);
    }

    /** Returns the object on one line. Control, bidirectional and other invisible characters are written as escapes. */
    public String toJson() {
        return JsonWriter.write(this, false);
    }

    /** The object over several lines, indented by two spaces. */
    public String toPrettyJson() {
        return JsonWriter.write(this, true);
    }

    /** Returns any value that a JSON object can hold, on one line. */
    public static String toJson(Object value) {
        return JsonWriter.write(normal(value), false);
    }

    /** Any value that a JSON object can hold, over several lines, indented by two spaces. */
    public static String toPrettyJson(Object value) {
        return JsonWriter.write(normal(value), true);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return Objects.hash(members);
    }

    /** Returns the names only: the values may be secrets. */
    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }
}
