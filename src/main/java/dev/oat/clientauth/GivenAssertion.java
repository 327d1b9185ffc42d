package dev.oat.clientauth;

import dev.oat.trace.Secret;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A client assertion that somebody else made, such as the identity token of a CI job; fetched anew for each request.
 *
 * @param assertion where the assertion comes from
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7521#section-4.2">RFC 7521 §4.2</a>
 */
public record GivenAssertion(Supplier<Secret> assertion) implements ClientAuthentication {
    public GivenAssertion {
        Objects.requireNonNull(assertion, "assertion is null");
    }

    /** Returns the registered name of what it is on the wire. */
    @Override
    public String method() {
        return PrivateKeyJwt.METHOD;
    }

    @Override
    public Credentials credentials(String clientId, String audience) {
        return ClientAssertion.credentials(clientId, assertion.get());
    }
}
