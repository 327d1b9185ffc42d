package dev.oat.http.transport;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.MalformedAnswer;
import dev.oat.http.NetworkFailure;
import dev.oat.http.ProxyRefusal;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.Tls;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Streams in HTTP/2 with the JDK's {@code HttpClient} where a server offers that over TLS, and gives all else to the
 * transport for HTTP/1.1: plain http, and servers that do not choose HTTP/2.
 *
 * <p>The client is made for the first request. Its threads live in a thread group of their own and are stopped by
 * {@link #close()}: the process could otherwise not end before the JDK's selector thread leaves native code, 300 ms later.
 */
public final class HttpClientTransport implements StreamTransport {
    private static final String POOLED = "oat-http";

    private final TransportSettings settings;
    private final StreamLimits limits;
    private final Watchman watchman = new Watchman();
    private final ThreadGroup threads = new ThreadGroup("oat-http");
    private final ExecutorService executor;
    private final StreamTransport http1;

    /** The servers that do not choose HTTP/2. */
    private final Set<String> declining = ConcurrentHashMap.newKeySet();

    /** Whether there has been a connection in HTTP/2: before, nothing of any request has been sent. */
    private final AtomicBoolean connected = new AtomicBoolean();

    private @Nullable HttpClient client;

    /**
     * Creates a transport; nothing is opened before the first request.
     *
     * @param http1 sends what cannot be sent in HTTP/2; not closed here
     */
    HttpClientTransport(TransportSettings settings, StreamLimits limits, StreamTransport http1) {
        JdkHttp.prepare();
        this.settings = settings;
        this.limits = limits;
        this.http1 = http1;
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(threads, task, POOLED);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public StreamedResponse send(Request request) {
        // to wait for a word before the body is sent, and not for ever, is more than the JDK does
        boolean expects = request.headers().has("Expect");
        if (!isTls(request) || expects || declining.contains(request.origin())) {
            return http1.send(request);
        }
        Sending sending = new Sending(request);
        StreamedResponse answer = sending.send();
        return answer == null ? http1.send(request) : answer;
    }

    @Override
    public synchronized void close() {
        executor.shutdownNow();
        client = null;
        // on 17 there is no other way to end the selector's thread, and it works on all later ones too
        threads.interrupt();
        Thread[] running = new Thread[threads.activeCount() + 4];
        int count = threads.enumerate(running);
        for (int i = 0; i < count; i++) {
            // the pool's threads may wait for a pipe of ours, which no interrupt ends
            if (!running[i].getName().equals(POOLED)) {
                join(running[i]);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized HttpClient client(Request request) {
        HttpClient made = client;
        if (made != null) {
            return made;
        }
        // the selector's thread joins the group of the thread that makes the client
        AtomicReference<HttpClient> holder = new AtomicReference<>();
        AtomicReference<RuntimeException> problem = new AtomicReference<>();
        Thread maker = new Thread(threads, () -> make(holder, problem), "oat-http-start");
        maker.setDaemon(true);
        maker.start();
        try {
            maker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted during the " + request.title());
        }
        HttpClient built = holder.get();
        if (built == null) {
            RuntimeException why = problem.get();
            throw why == null ? new IllegalStateException("the HTTP client was not made") : why;
        }
        client = built;
        return built;
    }

    private void make(AtomicReference<HttpClient> holder, AtomicReference<RuntimeException> problem) {
        try {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(executor)
                    .proxy(new Proxies(settings.proxies()));
            if (limits.total().isPresent()) {
                builder.connectTimeout(limits.total().orElseThrow());
            }
            builder.sslContext(Http2Only.of(Tls.with(settings).context(), connected));
            holder.set(builder.build());
        } catch (RuntimeException e) {
            problem.set(e);
        }
    }

    private static boolean isTls(Request request) {
        return "https".equalsIgnoreCase(request.uri().getScheme());
    }

    /** One request and its answer in HTTP/2. */
    private final class Sending {
        private final Request request;
        private final Optional<ProxyRules.Proxy> proxy;
        private final AtomicReference<Failure> sourceFailure = new AtomicReference<>();
        private volatile @Nullable CompletableFuture<HttpResponse<InputStream>> exchange;
        private volatile @Nullable InputStream incoming;
        private volatile boolean headed;

        Sending(Request request) {
            this.request = request;
            this.proxy = settings.proxies().proxyFor(request.uri());
        }

        void abandon() {
            CompletableFuture<?> open = exchange;
            if (open != null) {
                open.cancel(true);
            }
            InputStream in = incoming;
            if (in != null) {
                try {
                    in.close();
                } catch (IOException e) {
                    // it is given up anyway
                    return;
                }
            }
        }

        /** Returns the answer, or null where the request must go in HTTP/1.1. */
        @Nullable
        StreamedResponse send() {
            HttpClient http = client(request);
            Watch watch = watchman.watch(request, limits, this::abandon);
            boolean answered = false;
            try {
                CompletableFuture<HttpResponse<InputStream>> sent = http.sendAsync(build(watch), this::body);
                exchange = sent;
                watch.arm();
                HttpResponse<InputStream> response = sent.get();
                refusedByProxy(response);
                incoming = response.body();
                watch.headed();
                StreamedResponse streamed = streamed(response, watch);
                answered = true;
                return streamed;
            } catch (InterruptedException e) {
                watch.interrupted();
                Thread.currentThread().interrupt();
                throw watch.failure();
            } catch (ExecutionException e) {
                if (isForHttp1(e) && !watch.gaveUp()) {
                    return null;
                }
                throw failure(e.getCause() == null ? e : e.getCause(), watch);
            } catch (CancellationException e) {
                throw failure(e, watch);
            } finally {
                watch.disarm();
                if (!answered) {
                    watch.close();
                    abandon();
                }
            }
        }

        /** The JDK hands over what a proxy says to CONNECT as if it were the server's, without a body. */
        @SuppressWarnings("NullAway")
        private void refusedByProxy(HttpResponse<InputStream> response) {
            if (response.body() == null) {
                throw proxy.isPresent()
                        ? NetworkFailure.refused(request, proxy.orElseThrow(), new ProxyRefusal(response.statusCode()))
                        : new IllegalStateException("an answer without a body");
            }
        }

        /** Returns whether nothing has been sent, and the transport for HTTP/1.1 may do better, or knows better what is wrong. */
        private boolean isForHttp1(ExecutionException problem) {
            Throwable cause = problem;
            for (int depth = 0; cause != null && depth < 12; depth++) {
                if (cause instanceof Http2Only.Declined) {
                    declining.add(request.origin());
                    return true;
                }
                cause = cause.getCause();
            }
            // what a proxy says to CONNECT is read by the JDK, and in HTTP/1.1
            return proxy.isPresent() && !connected.get();
        }

        private HttpResponse.BodySubscriber<InputStream> body(HttpResponse.ResponseInfo head) {
            headed = true;
            return HttpResponse.BodySubscribers.ofInputStream();
        }

        private Failure failure(Throwable cause, Watch watch) {
            if (watch.gaveUp()) {
                return proxy.isPresent() && !connected.get()
                        ? NetworkFailure.proxyIsLate(request, proxy.orElseThrow(), watch.failure())
                        : watch.failure();
            }
            Failure local = sourceFailure.get();
            if (local != null) {
                return local;
            }
            if (cause instanceof Failure failure) {
                return failure;
            }
            if (cause instanceof IOException problem) {
                // the JDK gives up the whole answer when its body breaks before it has handed over the head
                return headed
                        ? WatchedBody.cutShort(request, "its head", problem)
                        : NetworkFailure.of(request, problem, proxy);
            }
            // what the JDK says of it may be the server's own words
            return NetworkFailure.of(
                    request, new IOException("it is no answer that the JDK's HTTP/2 client can read", cause));
        }

        private HttpRequest build(Watch watch) {
            HttpRequest.Builder builder;
            try {
                builder = HttpRequest.newBuilder(request.uri());
                builder.method(request.method(), publisher(watch));
            } catch (IllegalArgumentException e) {
                throw new Failure.Usage("the JDK's HTTP client does not send " + request.method() + " there");
            }
            builder.version(HttpClient.Version.HTTP_2);
            if (!request.headers().has("User-Agent")) {
                builder.header("User-Agent", settings.userAgent());
            }
            if (!(request.body() instanceof Body.None)
                    && !request.headers().has("Content-Type")
                    && request.body().contentType().isPresent()) {
                builder.header("Content-Type", request.body().contentType().orElseThrow());
            }
            if (proxy.isPresent()) {
                Optional<String> access = ProxyAccess.basic(proxy.orElseThrow().address());
                if (access.isPresent()) {
                    builder.header("Proxy-Authorization", access.orElseThrow());
                }
            }
            for (Headers.Header header : request.headers().fields()) {
                try {
                    builder.header(header.name(), header.value());
                } catch (IllegalArgumentException e) {
                    throw new Failure.Usage("the header " + header.name() + " cannot be set by hand")
                            .hint("leave it out: oat sends the right one");
                }
            }
            return builder.build();
        }

        private HttpRequest.BodyPublisher publisher(Watch watch) {
            if (request.body() instanceof Body.None) {
                return request.method().equals("POST") || request.method().equals("PUT")
                        ? HttpRequest.BodyPublishers.ofByteArray(new byte[0])
                        : HttpRequest.BodyPublishers.noBody();
            }
            return new BodyFeed(request.body(), watch, sourceFailure);
        }

        private StreamedResponse streamed(HttpResponse<InputStream> response, Watch watch) {
            HeaderReader reader = new HeaderReader("header", false);
            for (Map.Entry<String, List<String>> field :
                    response.headers().map().entrySet()) {
                if (field.getKey().startsWith(":")) {
                    continue;
                }
                for (String value : field.getValue()) {
                    try {
                        reader.add(field.getKey(), value);
                    } catch (MalformedAnswer e) {
                        throw NetworkFailure.of(request, e);
                    }
                }
            }
            String protocol = response.version() == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
            int status = response.statusCode();
            boolean empty = request.method().equals("HEAD") || status == 204 || status == 304;
            InputStream body = new WatchedBody(
                    response.body(), empty ? -1 : announced(reader.headers()), watch, request, this::abandon);
            return new StreamedResponse(protocol, status, reader.headers(), body);
        }

        private long announced(Headers headers) {
            try {
                return MessageReader.announced(headers);
            } catch (IOException e) {
                throw NetworkFailure.of(
                        request, new MalformedAnswer("the announced length is not one number", "RFC 9113 §8.1.1"));
            }
        }
    }

    /** Our proxy rules, in the form in which the JDK asks for them. */
    private static final class Proxies extends ProxySelector {
        private final ProxyRules rules;

        Proxies(ProxyRules rules) {
            this.rules = rules;
        }

        @Override
        public List<Proxy> select(URI target) {
            Optional<ProxyRules.Proxy> proxy = rules.proxyFor(target);
            if (proxy.isEmpty()) {
                return List.of(Proxy.NO_PROXY);
            }
            URI address = proxy.orElseThrow().address();
            // the name is resolved when the connection is made
            return List.of(new Proxy(
                    Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), ProxyAccess.port(address))));
        }

        @Override
        public void connectFailed(URI target, SocketAddress address, IOException problem) {
            // reported by the exchange itself
        }
    }
}
