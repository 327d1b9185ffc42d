package dev.oat.grant;

import dev.oat.trace.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A token and what kind of token it is.
 *
 * @param token the token
 * @param type the identifier of its type, a URI
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8693#section-3">RFC 8693 §3</a>
 */
public record TypedToken(Secret token, String type) {
    private static final String PREFIX = "urn:ietf:params:oauth:token-type:";

    /** The type of an access token, of whatever format. */
    public static final String ACCESS_TOKEN = PREFIX + "access_token";

    /** The type of an ID token. */
    public static final String ID_TOKEN = PREFIX + "id_token";

    /** The type of a refresh token. */
    public static final String REFRESH_TOKEN = PREFIX + "refresh_token";

    /** The type of an Identity Assertion JWT Authorization Grant. */
    public static final String ID_JAG = PREFIX + "id-jag";

    /** The last words of the registered type identifiers. */
    public static final List<String> SHORT_TYPES =
            List.of("access_token", "id_token", "refresh_token", "jwt", "saml1", "saml2", "id-jag");

    public TypedToken {
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(type, "type is null");
    }

    /**
     * Returns the identifier that a word stands for: {@code jwt} is {@code urn:ietf:params:oauth:token-type:jwt}.
     *
     * @param word the last word of a registered identifier, or any identifier in full
     * @return empty when it is neither
     */
    public static Optional<String> typeNamed(String word) {
        if (SHORT_TYPES.contains(word)) {
            return Optional.of(PREFIX + word);
        }
        return word.indexOf(':') > 0 ? Optional.of(word) : Optional.empty();
    }

    /** Returns the shortest name of a type: {@code jwt} for {@code urn:ietf:params:oauth:token-type:jwt}. */
    public static String shortName(String type) {
        String last = type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
        return SHORT_TYPES.contains(last) ? last : type;
    }
}
