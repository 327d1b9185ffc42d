package dev.oat.proof;

import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.trace.Secret;
import java.util.Optional;

/** Binds tokens to their sender: proves requests and learns from responses. */
public interface SenderConstraint {
    /** The {@code token_type} that a server must answer, compared without case. */
    String tokenType();

    /**
     * The request with its proof and, when a token goes along, the {@code Authorization} header for it.
     *
     * @param request the request, without a proof
     * @param accessToken the token for a protected resource, or empty for a request to the authorization server
     */
    Request prove(Request request, Optional<Secret> accessToken);

    /**
     * Takes from a response what the next request needs.
     *
     * @return whether the request should be built and sent once more
     */
    default boolean learn(Request request, int status, Headers response) {
        return false;
    }
}
