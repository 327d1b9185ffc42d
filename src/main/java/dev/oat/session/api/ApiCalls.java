package dev.oat.session.api;

import dev.oat.http.Request;
import dev.oat.http.StreamedResponse;

/** Sends a request to an API and gives back its answer. */
@FunctionalInterface
public interface ApiCalls {
    /**
     * Sends the request.
     *
     * @throws dev.oat.trace.Failure if no answer came
     */
    StreamedResponse send(Request request);
}
