package dev.oat.playground.net;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.SocketTransport;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.IOException;
import java.net.URI;

/**
 * Sends the playground's own requests: those that the gateway passes on, and those of the scripted browser. It streams
 * both ways, and follows, retries and remembers nothing.
 */
public final class Fetch {
    private static final StreamTransport TRANSPORT =
            SocketTransport.oneByOne(TransportSettings.direct("oat-playground"), StreamLimits.standard());

    private Fetch() {}

    /**
     * Sends a request and reads the answer's head.
     *
     * @throws IOException if no answer came
     */
    public static StreamedResponse send(String method, URI uri, Headers headers, Body body) throws IOException {
        try {
            return TRANSPORT.send(new Request("request", SpecRef.none(), method, uri, headers, body));
        } catch (Failure e) {
            throw new IOException(e);
        }
    }
}
