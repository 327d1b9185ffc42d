package dev.oat.playground;

import java.io.IOException;

/** Answers the requests for one path of an issuer. */
interface Endpoint {
    /**
     * The answer.
     *
     * @throws OAuthError if the answer is an OAuth error
     */
    Answer answer(Incoming request) throws IOException;
}
