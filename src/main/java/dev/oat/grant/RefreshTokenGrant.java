package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * A refresh token, which a server that rotates takes only once.
 *
 * @param refreshToken the refresh token
 * @param scope narrower scopes to ask for, separated by spaces, or empty for the same as before
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>
 */
public record RefreshTokenGrant(Secret refreshToken, String scope) implements Grant {
    /** The value of {@code grant_type}. */
    public static final String TYPE = "refresh_token";

    public RefreshTokenGrant {
        Objects.requireNonNull(refreshToken, "refreshToken is null");
        Objects.requireNonNull(scope, "scope is null");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form parameters() {
        Form form = Form.empty().with("refresh_token", refreshToken);
        return scope.isEmpty() ? form : form.with("scope", scope);
    }

    @Override
    public SpecRef spec() {
        return SpecRef.rfc(6749, "6");
    }
}
