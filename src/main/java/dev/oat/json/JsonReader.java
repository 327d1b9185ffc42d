package dev.oat.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text, all of it, strictly: no comments, no second member of a name, no depth or length without end.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonReader {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_TEXT = 4 << 20;
    private static final int MAX_NUMBER = 400;
    /** As many digits surely fit in 64 bits. */
    private static final int SURELY_LONG = 18;

    private static final String NOT_JSON = "the text is not JSON";

    private final String text;
    private final @Nullable Consumer<String> repeated;
    private int at;
    private int depth;

    /** @param repeated takes the names that an object has twice with equal values; without it, no name may come twice */
    private JsonReader(String text, @Nullable Consumer<String> repeated) {
        this.text = text;
        this.repeated = repeated;
    }

    /** Returns the object that the bytes are. */
    static JsonObject object(byte[] utf8) {
        return object(utf8, null);
    }

    static JsonObject object(byte[] utf8, @Nullable Consumer<String> repeated) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonException(NOT_JSON);
        }
        // a byte order mark is nobody's text, and some editors write one
        return object(text.startsWith("\ufeff") ? text.substring(1) : text, repeated);
    }

    /** Returns the object that the text is. */
    static JsonObject object(String text) {
        return object(text, null);
    }

    private static JsonObject object(String text, @Nullable Consumer<String> repeated) {
        JsonReader reader = new JsonReader(text, repeated);
        Object value = reader.first();
        if (!(value instanceof JsonObject object)) {
            throw new JsonException("the text is JSON, but not an object");
        }
        reader.end("object");
        return object;
    }

    /** Returns the value that the text is. */
    static Object value(String text) {
        JsonReader reader = new JsonReader(text, null);
        Object value = reader.first();
        reader.end("value");
        return value;
    }

    private Object first() {
        skipBlanks();
        if (at == text.length()) {
            throw new JsonException("the text is empty");
        }
        return read();
    }

    private void end(String what) {
        skipBlanks();
        if (at == text.length()) {
            return;
        }
        if ("{[\"-0123456789".indexOf(text.charAt(at)) >= 0) {
            throw new JsonException("there is text after the JSON " + what);
        }
        throw wrong(NOT_JSON);
    }

    private Object read() {
        char first = peek();
        return switch (first) {
            case '{' -> readObject();
            case '[' -> readArray();
            case '"' -> readText();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", JsonObject.NULL);
            default -> readNumber();
        };
    }

    private JsonObject readObject() {
        enter();
        Map<String, Object> members = new LinkedHashMap<>();
        skipBlanks();
        if (peek() == '}') {
            leave();
            return JsonObject.over(members);
        }
        while (true) {
            if (peek() != '"') {
                throw wrong(NOT_JSON);
            }
            String name = readText();
            boolean again = members.containsKey(name);
            if (again && repeated == null) {
                throw wrong("a member is named twice");
            }
            skipBlanks();
            expect(':');
            skipBlanks();
            Object value = read();
            if (again) {
                requireSame(members.get(name), value, name);
            }
            members.put(name, value);
            skipBlanks();
            if (peek() == '}') {
                leave();
                return JsonObject.over(members);
            }
            expect(',');
            skipBlanks();
        }
    }

    private void requireSame(@Nullable Object before, Object now, String name) {
        if (!now.equals(before)) {
            throw wrong("a member is named twice, with different values");
        }
        if (repeated != null) {
            repeated.accept(name);
        }
    }

    private List<Object> readArray() {
        enter();
        List<Object> elements = new ArrayList<>();
        skipBlanks();
        if (peek() == ']') {
            leave();
            return Collections.unmodifiableList(elements);
        }
        while (true) {
            elements.add(read());
            skipBlanks();
            if (peek() == ']') {
                leave();
                return Collections.unmodifiableList(elements);
            }
            expect(',');
            skipBlanks();
        }
    }

    private void enter() {
        at++;
        depth++;
        if (depth > MAX_DEPTH) {
            throw wrong("the JSON nests deeper than " + MAX_DEPTH);
        }
    }

    private void leave() {
        at++;
        depth--;
    }

    private String readText() {
        at++;
        int from = at;
        StringBuilder unescaped = null;
        while (true) {
            char c = peek();
            if (c == '"') {
                String rest = text.substring(from, at);
                at++;
                if (unescaped != null) {
                    rest = unescaped.append(rest).toString();
                }
                if (rest.length() > MAX_TEXT) {
                    throw wrong("a text is longer than " + (MAX_TEXT >> 20) + " Mi characters");
                }
                return rest;
            }
            if (c < ' ') {
                throw wrong(NOT_JSON);
            }
            if (c == '\\') {
                if (unescaped == null) {
                    unescaped = new StringBuilder();
                }
                unescaped.append(text, from, at);
                at++;
                unescaped.append(escaped());
                from = at;
            } else {
                at++;
            }
        }
    }

    private char escaped() {
        char c = peek();
        at++;
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(peek(), 16);
                    if (digit < 0 || peek() > 'f') {
                        throw wrong(NOT_JSON);
                    }
                    code = code * 16 + digit;
                    at++;
                }
                return (char) code;
            default:
                throw wrong(NOT_JSON);
        }
    }

    private Object word(String word, Object value) {
        int length = Math.min(word.length(), text.length() - at);
        if (!text.startsWith(word.substring(0, length), at)) {
            throw wrong(NOT_JSON);
        }
        at += length;
        if (length < word.length()) {
            throw cutShort();
        }
        return value;
    }

    private Object readNumber() {
        int from = at;
        if (text.charAt(at) == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        boolean whole = true;
        if (at < text.length() && text.charAt(at) == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            whole = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        if (at < text.length()
                && "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_".indexOf(text.charAt(at)) >= 0) {
            throw wrong(NOT_JSON);
        }
        if (at - from > MAX_NUMBER) {
            throw wrong("a number has more than " + MAX_NUMBER + " characters");
        }
        String number = text.substring(from, at);
        if (whole && number.length() <= SURELY_LONG) {
            return Long.parseLong(number);
        }
        return Large.number(number, whole);
    }

    private void digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            peek();
            throw wrong(NOT_JSON);
        }
    }

    /** Apart: on Java 25 a process pays more than ten milliseconds for its first decimal fraction. */
    private static final class Large {
        static Object number(String number, boolean whole) {
            if (!whole) {
                return decimal(number);
            }
            BigInteger value = new BigInteger(number);
            return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
        }

        private static BigDecimal decimal(String number) {
            try {
                return new BigDecimal(number);
            } catch (NumberFormatException e) {
                // an exponent beyond what a decimal can have
                throw new JsonException("a number is out of range");
            }
        }
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong(NOT_JSON);
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw cutShort();
        }
        return text.charAt(at);
    }

    private JsonException cutShort() {
        return wrong("the JSON is cut short");
    }

    /** Says where, but never quotes: the text may be a secret. */
    private JsonException wrong(String reason) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < at && i < text.length(); i++) {
            column++;
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            }
        }
        return new JsonException(reason + " (line " + line + ", column " + column + ")");
    }
}
