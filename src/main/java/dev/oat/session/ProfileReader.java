package dev.oat.session;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.oat.trace.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the TOML of a profile; the only class that knows the TOML library.
 *
 * <p>Its errors tell the line and never what stands there, which may be a secret.
 */
final class ProfileReader {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private ProfileReader() {}

    /**
     * The text of a profile's file.
     *
     * @throws Failure.Usage if it is no UTF-8
     */
    static String text(ProfileName name, Path file, byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Failure.Usage("profile " + name + ": " + file + " is not text in UTF-8")
                    .hint("save it as UTF-8 in your editor");
        }
    }

    /**
     * The settings in a profile's text.
     *
     * @throws Failure.Usage if it is no TOML, or not flat
     */
    static Map<String, Object> values(ProfileName name, Path file, String text) {
        JsonNode root;
        try {
            root = new TomlMapper().readTree(text);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            boolean twice = String.valueOf(e.getOriginalMessage()).contains("Duplicate key");
            throw new Failure.Usage(where(name, file, line) + (twice ? "a key is set twice" : "this is not valid TOML"))
                    .hint(
                            twice
                                    ? "remove one of the two lines"
                                    : "write one setting per line, texts in double quotes: client_id = \"my-app\"");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            Optional<Object> value = value(field.getValue());
            if (value.isEmpty()) {
                throw notFlat(where(name, file, lineOf(text, field.getKey())), field.getKey());
            }
            values.put(field.getKey(), value.get());
        }
        return values;
    }

    private static Failure notFlat(String where, String key) {
        return new Failure.Usage(where + "\"" + key + "\" is a table, or a list of other things than texts")
                .hint("keep the profile flat: one text, number, true, false or list of texts per key");
    }

    private static String where(ProfileName name, Path file, int line) {
        return "profile " + name + " (" + file + (line > 0 ? ", line " + line : "") + "): ";
    }

    /** The line on which a key is set, or 0. */
    static int lineOf(String text, String key) {
        for (FlatToml.Assignment assignment : FlatToml.assignments(text)) {
            if (assignment.key().equals(key)) {
                return assignment.line();
            }
        }
        return 0;
    }

    private static Optional<Object> value(JsonNode node) {
        if (!node.isArray()) {
            return scalar(node);
        }
        List<Object> elements = new ArrayList<>();
        for (JsonNode element : node) {
            Optional<Object> scalar = scalar(element);
            if (scalar.isEmpty()) {
                return Optional.empty();
            }
            elements.add(scalar.get());
        }
        return Optional.of(List.copyOf(elements));
    }

    private static Optional<Object> scalar(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(node.textValue());
        }
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue());
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Optional.of(node.longValue());
        }
        return node.isNumber() ? Optional.of(node.decimalValue()) : Optional.empty();
    }
}
