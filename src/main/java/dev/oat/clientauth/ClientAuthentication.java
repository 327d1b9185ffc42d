package dev.oat.clientauth;

import dev.oat.http.Headers;

/**
 * A way for a client to authenticate to the authorization server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3">RFC 6749 §2.3</a>
 */
public interface ClientAuthentication {
    /** The method's name in the IANA registry, such as {@code client_secret_basic}. */
    String method();

    /**
     * What to add to one request; made anew for each, as some methods must not be used twice.
     *
     * @param clientId the client's identifier, or empty for a request without a client
     * @param audience the authorization server's issuer, or the endpoint where no issuer is known
     */
    Credentials credentials(String clientId, String audience);

    /**
     * Takes from an answer what the next request needs.
     *
     * @param response the answer's header fields
     * @param error the {@code error} of an answer that refuses, or empty
     * @return whether the request is to be built anew with it and sent once more
     */
    default boolean learn(Headers response, String error) {
        return false;
    }
}
