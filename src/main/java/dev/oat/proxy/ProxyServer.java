package dev.oat.proxy;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.StreamedResponse;
import dev.oat.http.transport.IncomingConnection;
import dev.oat.http.transport.IncomingConnection.Incoming;
import dev.oat.session.api.ApiCalls;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves one API on this machine: each request goes on with a token, and its answer comes back as it came.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-3.7">RFC 9110 §3.7</a>
 */
public final class ProxyServer implements AutoCloseable {
    /** So many connections are served at once; others wait to be accepted. */
    private static final int MOST_CONNECTIONS = 1024;

    /** How long a client may take over a pause in its request, and an idle connection stays open. */
    private static final int CLIENT_MILLIS = 60_000;

    /** So much of a request's body is kept, to be sent again after a renewal. */
    private static final int KEPT = 1 << 20;

    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
    private static final SpecRef SPEC = SpecRef.rfc(9110, "3.7");

    /**
     * One request, when it has ended.
     *
     * @param method the method
     * @param target the request target
     * @param status the answer's status; 0 when there was none
     * @param took from its head's arrival to the answer's end
     */
    public record Served(String method, String target, int status, Duration took) {}

    /** Is told of each request that has ended, by many threads. */
    @FunctionalInterface
    public interface Log {
        void served(Served request);
    }

    private final Door door;
    private final Fields fields;
    private final ApiCalls calls;
    private final Function<Failure, String> advice;
    private final Log log;
    private final ServerSocket socket;
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /**
     * Binds the address; nobody is served before {@link #start}.
     *
     * @param listen where to listen; its port may be 0 for a free one
     * @param settings what is let in and passes
     * @param calls sends the requests on, each with a token
     * @param advice says what to do next about a call that failed, or nothing
     * @param log is told of each request
     * @throws IOException if the address is taken
     */
    public ProxyServer(
            InetSocketAddress listen, ProxySettings settings, ApiCalls calls, Function<Failure, String> advice, Log log)
            throws IOException {
        this.socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(listen, 512);
        this.door = settings.door(literal(socket.getInetAddress()) + ":" + socket.getLocalPort());
        this.fields = settings.fields();
        this.calls = calls;
        this.advice = advice;
        this.log = log;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    }

    /** Returns the proxy's own origin: {@code http://127.0.0.1:8480}. */
    public URI origin() {
        return URI.create(door.origin());
    }

    /** Begins to serve. */
    public void start() {
        thread("oat-proxy", this::accept);
        thread("oat-proxy-look", this::look);
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                room.acquire();
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                Client one = new Client(new IncomingConnection(client));
                clients.add(one);
                thread("oat-proxy-client", one);
            } catch (IOException e) {
                // a client that has gone already, or no descriptor left for it
                room.release();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Ends the calls whose clients have gone: an API that pauses for long would keep them. */
    private void look() {
        while (!socket.isClosed() || !clients.isEmpty()) {
            LockSupport.parkNanos(LOOK);
            for (Client client : clients) {
                client.look();
            }
        }
    }

    /** Returns how many requests are being served. */
    public int active() {
        int active = 0;
        for (Client client : clients) {
            active += client.isBusy() ? 1 : 0;
        }
        return active;
    }

    /**
     * Lets no more requests in, and waits for those that are being served.
     *
     * @param patience how long at most
     */
    public void drain(Duration patience) {
        draining = true;
        close(socket);
        long end = System.nanoTime() + patience.toNanos();
        for (Client client : clients) {
            if (!client.isBusy()) {
                client.close();
            }
        }
        while (active() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void close() {
        close(socket);
        for (Client client : clients) {
            client.close();
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            // it is of no use any more
            return;
        }
    }

    /** A request's body as it comes; where it cannot be read, that is its sender's fault and not the API's. */
    private static final class Sent extends FilterInputStream {
        private volatile @Nullable IOException broken;

        Sent(InputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                broken = e;
                throw e;
            }
        }

        Optional<Problem> problem() {
            IOException why = broken;
            if (why == null) {
                return Optional.empty();
            }
            if (why instanceof SocketTimeoutException) {
                return Optional.of(new Problem(408, "Request timeout", "the request's body did not come in time", ""));
            }
            String detail = IncomingConnection.isMalformed(why)
                    ? String.valueOf(why.getMessage())
                    : "the request's body ended early";
            return Optional.of(new Problem(400, "Bad request", detail, ""));
        }
    }

    /** A client's connection. */
    private final class Client implements Runnable {
        private final IncomingConnection connection;
        private volatile boolean busy;
        private @Nullable StreamedResponse streaming;
        /** Whether nobody has begun to read the request's body. */
        private boolean unread;

        private long since;

        Client(IncomingConnection connection) {
            this.connection = connection;
        }

        @Override
        public void run() {
            try {
                boolean again = true;
                while (again && !draining) {
                    Optional<Incoming> incoming = connection.next(CLIENT_MILLIS);
                    if (incoming.isEmpty()) {
                        return;
                    }
                    busy = true;
                    again = serve(incoming.orElseThrow());
                    busy = false;
                }
            } catch (IOException e) {
                malformed(e);
            } finally {
                connection.close();
                clients.remove(this);
                room.release();
            }
        }

        boolean isBusy() {
            return busy;
        }

        void close() {
            connection.close();
        }

        private void malformed(IOException problem) {
            if (!IncomingConnection.isMalformed(problem)) {
                return;
            }
            Problem answer = new Problem(400, "Bad request", String.valueOf(problem.getMessage()), "");
            try {
                connection.answer(
                        new Incoming(
                                "HTTP/1.1",
                                "GET",
                                "/",
                                Headers.empty(),
                                new ByteArrayInputStream(new byte[0]),
                                0,
                                Headers::empty),
                        answer.answer(),
                        false);
            } catch (IOException e) {
                // it has gone
                return;
            }
        }

        /** Serves one request; returns whether another may follow. */
        private boolean serve(Incoming incoming) throws IOException {
            long start = System.nanoTime();
            int status = 0;
            try {
                StreamedResponse answer = answer(incoming);
                status = answer.status();
                if (answer.upgraded().isPresent()) {
                    connection.upgrade(answer);
                    return false;
                }
                streams(answer);
                boolean again = connection.answer(incoming, answer, !draining);
                if (!again && unread) {
                    connection.passOver();
                }
                return again;
            } catch (Failure e) {
                // the answer ended in its middle, and so does what the client gets of it
                return false;
            } finally {
                streams(null);
                log.served(new Served(
                        incoming.method(), incoming.target(), status, Duration.ofNanos(System.nanoTime() - start)));
            }
        }

        private synchronized void streams(@Nullable StreamedResponse answer) {
            streaming = answer;
            since = System.nanoTime();
        }

        /** Gives up an answer that nobody waits for any more; while this looks, no further request is read. */
        synchronized void look() {
            StreamedResponse answer = streaming;
            if (answer == null || System.nanoTime() - since <= LOOK) {
                return;
            }
            if (connection.isTaken() && !connection.isOpen()) {
                answer.close();
                close();
            }
        }

        private StreamedResponse answer(Incoming incoming) {
            unread = true;
            Optional<String> guest = door.guest(incoming);
            Optional<Problem> refusal = door.refusal(incoming);
            if (refusal.isPresent()) {
                return forGuest(refusal.orElseThrow().answer(), guest);
            }
            if (guest.isPresent() && Door.isPreflight(incoming)) {
                return preflight(incoming, guest.orElseThrow());
            }
            Optional<URI> target = door.target(incoming);
            if (target.isEmpty()) {
                Problem outside = new Problem(
                        404, "Outside of the API", "this proxy leads to " + door.api() + " and nowhere else", "");
                return forGuest(outside.answer(), guest);
            }
            return forGuest(forwarded(incoming, target.orElseThrow()), guest);
        }

        private StreamedResponse forwarded(Incoming incoming, URI target) {
            Sent sent = new Sent(incoming.body());
            Body.OfKept kept = new Body.OfKept(
                    "",
                    sent,
                    incoming.length(),
                    KEPT,
                    () -> fields.trailersToApi(incoming.trailers().get()));
            Body body = incoming.length() == 0 ? Body.none() : kept;
            unread = false;
            try {
                StreamedResponse answer = calls.send(new Request(
                        Problem.CALL, SPEC, incoming.method(), target, fields.toApi(incoming, door.listen()), body));
                Headers headers = fields.toCaller(answer.status(), answer.headers());
                Optional<String> location = headers.first("Location");
                if (location.isPresent()) {
                    headers = headers.without("Location")
                            .with("Location", door.seenFromHere(target, location.orElseThrow()));
                }
                return answer.withHeaders(headers).withTrailers(fields::trailersToCaller);
            } catch (Failure failure) {
                unread = !kept.isBegun();
                Optional<Problem> callers = sent.problem();
                if (callers.isPresent()) {
                    return callers.orElseThrow().answer();
                }
                return Problem.of(failure, advice.apply(failure)).answer();
            }
        }

        private StreamedResponse preflight(Incoming incoming, String guest) {
            Headers headers = Headers.empty()
                    .with(
                            "Access-Control-Allow-Methods",
                            incoming.headers()
                                    .first("Access-Control-Request-Method")
                                    .orElse("GET"))
                    .with("Access-Control-Max-Age", "600");
            Optional<String> asked = incoming.headers().first("Access-Control-Request-Headers");
            if (asked.isPresent()) {
                headers = headers.with("Access-Control-Allow-Headers", asked.orElseThrow());
            }
            if (incoming.headers().has("Access-Control-Request-Private-Network")) {
                headers = headers.with("Access-Control-Allow-Private-Network", "true");
            }
            return forGuest(
                    StreamedResponse.of("HTTP/1.1", 204, headers, new ByteArrayInputStream(new byte[0])),
                    Optional.of(guest));
        }

        /** Lets a page read the answer whose origin was let in; the API's own word on that is for another origin. */
        private static StreamedResponse forGuest(StreamedResponse answer, Optional<String> guest) {
            Headers headers = answer.headers();
            for (String name : List.of("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")) {
                headers = headers.without(name);
            }
            if (guest.isPresent()) {
                headers = headers.with("Access-Control-Allow-Origin", guest.orElseThrow())
                        .with("Access-Control-Expose-Headers", "*")
                        .with("Vary", "Origin");
            }
            return answer.withHeaders(headers);
        }
    }
}
