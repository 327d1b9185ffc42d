package dev.oat.authorization.response;

import dev.oat.trace.Secret;
import java.util.Objects;
import java.util.Optional;

/**
 * What an authorization response is held against.
 *
 * @param type what it is to bring
 * @param state the state that was sent
 * @param issuer the issuer that was asked, when it is known
 * @param issuerAnnounced whether the server promises {@code iss} in every response
 * @param unannouncedIssuer whether an {@code iss} that was not promised may come, and be compared
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207#section-3">RFC 9207 §3</a>
 */
public record AuthorizationExpectations(
        ResponseType type, Secret state, Optional<String> issuer, boolean issuerAnnounced, boolean unannouncedIssuer) {
    /** The metadata member that promises {@code iss}. */
    public static final String ANNOUNCED = "authorization_response_iss_parameter_supported";

    public AuthorizationExpectations {
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(issuer, "issuer is null");
    }
}
