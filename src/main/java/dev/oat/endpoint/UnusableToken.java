package dev.oat.endpoint;

import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.Objects;
import java.util.Optional;

/**
 * A token answer that failed a check. Nothing of it may be used; but whoever spent a refresh token for it has no other
 * than the one that it holds.
 *
 * @param refreshToken the refresh token in it, if there is one
 * @param failure the check that failed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>
 */
public record UnusableToken(Optional<Secret> refreshToken, Failure.CheckFailed failure) implements TokenResult {
    public UnusableToken {
        Objects.requireNonNull(refreshToken, "refreshToken is null");
        Objects.requireNonNull(failure, "failure is null");
    }

    @Override
    public TokenResponse orThrow() {
        throw failure;
    }
}
