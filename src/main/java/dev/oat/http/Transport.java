package dev.oat.http;

import dev.oat.trace.Failure;

/** Sends a request and gives back its answer, whatever the status; redirects are not followed. */
@FunctionalInterface
public interface Transport {
    /**
     * Sends a protocol message.
     *
     * @throws Failure.Unreachable if no whole answer came: name, network, TLS, truncated, or larger than the limit
     * @throws Failure.TimedOut if the deadline for the whole call passed
     */
    Response send(Request request);
}
