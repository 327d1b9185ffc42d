package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request by the transport that does it best: plain http by {@code HttpURLConnection} where that can say it,
 * all else by {@code HttpClient}. Neither is made before it is needed.
 */
public final class StreamTransports implements StreamTransport {
    private static final int SHORT_PIPE = 64 << 10;

    private final TransportSettings settings;
    private final StreamLimits limits;
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();
    private final Set<String> hinting = ConcurrentHashMap.newKeySet();
    private @Nullable PlainHttpTransport plain;
    private @Nullable HttpClientTransport client;

    public StreamTransports(TransportSettings settings, StreamLimits limits) {
        this.settings = settings;
        this.limits = limits;
    }

    @Override
    public StreamedResponse send(Request request) {
        return request.body() instanceof Body.OfStream pipe ? choose(measured(request, pipe)) : choose(request);
    }

    /** A short pipe gets a length: not every server takes a body without one. */
    private static Request measured(Request request, Body.OfStream pipe) {
        Body body;
        try {
            byte[] beginning = pipe.stream().readNBytes(SHORT_PIPE);
            body = beginning.length < SHORT_PIPE
                    ? new Body.OfBytes(pipe.type(), beginning)
                    : new Body.OfStream(
                            pipe.type(), new SequenceInputStream(new ByteArrayInputStream(beginning), pipe.stream()));
        } catch (IOException e) {
            throw new Failure.Usage("the body cannot be read from its pipe");
        }
        return new Request(request.title(), request.spec(), request.method(), request.uri(), request.headers(), body);
    }

    private StreamedResponse choose(Request request) {
        if (!PlainHttpTransport.canSend(request)
                || hinting.contains(request.origin())
                || (PlainHttpTransport.wouldLoseRefusal(request) && refusing.contains(request.origin()))) {
            return client().send(request);
        }
        StreamedResponse response = plain().send(request);
        if (response.bodyLost()) {
            // if it refuses once more, what it says can be read
            refusing.add(request.origin());
        }
        if (response.status() < 200) {
            return withoutHints(request, response);
        }
        return response;
    }

    /** HttpURLConnection takes every interim answer but 100 for the last one. */
    private StreamedResponse withoutHints(Request request, StreamedResponse interim) {
        interim.close();
        hinting.add(request.origin());
        if (request.body() instanceof Body.None && !request.method().equals("POST")) {
            return client().send(request);
        }
        Failure failure = new Failure.Unreachable("the server sent an interim answer (status " + interim.status()
                + "), and its answer to the " + request.title() + " was lost");
        failure.phase(request.title());
        failure.at(Response.endpoint(request), interim.status());
        throw failure.hint("the request has reached the server; switch off early hints there");
    }

    private synchronized PlainHttpTransport plain() {
        PlainHttpTransport made = plain;
        if (made == null) {
            made = new PlainHttpTransport(settings, limits);
            plain = made;
        }
        return made;
    }

    private synchronized HttpClientTransport client() {
        HttpClientTransport made = client;
        if (made == null) {
            made = new HttpClientTransport(settings, limits);
            client = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        PlainHttpTransport simple = plain;
        if (simple != null) {
            simple.close();
        }
        HttpClientTransport full = client;
        if (full != null) {
            full.close();
        }
    }
}
