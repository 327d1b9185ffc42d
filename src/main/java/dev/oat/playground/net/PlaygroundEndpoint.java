package dev.oat.playground.net;

import java.io.IOException;

/** Answers the requests for one path of an issuer. */
public interface PlaygroundEndpoint {
    /**
     * The answer.
     *
     * @throws OAuthError if the answer is an OAuth error
     */
    Answer answer(Incoming request) throws IOException;
}
