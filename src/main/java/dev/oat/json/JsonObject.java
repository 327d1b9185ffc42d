package dev.oat.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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

    private static final int MAX_DEPTH = 100;
    private static final int MAX_TEXT = 4 << 20;

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
        try (JsonParser parser = Factory.INSTANCE.createParser(utf8)) {
            return parseWhole(parser);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Reads one object, as {@link #parse(byte[])} does. */
    public static JsonObject parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads any one JSON value: a scalar, a {@code List}, a {@code JsonObject} or {@link #NULL}. */
    public static Object parseValue(String text) {
        try (JsonParser parser = Factory.INSTANCE.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonException("the text is empty");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonException("there is text after the JSON value");
            }
            return value;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static JsonObject parseWhole(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonException("the text is empty");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new JsonException("the text is JSON, but not an object");
        }
        JsonObject object = (JsonObject) value(parser);
        if (parser.nextToken() != null) {
            throw new JsonException("there is text after the JSON object");
        }
        return object;
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT: {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                return new JsonObject(members);
            }
            case START_ARRAY: {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                return Collections.unmodifiableList(elements);
            }
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT:
                return parser.getDecimalValue();
            case VALUE_TRUE:
                return Boolean.TRUE;
            case VALUE_FALSE:
                return Boolean.FALSE;
            default:
                return NULL;
        }
    }

    private static JsonException unreadable(IOException e) {
        if (e instanceof JsonProcessingException problem) {
            // only the position: Jackson's own message quotes the source, which may be a token
            String where = problem.getLocation() == null
                    ? ""
                    : " (line " + problem.getLocation().getLineNr() + ", column "
                            + problem.getLocation().getColumnNr() + ")";
            return new JsonException(reason(problem) + where);
        }
        return new JsonException("the text is not JSON");
    }

    private static String reason(JsonProcessingException problem) {
        String message = String.valueOf(problem.getOriginalMessage());
        if (message.startsWith("Duplicate")) {
            return "a member is named twice";
        }
        if (message.contains("nesting depth")) {
            return "the JSON nests deeper than " + MAX_DEPTH;
        }
        if (message.startsWith("Unexpected end-of-input") || message.contains("end-of-input")) {
            return "the JSON is cut short";
        }
        return "the text is not JSON";
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

    /** The members, in order; nested objects are {@code JsonObject}s. */
    public Map<String, Object> members() {
        return members;
    }

    /** Whether a member of this name is there and is not {@code null}. */
    public boolean has(String name) {
        Object value = members.get(name);
        return value != null && value != NULL;
    }

    /** The value of a member, whatever its type. */
    public Optional<Object> value(String name) {
        Object value = members.get(name);
        return value == null || value == NULL ? Optional.empty() : Optional.of(value);
    }

    /**
     * A text member.
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
     * A whole-number member; a fraction is cut off, as NumericDate allows.
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
     * A nested object.
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
     * The texts of an array of texts, or an empty list when the member is absent.
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
     * The texts of a member that may be one text or an array of them, as {@code aud} may.
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

    /** This object with one member set, in its old place or at the end. */
    public JsonObject with(String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(members);
        copy.put(name, normal(value));
        return new JsonObject(copy);
    }

    /** This object without one member. */
    public JsonObject without(String name) {
        Map<String, Object> copy = new LinkedHashMap<>(members);
        copy.remove(name);
        return new JsonObject(copy);
    }

    /** The object on one line. Control, bidirectional and other invisible characters are written as escapes. */
    public String toJson() {
        return write(this, false);
    }

    /** The object over several lines, indented by two spaces. */
    public String toPrettyJson() {
        return write(this, true);
    }

    /** Any value that a JSON object can hold, on one line. */
    public static String toJson(Object value) {
        return write(normal(value), false);
    }

    /** Any value that a JSON object can hold, over several lines, indented by two spaces. */
    public static String toPrettyJson(Object value) {
        return write(normal(value), true);
    }

    private static String write(Object value, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Factory.INSTANCE.createGenerator(text)) {
            if (pretty) {
                DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
                generator.setPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter));
            }
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return escapeInvisible(text.toString());
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof JsonObject object) {
            generator.writeStartObject();
            for (Map.Entry<String, Object> member : object.members.entrySet()) {
                generator.writeFieldName(member.getKey());
                write(generator, member.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            generator.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else {
            generator.writeNull();
        }
    }

    /** Outside strings JSON has ASCII only, so whatever is found here lies in a string and may be an escape. */
    private static String escapeInvisible(String json) {
        StringBuilder safe = null;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean invisible = c >= 0x7f
                    && (c <= 0x9f
                            || (c >= 0x200b && c <= 0x200f)
                            || (c >= 0x2028 && c <= 0x202e)
                            || (c >= 0x2060 && c <= 0x206f)
                            || c == 0x061c
                            || c == 0xfeff
                            || (Character.isSurrogate(c) && !paired(json, i)));
            if (invisible && safe == null) {
                safe = new StringBuilder(json.length() + 16).append(json, 0, i);
            }
            if (safe != null) {
                if (invisible) {
                    safe.append(String.format("\\u%04x", (int) c));
                } else {
                    safe.append(c);
                }
            }
        }
        return safe == null ? json : safe.toString();
    }

    private static boolean paired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return Objects.hash(members);
    }

    /** The names only: the values may be secrets. */
    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }

    /** Loaded on first use, so that a command without JSON does not load Jackson. */
    private static final class Factory {
        static final JsonFactory INSTANCE = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT)
                        .maxNumberLength(400)
                        .build())
                .build();
    }
}
