package dev.oat.clientauth;

import dev.oat.http.Form;
import dev.oat.http.Headers;

/**
 * No authentication: a public client only names itself ({@code none}).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1">RFC 6749 §3.2.1</a>
 */
public record PublicClient() implements ClientAuthentication {
    /** The method's registered name. */
    public static final String METHOD = "none";

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Credentials credentials(String clientId, String audience) {
        Form form = clientId.isEmpty() ? Form.empty() : Form.empty().with("client_id", clientId);
        return new Credentials(form, Headers.empty());
    }
}
