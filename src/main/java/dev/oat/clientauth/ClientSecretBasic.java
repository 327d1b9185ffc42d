package dev.oat.clientauth;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * The client secret by HTTP Basic; identifier and secret are form-encoded first.
 *
 * @param secret the client secret
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 §2.3.1</a>
 */
public record ClientSecretBasic(Secret secret) implements ClientAuthentication {
    /** The method's registered name. */
    public static final String METHOD = "client_secret_basic";

    public ClientSecretBasic {
        Objects.requireNonNull(secret, "secret is null");
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Credentials credentials(String clientId, String audience) {
        String pair = Form.encode(clientId) + ":" + Form.encode(secret.reveal());
        String value = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
        return new Credentials(Form.empty(), Headers.empty().with("Authorization", Secret.of(value)));
    }
}
