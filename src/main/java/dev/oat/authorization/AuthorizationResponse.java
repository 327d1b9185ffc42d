package dev.oat.authorization;

import dev.oat.http.Form;
import dev.oat.trace.Secret;
import java.util.Objects;
import java.util.Set;

/**
 * What the authorization server sent back through the browser.
 *
 * @param parameters the parameters; {@code code} and {@code state} are secret
 * @param origin how they reached us
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749 §4.1.2</a>
 */
public record AuthorizationResponse(Form parameters, Origin origin) {
    /** How a response reached us. */
    public enum Origin {
        /** The browser was redirected to the listener, which has compared the state. */
        REDIRECT,
        /** A person pasted the redirect's URL or query. */
        PASTED_URL,
        /** A person pasted the bare code: there is no state and no issuer to compare. */
        PASTED_CODE
    }

    /** The parameters that may appear once at most; others are ignored. */
    static final Set<String> KNOWN = Set.of(
            "code",
            "state",
            "iss",
            "error",
            "error_description",
            "error_uri",
            "response",
            "id_token",
            "access_token",
            "token_type",
            "expires_in",
            "scope",
            "session_state");

    private static final Set<String> SECRET = Set.of("code", "state", "response", "id_token", "access_token");

    public AuthorizationResponse {
        Objects.requireNonNull(origin, "origin is null");
        Form kept = Form.empty();
        for (Form.Field field : parameters.fields()) {
            kept = SECRET.contains(field.name())
                    ? kept.with(field.name(), Secret.of(field.value()))
                    : kept.with(field.name(), field.value());
        }
        parameters = kept;
    }

    /** The first known parameter that appears more than once, or empty text. */
    static String duplicated(Form parameters) {
        for (Form.Field field : parameters.fields()) {
            if (KNOWN.contains(field.name()) && parameters.count(field.name()) > 1) {
                return field.name();
            }
        }
        return "";
    }
}
