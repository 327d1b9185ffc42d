package dev.oat.proof;

import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.List;
import java.util.Optional;

/** Binds tokens to their sender: proves requests and learns from responses. */
public interface SenderConstraint {
    /** The {@code token_type} that a server must answer, compared without case. */
    String tokenType();

    /** The section that says so. */
    default SpecRef tokenTypeSpec() {
        return SpecRef.rfc(6749, "5.1");
    }

    /**
     * Returns the request with its proof and, when a token goes along, the {@code Authorization} header for it.
     *
     * @param request the request, without a proof
     * @param accessToken the token for a protected resource, or empty for a request to the authorization server
     */
    Request prove(Request request, Optional<Secret> accessToken);

    /**
     * Takes from a response what the next request needs.
     *
     * @param request the request that was answered, with its proof
     * @param status the response's status
     * @param response its header fields
     * @param error the {@code error} of an authorization server's answer, or empty; a resource server says it in its
     *     challenge
     * @return with what to build and send the request once more, or empty when the response is the answer
     */
    default Optional<SenderConstraint> learn(Request request, int status, Headers response, String error) {
        return Optional.empty();
    }

    /**
     * Returns whether a token is bound as it should be, as far as it can be read.
     *
     * @param accessToken a token that has just come
     */
    default List<Check> checks(Secret accessToken) {
        return List.of();
    }

    /** What a token's confirmation must hold: the name of a {@code cnf} member and its value, or empty without binding. */
    default Optional<Confirmation> confirmation() {
        return Optional.empty();
    }
}
