package dev.oat.http;

import dev.oat.trace.Failure;

/** Sends a request and gives back the head of its answer, the body still on its way; redirects are not followed. */
public interface StreamTransport extends AutoCloseable {
    /**
     * Sends a request, its body streamed, and waits for the answer's head.
     *
     * @throws Failure.Unreachable if no answer came: name, network, TLS
     * @throws Failure.TimedOut if nothing moved for the idle limit, or the whole call took too long
     * @throws Failure.Usage if the body's source cannot be read, or a header cannot be sent
     */
    StreamedResponse send(Request request);

    /** Ends all threads and connections, so that the process can exit at once. */
    @Override
    void close();
}
