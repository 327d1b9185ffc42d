package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * A signed SAML 2.0 assertion that says for whom the token is to be.
 *
 * @param assertion the assertion, base64url-encoded without padding
 * @param scope the scopes to ask for, separated by spaces, or empty for the server's default
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7522#section-2.1">RFC 7522 §2.1</a>
 */
public record Saml2BearerGrant(Secret assertion, String scope) implements Grant {
    /** The value of {@code grant_type}. */
    public static final String TYPE = "urn:ietf:params:oauth:grant-type:saml2-bearer";

    public Saml2BearerGrant {
        Objects.requireNonNull(assertion, "assertion is null");
        Objects.requireNonNull(scope, "scope is null");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form parameters() {
        Form form = Form.empty().with("assertion", assertion);
        return scope.isEmpty() ? form : form.with("scope", scope);
    }

    @Override
    public SpecRef spec() {
        return SpecRef.rfc(7522, "2.1");
    }
}
