package dev.oat.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/**
 * The charset that a message declares for its text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.3.2">RFC 9110 §8.3.2</a>
 */
final class DeclaredCharset {
    private DeclaredCharset() {}

    /** The charset that the fields declare; UTF-8 when they declare none, or one that nobody knows. */
    static Charset of(Headers headers) {
        String name = name(headers.first("Content-Type").orElse(""));
        if (name.isEmpty() || name.equalsIgnoreCase("utf-8") || name.equalsIgnoreCase("utf8")) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Returns the fields with the media type alone, for a body that was written anew. */
    static Headers without(Headers headers) {
        String type = headers.first("Content-Type").orElse("");
        return name(type).isEmpty()
                ? headers
                : headers.without("Content-Type")
                        .with(
                                "Content-Type",
                                type.substring(0, type.indexOf(';')).trim());
    }

    /** Returns the value of the parameter {@code charset}, or empty. A quoted value of another parameter may hold anything. */
    private static String name(String type) {
        int at = type.indexOf(';');
        while (at >= 0 && at < type.length()) {
            int end = end(type, at + 1);
            String parameter = type.substring(at + 1, end);
            int equals = parameter.indexOf('=');
            if (equals > 0
                    && parameter
                            .substring(0, equals)
                            .trim()
                            .toLowerCase(Locale.ROOT)
                            .equals("charset")) {
                return unquoted(parameter.substring(equals + 1).trim());
            }
            at = end;
        }
        return "";
    }

    private static int end(String type, int from) {
        boolean quoted = false;
        for (int i = from; i < type.length(); i++) {
            char c = type.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return type.length();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1).trim() : value;
    }
}
