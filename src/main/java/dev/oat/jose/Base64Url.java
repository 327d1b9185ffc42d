package dev.oat.jose;

import java.util.Base64;

/**
 * The base64url alphabet without padding, read strictly: every byte string has exactly one text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-2">RFC 7515 §2</a>
 */
public final class Base64Url {
    private Base64Url() {}

    /** The text of these bytes. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Returns the bytes of this text.
     *
     * @throws JoseException on padding, line breaks, characters of the other base64 alphabet, an impossible length, or
     *     bits left over in the last character that are not zero
     */
    public static byte[] decode(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (value(text.charAt(i)) < 0) {
                throw new JoseException("not base64url: character " + (i + 1) + " is outside its alphabet");
            }
        }
        int rest = length % 4;
        if (rest == 1) {
            throw new JoseException("not base64url: no byte string encodes to " + length + " characters");
        }
        int spareBits = rest == 2 ? 0b1111 : rest == 3 ? 0b11 : 0;
        if (spareBits != 0 && (value(text.charAt(length - 1)) & spareBits) != 0) {
            throw new JoseException("not base64url: the last character carries bits that belong to no byte");
        }
        return Base64.getUrlDecoder().decode(text);
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '-' ? 62 : c == '_' ? 63 : -1;
    }
}
