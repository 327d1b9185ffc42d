package dev.oat.authorization.redirect;

import dev.oat.authorization.response.AuthorizationResponse;
import dev.oat.authorization.response.Refusal;
import dev.oat.authorization.response.ResponseMode;
import dev.oat.authorization.response.ResponseReader;
import dev.oat.http.Form;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits on the loopback interface for the browser to come back with the authorization response.
 *
 * <p>It listens from {@link #open} on, answers strangers with 400, tells of them and goes on waiting, and stops listening
 * at the first response that carries the attempt's state, be it a success or an error. That one browser request stays unanswered until
 * {@link #finish} tells the outcome, so that the page never says more than is true.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252#section-7.3">RFC 8252 §7.3</a>
 */
public final class RedirectListener implements AutoCloseable {
    /** How long a request may take to arrive once its first byte is there. */
    static final Duration READ_LIMIT = Duration.ofSeconds(5);

    /** How long the browser is kept waiting for the outcome. */
    private static final Duration WAKE_LIMIT = Duration.ofSeconds(2);

    static final Duration HOLD_LIMIT = Duration.ofSeconds(20);

    /** How many connections may be open; beyond it the oldest is dropped. */
    static final int MAX_CONNECTIONS = 128;

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(2);
    private static final int MAX_NOTES = 40;

    /** How many different refusals are told on the terminal. */
    private static final int MAX_LINES = 5;

    private final RedirectAddress address;
    private final ResponseReader reader;
    private final AwaitedResponse awaited;
    private final Alarm alarm;
    private final Trace trace;
    private final List<ServerSocket> sockets;
    private final List<Thread> acceptors = new CopyOnWriteArrayList<>();
    private final String uri;
    private final Set<String> authorities;

    private final Object lock = new Object();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final CompletableFuture<ResultPage> outcome = new CompletableFuture<>();
    private CompletableFuture<Void> held = CompletableFuture.completedFuture(null);
    private final Set<String> lines = new HashSet<>();
    private int notes;

    private RedirectListener(
            RedirectAddress address,
            ResponseReader reader,
            AwaitedResponse awaited,
            Alarm alarm,
            Trace trace,
            Bound bound) {
        this.address = address;
        this.reader = reader;
        this.awaited = awaited;
        this.alarm = alarm;
        this.trace = trace;
        this.sockets = bound.sockets;
        int port = bound.sockets.get(0).getLocalPort();
        this.uri = address.uri(bound.host, port);
        this.authorities = address.authorities(bound.host, port);
    }

    /**
     * Starts listening.
     *
     * @param address the host, ports and path of the redirect URI
     * @param reader tells the awaited response from others; how that comes decides the method
     * @param awaited where the response is delivered
     * @param alarm the clock of its limits
     * @param trace learns of every request that was refused
     * @throws Failure.Usage if none of the ports can be bound
     */
    public static RedirectListener open(
            RedirectAddress address, ResponseReader reader, AwaitedResponse awaited, Alarm alarm, Trace trace) {
        Bound bound = bind(address);
        RedirectListener listener = new RedirectListener(address, reader, awaited, alarm, trace, bound);
        if (address.listening().isPublic()) {
            ServerSocket socket = bound.sockets.get(0);
            trace.warn("listening on " + socket.getInetAddress().getHostAddress() + " port " + socket.getLocalPort()
                    + ", where other machines reach it too; publish that port to this machine alone, as in -p"
                    + " 127.0.0.1:" + socket.getLocalPort() + ":" + socket.getLocalPort());
        }
        for (ServerSocket socket : bound.sockets) {
            Thread acceptor = daemon(() -> listener.accept(socket), "oat-redirect");
            listener.acceptors.add(acceptor);
            acceptor.start();
        }
        return listener;
    }

    /** Returns the redirect URI, with the port that is really bound. */
    public String redirectUri() {
        return uri;
    }

    /** Tells the waiting browser, if there is one, how it ended; returns when the page is on its way. */
    public void finish(ResultPage page) {
        CompletableFuture<Void> delivered;
        synchronized (lock) {
            delivered = held;
        }
        outcome.complete(page);
        try {
            delivered.get(WRITE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // the browser went away: the terminal tells the outcome anyway
        }
    }

    /** Stops listening and drops every connection; a browser still waiting is told that the sign-in was not completed. */
    @Override
    public void close() {
        stopListening();
        finish(ResultPage.abandoned());
        List<Connection> open;
        synchronized (lock) {
            open = new ArrayList<>(connections);
        }
        open.forEach(Connection::drop);
    }

    private void stopListening() {
        for (ServerSocket socket : sockets) {
            closeQuietly(socket);
        }
        try {
            for (Thread acceptor : acceptors) {
                // the system takes connections until whoever waits for them has woken
                acceptor.join(WAKE_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Connection connection = new Connection(server.accept());
                register(connection);
                daemon(connection, "oat-redirect-request").start();
            } catch (IOException e) {
                // closed, or the caller went away between its SYN and our accept
            }
        }
    }

    private void register(Connection connection) {
        Connection oldest = null;
        synchronized (lock) {
            if (connections.size() >= MAX_CONNECTIONS) {
                for (Connection open : connections) {
                    if (!open.holds) {
                        oldest = open;
                        break;
                    }
                }
                connections.remove(oldest);
            }
            connections.add(connection);
        }
        if (oldest != null) {
            oldest.drop();
        }
    }

    private void note(Refusal refusal, Optional<CallbackRequest> request) {
        String what = request.map(r -> r.method() + " " + shortened(r.path())).orElse("a request");
        String line = refusal.isWarning()
                ? "the browser came back, but " + refusal.reason()
                : "the redirect listener refused " + what + " with " + refusal.status() + ": " + refusal.reason();
        int count;
        boolean told;
        synchronized (lock) {
            count = ++notes;
            told = isWorthTelling(refusal, request) && lines.size() < MAX_LINES && lines.add(line);
        }
        if (told) {
            // whoever waits for a sign-in must see at once that something else came
            awaited.refused(line);
            trace.warn(line);
        } else if (count <= MAX_NOTES) {
            trace.note(line + (count == MAX_NOTES ? " (further refusals are not told)" : ""));
        }
    }

    /** What every browser asks for by itself, and the answer behind the #, are no news. */
    private static boolean isWorthTelling(Refusal refusal, Optional<CallbackRequest> request) {
        boolean icon = request.isPresent() && request.get().path().equals("/favicon.ico");
        return refusal.status() != 200 && !icon;
    }

    private static String shortened(String path) {
        return path.length() > 80 ? path.substring(0, 80) + "…" : path;
    }

    /**
     * Decides about one request.
     *
     * @throws Refusal if it is not the awaited response
     */
    private AuthorizationResponse judge(CallbackRequest request) throws Refusal {
        if (request.count("host") != 1) {
            throw new Refusal(400, "it has no Host header, or two");
        }
        if (!authorities.contains(request.header("host").orElseThrow())) {
            // a name that was made to point at 127.0.0.1 (DNS rebinding) arrives with itself as Host
            throw new Refusal(421, "its Host header is not the address of the redirect URI");
        }
        if (!request.path().equals(address.requestPath())) {
            throw new Refusal(404, "it is not for the redirect path");
        }
        // what stands behind the # is handed over by a form, from a page of our own
        boolean fragment = reader.delivery() == ResponseMode.Delivery.FRAGMENT;
        boolean handedOver = fragment && request.method().equals("POST");
        if (!handedOver && !request.method().equals(reader.delivery().method())) {
            throw new Refusal(405, "its method is not " + reader.delivery().method());
        }
        String encoded = request.query();
        if (handedOver || reader.delivery() == ResponseMode.Delivery.FORM) {
            String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
            if (!type.equals("application/x-www-form-urlencoded")
                    && !type.startsWith("application/x-www-form-urlencoded;")) {
                throw new Refusal(415, "its body is not a form");
            }
            encoded = request.body();
        }
        Form parameters;
        try {
            parameters = Form.parse(encoded);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "its parameters are not form-encoded");
        }
        AuthorizationResponse response = reader.read(parameters, AuthorizationResponse.Origin.REDIRECT);
        if (isPrefetch(request)) {
            throw new Refusal(503, "it is a prefetch, which nobody has looked at yet");
        }
        return response;
    }

    /**
     * A prefetch is answered later: the browser asks again when the page is really opened. Anything else that carries the
     * state is the answer, whoever brings it: sign-in pages deliver in frames and by script, and tests by programs.
     */
    private static boolean isPrefetch(CallbackRequest request) {
        String purpose = request.header("sec-purpose").orElse("") + " "
                + request.header("purpose").orElse("");
        return purpose.toLowerCase(Locale.ROOT).contains("prefetch");
    }

    private void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // nothing is lost with it
        }
    }

    /** One connection carries one request. */
    private final class Connection implements Runnable {
        private final Socket socket;
        private volatile boolean holds;

        Connection(Socket socket) {
            this.socket = socket;
        }

        void drop() {
            closeQuietly(socket);
        }

        @Override
        public void run() {
            try {
                serve();
            } catch (IOException e) {
                // the caller went away, or took too long
            } finally {
                drop();
                synchronized (lock) {
                    connections.remove(this);
                }
            }
        }

        private void serve() throws IOException {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            // browsers connect ahead of need: a connection without a byte may stay
            int first = in.read();
            if (first < 0) {
                return;
            }
            Optional<CallbackRequest> request = Optional.empty();
            Alarm.Ring ring = alarm.after(READ_LIMIT, this::drop);
            try {
                CallbackRequest read = CallbackRequest.read(first, in);
                ring.cancel();
                request = Optional.of(read);
                hold(judge(read));
            } catch (Refusal refusal) {
                note(refusal, request);
                boolean head = request.isPresent() && request.get().method().equals("HEAD");
                write(ResultPage.refused(refusal), !head);
                if (request.isEmpty()) {
                    drain(in);
                }
            } finally {
                ring.cancel();
            }
        }

        private void hold(AuthorizationResponse response) throws Refusal, IOException {
            CompletableFuture<Void> delivered = new CompletableFuture<>();
            synchronized (lock) {
                if (!awaited.offer(response)) {
                    throw new Refusal(409, "the sign-in has been answered before");
                }
                held = delivered;
                holds = true;
            }
            stopListening();
            Alarm.Ring ring = alarm.after(HOLD_LIMIT, () -> outcome.complete(ResultPage.stillWorking()));
            try {
                write(outcome.join(), true);
            } finally {
                ring.cancel();
                delivered.complete(null);
            }
        }

        private void write(ResultPage page, boolean withBody) throws IOException {
            Alarm.Ring ring = alarm.after(WRITE_LIMIT, this::drop);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(page.toHttp(reader.delivery().method(), withBody));
                out.flush();
                socket.shutdownOutput();
            } finally {
                ring.cancel();
            }
        }

        /** Reads on for a moment: closing with unread bytes would reset the connection before the answer is read. */
        private void drain(InputStream in) throws IOException {
            Alarm.Ring ring = alarm.after(WRITE_LIMIT, this::drop);
            try {
                byte[] buffer = new byte[8192];
                int left = 4 << 20;
                for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
                    left -= read;
                }
            } finally {
                ring.cancel();
            }
        }
    }

    /** The sockets of one port, and the host that the redirect URI names. */
    record Bound(String host, List<ServerSocket> sockets) {}

    private static Bound bind(RedirectAddress address) {
        List<Integer> busy = new ArrayList<>();
        for (int port : address.listenedOn()) {
            Optional<Bound> bound = bind(address.host(), address.listening(), port);
            if (bound.isPresent()) {
                return bound.get();
            }
            busy.add(port);
        }
        if (address.equals(RedirectAddress.anyPort())) {
            // RFC 8252 §7.3: a machine may have one address family only
            Optional<Bound> other = bind(RedirectAddress.IPV6, Listening.USUAL, 0);
            if (other.isPresent()) {
                return other.get();
            }
        }
        throw busy(address, busy);
    }

    private static Failure busy(RedirectAddress address, List<Integer> ports) {
        String which = (ports.size() > 1 ? "none of the ports " : "port ") + RedirectAddress.text(ports);
        boolean privileged = ports.stream().anyMatch(port -> port > 0 && port < 1024);
        Failure failure = new Failure.Usage(which + (ports.size() > 1 ? " can" : " cannot") + " be listened on at "
                + address.listening().address().map(InetAddress::getHostAddress).orElse(address.host())
                + ": in use by another program" + (privileged ? ", or reserved for root" : ""));
        failure.phase("sign-in");
        failure.spec(SpecRef.rfc(8252, "7.3"));
        failure.hint("end that program, or name several registered ports to try in turn: --port 8484,18484");
        return failure;
    }

    static Optional<Bound> bind(String host, Listening listening, int port) {
        if (listening.address().isPresent()) {
            return listen(listening, listening.address().get(), port).map(socket -> new Bound(host, List.of(socket)));
        }
        if (!host.equals(RedirectAddress.LOCALHOST)) {
            return listen(listening, host.equals(RedirectAddress.IPV6) ? loopback6() : loopback4(), port)
                    .map(socket -> new Bound(host, List.of(socket)));
        }
        // the browser may take the name to either family, so a stranger must hold neither
        if (!hasIpv6()) {
            return listen(listening, loopback4(), port).map(socket -> new Bound(host, List.of(socket)));
        }
        for (int attempt = 0; attempt < (port == 0 ? 20 : 1); attempt++) {
            Optional<ServerSocket> four = listen(listening, loopback4(), port);
            if (four.isEmpty()) {
                return Optional.empty();
            }
            Optional<ServerSocket> six =
                    listen(listening, loopback6(), four.get().getLocalPort());
            if (six.isPresent()) {
                return Optional.of(new Bound(host, List.of(four.get(), six.get())));
            }
            try {
                four.get().close();
            } catch (IOException e) {
                // it was never used
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("AddressSelection")
    private static Optional<ServerSocket> listen(Listening listening, InetAddress address, int port) {
        ServerSocket socket = null;
        try {
            socket = listening.sockets().createServerSocket();
            socket.bind(new InetSocketAddress(address, port), MAX_CONNECTIONS);
            return Optional.of(socket);
        } catch (IOException e) {
            if (socket != null) {
                try {
                    socket.close();
                } catch (IOException again) {
                    // it was never bound
                }
            }
            return Optional.empty();
        }
    }

    private static boolean hasIpv6() {
        try {
            return NetworkInterface.getByInetAddress(loopback6()) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static InetAddress loopback4() {
        return address(new byte[] {127, 0, 0, 1});
    }

    private static InetAddress loopback6() {
        return address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }
}
