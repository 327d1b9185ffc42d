package dev.oat.session;

import dev.oat.session.disk.Digest;
import dev.oat.session.profile.ProfileName;
import java.nio.charset.StandardCharsets;

/**
 * What a session is filed under: its profile's name, or a hash of its shape when there is no profile.
 *
 * @param text a file name without its ending; {@code +} and a hash for a shape, which no profile's name begins with
 */
public record SessionKey(String text) {
    /** The key of a profile's session. */
    public static SessionKey of(ProfileName profile) {
        return new SessionKey(profile.text());
    }

    /** Returns the key of the session that settings without a profile lead to. */
    public static SessionKey of(TokenParameters shape) {
        return new SessionKey("+" + Digest.sha256(shape.toJsonObject().toJson().getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether this is the key of a profile's session. */
    public boolean isProfile() {
        return !text.startsWith("+");
    }

    @Override
    public String toString() {
        return text;
    }
}
