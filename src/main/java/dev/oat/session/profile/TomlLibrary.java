package dev.oat.session.profile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any TOML, by the library; the only class that knows it, and not loaded for a profile that is written plainly.
 *
 * <p>It takes one token after the other: the library's mapper alone takes a cold start as long as all the rest.
 */
final class TomlLibrary {
    private TomlLibrary() {}

    /**
     * The settings in a profile's text.
     *
     * @throws Failure.Usage if it is no TOML, or not flat
     */
    static Map<String, Object> values(String what, Path file, String text) {
        Map<String, Object> values = new LinkedHashMap<>();
        try (JsonParser parser = new TomlFactory().createParser(text)) {
            parser.nextToken();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                Optional<Object> value = value(parser, parser.nextToken());
                if (value.isEmpty()) {
                    String where = where(what, file, FlatToml.lineOf(text, key));
                    throw parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                            ? new Failure.Usage(where + "\"" + key + "\" is no finite number")
                            : notFlat(where, key);
                }
                values.put(key, value.get());
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            boolean twice = String.valueOf(e.getOriginalMessage()).contains("Duplicate key");
            throw new Failure.Usage(where(what, file, line) + (twice ? "a key is set twice" : "this is not valid TOML"))
                    .hint(
                            twice
                                    ? "remove one of the two lines"
                                    : "write one setting per line, texts in double quotes: client_id = \"my-app\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static String where(String what, Path file, int line) {
        return what + " (" + file + (line > 0 ? ", line " + line : "") + "): ";
    }

    private static Failure notFlat(String where, String key) {
        return new Failure.Usage(where + "\"" + key + "\" is a table, or a list of other things than texts")
                .hint("keep the profile flat: one text, number, true, false or list of texts per key");
    }

    private static Optional<Object> value(JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.START_ARRAY) {
            return scalar(parser, token);
        }
        List<Object> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            Optional<Object> scalar = scalar(parser, next);
            if (scalar.isEmpty()) {
                return Optional.empty();
            }
            elements.add(scalar.get());
        }
        return Optional.of(List.copyOf(elements));
    }

    private static Optional<Object> scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> Optional.of(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> Optional.of(parser.getBooleanValue());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? Optional.of(parser.getDecimalValue())
                        : Optional.of(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> parser.isNaN() ? Optional.empty() : Optional.of(parser.getDecimalValue());
            default -> Optional.empty();
        };
    }

    /**
     * Returns any TOML as a document, its tables as objects.
     *
     * @throws Failure.Usage if it is none
     */
    static JsonObject document(String what, String text) {
        try (JsonParser parser = new TomlFactory().createParser(text)) {
            parser.nextToken();
            return (JsonObject) any(parser, parser.currentToken());
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new Failure.Usage(what + (line > 0 ? ", line " + line : "") + ": this is not valid TOML")
                    .hint("texts stand in double quotes, and each key once");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object any(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                members.put(key, any(parser, parser.nextToken()));
            }
            return JsonObject.of(members);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> elements = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                elements.add(any(parser, next));
            }
            return elements;
        }
        return scalar(parser, token).orElseGet(() -> "");
    }
}
