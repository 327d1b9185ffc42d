package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * A user's own password, given to the client: only for highly trusted clients, and discouraged by RFC 9700 §2.4.
 *
 * @param username the user's name at the server
 * @param password the user's password
 * @param scope the scopes to ask for, separated by spaces, or empty for the server's default
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.3.2">RFC 6749 §4.3.2</a>
 */
public record PasswordGrant(String username, Secret password, String scope) implements Grant {
    /** The value of {@code grant_type}. */
    public static final String TYPE = "password";

    public PasswordGrant {
        Objects.requireNonNull(username, "username is null");
        Objects.requireNonNull(password, "password is null");
        Objects.requireNonNull(scope, "scope is null");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form parameters() {
        Form form = Form.empty().with("username", username).with("password", password);
        return scope.isEmpty() ? form : form.with("scope", scope);
    }

    @Override
    public SpecRef spec() {
        return SpecRef.rfc(6749, "4.3.2");
    }
}
