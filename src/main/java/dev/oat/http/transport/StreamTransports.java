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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request in the version of HTTP that is asked for, or else in HTTP/1.1; a server that speaks nothing but HTTP/2
 * is asked in that. No transport is made before it is needed.
 */
public final class StreamTransports implements StreamTransport {
    private static final int SHORT_PIPE = 64 << 10;

    /** How long others wait for the first answer of a server: it may be one that takes its time. */
    private static final int LEAD_MILLIS = 1000;

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
    private final Map<String, CountDownLatch> begun = new HashMap<>();
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
        StreamedResponse response = inTurn(whole);
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

    /**
     * Sends the first request to a server by TLS alone, for a moment. Those behind it find the handshake's code ready and a
     * session to resume, or over HTTP/2 a connection that is there for all of them.
     */
    private StreamedResponse inTurn(Request request) {
        if (way == Way.ONE_BY_ONE || !isSecure(request)) {
            return choose(request);
        }
        CountDownLatch own = new CountDownLatch(1);
        CountDownLatch first = first(request.origin(), own);
        try {
            if (first != own) {
                long patience = limits.total().orElse(limits.idle()).toMillis() / 4;
                first.await(Math.min(LEAD_MILLIS, patience), TimeUnit.MILLISECONDS);
            }
            return choose(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // which the transport says in words
            return choose(request);
        } finally {
            own.countDown();
        }
    }

    private synchronized CountDownLatch first(String origin, CountDownLatch own) {
        CountDownLatch first = begun.get(origin);
        if (first == null) {
            begun.put(origin, own);
            return own;
        }
        return first;
    }

    private static boolean isSecure(Request request) {
        return "https".equalsIgnoreCase(request.uri().getScheme());
    }

    private StreamedResponse choose(Request request) {
        boolean secure = isSecure(request);
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
