package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.Objects;
import java.util.Optional;

/**
 * An authorization code that came back by the redirect, good for one use.
 *
 * @param code the code
 * @param redirectUri the redirect URI of the authorization request, to the letter; empty when that had none
 * @param codeVerifier the PKCE verifier, or empty when the request had no challenge
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3">RFC 6749 §4.1.3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636#section-4.5">RFC 7636 §4.5</a>
 */
public record AuthorizationCodeGrant(Secret code, String redirectUri, Optional<Secret> codeVerifier) implements Grant {
    /** The value of {@code grant_type}. */
    public static final String TYPE = "authorization_code";

    public AuthorizationCodeGrant {
        Objects.requireNonNull(code, "code is null");
        Objects.requireNonNull(redirectUri, "redirectUri is null");
        Objects.requireNonNull(codeVerifier, "codeVerifier is null");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form parameters() {
        Form form = Form.empty().with("code", code);
        if (!redirectUri.isEmpty()) {
            form = form.with("redirect_uri", redirectUri);
        }
        return codeVerifier.isPresent() ? form.with("code_verifier", codeVerifier.orElseThrow()) : form;
    }

    @Override
    public SpecRef spec() {
        return SpecRef.rfc(6749, "4.1.3");
    }
}
