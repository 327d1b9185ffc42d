package dev.oat.session.api;

import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Secret;
import java.util.Objects;

/**
 * An access token with what proves that we may use it: a token and another session's key do not go together.
 *
 * @param value the token
 * @param constraint proves the requests that carry it
 */
public record HeldToken(Secret value, SenderConstraint constraint) {
    public HeldToken {
        Objects.requireNonNull(value, "value is null");
        Objects.requireNonNull(constraint, "constraint is null");
    }
}
