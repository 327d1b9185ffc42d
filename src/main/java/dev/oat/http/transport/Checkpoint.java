package dev.oat.http.transport;

import dev.oat.http.Form;
import dev.oat.http.Request;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.Transport;
import java.net.URI;

/** A last look at each request before it leaves: it may be changed there, or stopped by an exception. */
public interface Checkpoint {
    /** The request to send in place of this one; usually the same. */
    Request pass(Request request);

    /** The parameters that the browser shall take to an authorization endpoint in place of these; usually the same. */
    Form pass(URI endpoint, Form parameters);

    /** Returns a transport whose requests pass here first. */
    default Transport before(Transport transport) {
        return request -> transport.send(pass(request));
    }

    /** A transport of streams whose requests pass here first. */
    default StreamTransport before(StreamTransport transport) {
        return new StreamTransport() {
            @Override
            public StreamedResponse send(Request request) {
                return transport.send(pass(request));
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }
}
