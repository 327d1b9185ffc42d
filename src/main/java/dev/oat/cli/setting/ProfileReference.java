package dev.oat.cli.setting;

import dev.oat.grant.TypedToken;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.util.List;
import java.util.Optional;

/**
 * Names a token of another profile's session: {@code profile:NAME#id_token} and its siblings.
 *
 * @param profile the profile's name
 * @param token which of its tokens
 */
public record ProfileReference(String profile, String token) {
    static final String PREFIX = "profile:";
    static final String ACCESS_TOKEN = "access_token";
    public static final String ID_TOKEN = "id_token";
    public static final String REFRESH_TOKEN = "refresh_token";

    /** Returns whether a reference to a secret is to another profile's token. */
    public static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    /** Splits a reference; one without a token is to the access token. */
    public static ProfileReference of(String text) {
        int hash = text.indexOf('#');
        return hash < 0
                ? new ProfileReference(text.substring(PREFIX.length()), ACCESS_TOKEN)
                : new ProfileReference(text.substring(PREFIX.length(), hash), text.substring(hash + 1));
    }

    /** Returns the type of the token that a reference names; empty when it is no such reference. */
    public static Optional<String> typeIn(String text) {
        return isOne(text) ? TypedToken.typeNamed(of(text).token()) : Optional.empty();
    }

    /**
     * Refuses a reference that names no token.
     *
     * @param source what gave the reference, for messages: {@code --subject-token}
     */
    public void verify(String source) {
        if (!ProfileName.isValid(profile)
                || !List.of(ACCESS_TOKEN, ID_TOKEN, REFRESH_TOKEN).contains(token)) {
            throw new Failure.Usage(source + " names no token of a profile")
                    .hint("profile:NAME#access_token, profile:NAME#id_token or profile:NAME#refresh_token");
        }
    }
}
