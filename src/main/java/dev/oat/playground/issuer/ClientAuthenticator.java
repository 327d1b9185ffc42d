package dev.oat.playground.issuer;

import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.PlaygroundForm;
import java.util.Optional;

/** One way for a client to say who it is at the token endpoint and its siblings. */
interface ClientAuthenticator {
    /** Its value of {@code token_endpoint_auth_method}. */
    String method();

    /** What a client has claimed and shown. */
    record Claim(String clientId, Proof proof) {}

    /** Whether what was shown is what the client should have. */
    interface Proof {
        boolean convinces(PlaygroundClient client);
    }

    /**
     * What the request claims by this method, or empty when it does not use it.
     *
     * @throws dev.oat.playground.net.OAuthError if it uses it wrongly
     */
    Optional<Claim> claim(Incoming request, PlaygroundForm form);
}
