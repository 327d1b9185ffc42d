package dev.oat.clientauth;

import dev.oat.http.Form;
import dev.oat.http.Headers;

/**
 * A client whose certificate an authority vouches for, and whose name in it the server knows: TLS shows it, and the form names the client.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-2.1.1">RFC 8705 §2.1.1</a>
 */
public record TlsClientAuth() implements ClientAuthentication {
    /** The method's registered name. */
    public static final String METHOD = "tls_client_auth";

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Credentials credentials(String clientId, String audience) {
        return new Credentials(Form.empty().with("client_id", clientId), Headers.empty());
    }
}
