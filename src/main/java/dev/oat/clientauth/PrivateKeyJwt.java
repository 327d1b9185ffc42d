package dev.oat.clientauth;

import dev.oat.jose.Jwk;
import java.util.Objects;

/**
 * A client assertion signed with the client's private key.
 *
 * @param key the client's private key
 * @param alg the algorithm to sign with
 * @param assertions makes the assertions
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.2">RFC 7523 §2.2</a>
 */
public record PrivateKeyJwt(Jwk key, String alg, ClientAssertion assertions) implements ClientAuthentication {
    /** The method's registered name. */
    public static final String METHOD = "private_key_jwt";

    public PrivateKeyJwt {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(alg, "alg is null");
        Objects.requireNonNull(assertions, "assertions is null");
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Credentials credentials(String clientId, String audience) {
        return ClientAssertion.credentials(clientId, assertions.make(clientId, audience, key, alg));
    }
}
