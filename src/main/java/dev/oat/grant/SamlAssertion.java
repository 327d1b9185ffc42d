package dev.oat.grant;

import dev.oat.jose.Base64Url;
import dev.oat.jose.JoseException;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;

/**
 * Brings a SAML assertion into the form that the wire wants, whichever of the usual forms it comes in.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7522#section-2.1">RFC 7522 §2.1</a>
 */
public final class SamlAssertion {
    private SamlAssertion() {}

    /**
     * The assertion in base64url without padding and line breaks.
     *
     * @param given XML, or XML in base64 or base64url, wrapped or not
     * @throws IllegalArgumentException if it is none of these, or its outermost element is no assertion; the message says
     *     which and holds nothing of it
     */
    public static Secret encoded(Secret given) {
        String text = given.reveal().strip();
        byte[] xml = text.startsWith("<") ? text.getBytes(StandardCharsets.UTF_8) : decoded(text);
        String root = root(new String(xml, StandardCharsets.UTF_8));
        return switch (root) {
            case "Assertion", "EncryptedAssertion" -> Secret.of(Base64Url.encode(xml));
            case "Response" ->
                throw new IllegalArgumentException(
                        "it is a whole SAML Response; what is wanted is the Assertion element in it");
            default -> throw new IllegalArgumentException("it is no SAML assertion: no XML with an Assertion element");
        };
    }

    private static byte[] decoded(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (!Character.isWhitespace(c) && c != '=') {
                plain.append(c == '+' ? '-' : c == '/' ? '_' : c);
            }
        }
        try {
            return Base64Url.decode(plain.toString());
        } catch (JoseException e) {
            throw new IllegalArgumentException("it is neither XML nor base64", e);
        }
    }

    /** Returns the outermost element's name without its prefix, or empty. */
    private static String root(String xml) {
        int at = 0;
        while (true) {
            int open = xml.indexOf('<', at);
            if (open < 0 || open + 1 >= xml.length()) {
                return "";
            }
            char next = xml.charAt(open + 1);
            if (next == '?' || next == '!') {
                String end = next == '?' ? "?>" : xml.startsWith("<!--", open) ? "-->" : ">";
                int close = xml.indexOf(end, open);
                if (close < 0) {
                    return "";
                }
                at = close + end.length();
                continue;
            }
            int stop = open + 1;
            while (stop < xml.length() && " \t\r\n/>".indexOf(xml.charAt(stop)) < 0) {
                stop++;
            }
            String name = xml.substring(open + 1, stop);
            return name.substring(name.indexOf(':') + 1);
        }
    }
}
