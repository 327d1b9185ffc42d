package dev.oat.session.profile;

import dev.oat.trace.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the TOML of a profile.
 *
 * <p>Its errors tell the line and never what stands there, which may be a secret.
 */
final class ProfileReader {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private ProfileReader() {}

    /**
     * Returns the text of a profile's file.
     *
     * @param what how messages call it: {@code profile NAME}
     * @throws Failure.Usage if it is no UTF-8
     */
    static String text(String what, Path file, byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Failure.Usage(what + ": " + file + " is not text in UTF-8")
                    .hint("save it as UTF-8 in your editor");
        }
    }

    /**
     * Returns the settings in a profile's text.
     *
     * @throws Failure.Usage if it is no TOML, or not flat
     */
    static Map<String, Object> values(String what, Path file, String text) {
        Optional<Map<String, Object>> plain = FlatToml.plainValues(text);
        return plain.isPresent() ? plain.orElseThrow() : TomlLibrary.values(what, file, text);
    }
}
