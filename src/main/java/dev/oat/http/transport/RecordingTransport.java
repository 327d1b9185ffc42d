package dev.oat.http.transport;

import dev.oat.http.Exchange;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.time.Duration;

/** Puts every message that another transport sends, and its answer, into a trace. */
public final class RecordingTransport implements Transport {
    private final Transport transport;
    private final Trace trace;

    public RecordingTransport(Transport transport, Trace trace) {
        this.transport = transport;
        this.trace = trace;
    }

    @Override
    public Response send(Request request) {
        trace.add(new Exchange.Sent(request));
        long start = System.nanoTime();
        try {
            Response response = transport.send(request);
            trace.add(new Exchange.Received(request, response, Duration.ofNanos(System.nanoTime() - start)));
            return response;
        } catch (Failure failure) {
            trace.add(new Exchange.Broken(request, failure));
            throw failure;
        }
    }
}
