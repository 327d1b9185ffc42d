package dev.oat.clientauth;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.trace.Secret;
import java.util.Objects;

/**
 * The client secret as a form field.
 *
 * @param secret the client secret
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 §2.3.1</a>
 */
public record ClientSecretPost(Secret secret) implements ClientAuthentication {
    /** The method's registered name. */
    public static final String METHOD = "client_secret_post";

    public ClientSecretPost {
        Objects.requireNonNull(secret, "secret is null");
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Credentials credentials(String clientId, String audience) {
        return new Credentials(Form.empty().with("client_id", clientId).with("client_secret", secret), Headers.empty());
    }
}
