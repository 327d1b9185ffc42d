package dev.oat.playground.issuer;

import dev.oat.trace.Secret;
import java.util.Objects;
import java.util.Optional;

/**
 * Who may register clients.
 *
 * @param offered whether there is a registration endpoint at all
 * @param initialAccessToken what a registration must show, or empty when everybody may register
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-3">RFC 7591 §3</a>
 */
public record RegistrationPolicy(boolean offered, Optional<Secret> initialAccessToken) {
    public RegistrationPolicy {
        Objects.requireNonNull(initialAccessToken, "initialAccessToken is null");
    }

    /** Everybody may register. */
    public static RegistrationPolicy open() {
        return new RegistrationPolicy(true, Optional.empty());
    }

    /** Who has this token may register. */
    public static RegistrationPolicy withToken(String initialAccessToken) {
        return new RegistrationPolicy(true, Optional.of(Secret.of(initialAccessToken)));
    }

    /** Nobody may: there is no endpoint, and the metadata name none. */
    public static RegistrationPolicy closed() {
        return new RegistrationPolicy(false, Optional.empty());
    }
}
