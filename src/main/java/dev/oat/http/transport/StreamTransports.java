package dev.oat.http.transport;

import dev.oat.http.Body;
import dev.oat.http.NetworkFailure;
import dev.oat.http.OtherProtocol;
import dev.oat.http.ProxyRefusal;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request in the version of HTTP that is asked for, or else in HTTP/1.1; a server that speaks nothing but HTTP/2
 * is asked in that. No transport is made before it is needed.
 */
public final class StreamTransports implements StreamTransport {
    private static final int SHORT_PIPE = 64 << 10;

    /** Which version of HTTP to speak first, and for how long to keep a connection. */
    public enum Way {
        /** HTTP/1.1, over connections that are kept for further requests. */
        KEEPING,
        /** HTTP/1.1, over a connection for each request. */
        ONE_BY_ONE,
        /** HTTP/2 by TLS where the server offers it. */
        HTTP_2
    }

    private final TransportSettings settings;
    private final StreamLimits limits;
    private final Way way;
    private final Set<String> onlyHttp2 = ConcurrentHashMap.newKeySet();
    private @Nullable SocketTransport sockets;
    private @Nullable HttpClientTransport client;

    /** Transports; nothing is opened before the first request. */
    public StreamTransports(TransportSettings settings, StreamLimits limits, Way way) {
        this.settings = settings;
        this.limits = limits;
        this.way = way;
    }

    @Override
    public StreamedResponse send(Request request) {
        Request whole =
                request.body() instanceof Body.OfStream pipe && pipe.length() < 0 ? measured(request, pipe) : request;
        StreamedResponse response = choose(whole);
        if (response.status() == 407) {
            Optional<ProxyRules.Proxy> proxy = settings.proxies().proxyFor(request.uri());
            if (proxy.isPresent()) {
                response.close();
                throw NetworkFailure.refused(request, proxy.orElseThrow(), new ProxyRefusal(407));
            }
        }
        return response;
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
        boolean secure = "https".equalsIgnoreCase(request.uri().getScheme());
        if (secure && (way == Way.HTTP_2 || onlyHttp2.contains(request.origin()))) {
            return client().send(request);
        }
        try {
            return sockets().send(request);
        } catch (Failure.Unreachable failure) {
            boolean other = secure
                    && failure.getCause() instanceof OtherProtocol problem
                    && problem.spoken() == OtherProtocol.Spoken.HTTP_2;
            if (!other || !request.body().repeatable()) {
                throw failure;
            }
            onlyHttp2.add(request.origin());
            return client().send(request);
        }
    }

    private synchronized SocketTransport sockets() {
        SocketTransport made = sockets;
        if (made == null) {
            made = way == Way.ONE_BY_ONE
                    ? SocketTransport.oneByOne(settings, limits)
                    : SocketTransport.keeping(settings, limits);
            sockets = made;
        }
        return made;
    }

    private synchronized HttpClientTransport client() {
        HttpClientTransport made = client;
        if (made == null) {
            made = new HttpClientTransport(settings, limits, sockets());
            client = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        SocketTransport one = sockets;
        if (one != null) {
            one.close();
        }
        HttpClientTransport two = client;
        if (two != null) {
            two.close();
        }
    }
}
