package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * The client acts for itself; no user is involved.
 *
 * @param scope the scopes to ask for, separated by spaces, or empty for the server's default
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2">RFC 6749 §4.4.2</a>
 */
public record ClientCredentialsGrant(String scope) implements Grant {
    /** The value of {@code grant_type}. */
    public static final String TYPE = "client_credentials";

    public ClientCredentialsGrant {
        Objects.requireNonNull(scope, "scope is null");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form parameters() {
        return scope.isEmpty() ? Form.empty() : Form.empty().with("scope", scope);
    }

    @Override
    public SpecRef spec() {
        return SpecRef.rfc(6749, "4.4.2");
    }
}
