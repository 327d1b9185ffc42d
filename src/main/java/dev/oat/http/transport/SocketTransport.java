package dev.oat.http.transport;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.Hosts;
import dev.oat.http.MalformedAnswer;
import dev.oat.http.NetworkFailure;
import dev.oat.http.Origins;
import dev.oat.http.OtherProtocol;
import dev.oat.http.ProxyRefusal;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.FirstHello;
import dev.oat.http.tls.Tls;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests in HTTP/1.1 over sockets, plain or by TLS, and streams both ways.
 *
 * <p>Follows no redirect. What the server says is bounded in its framing, the time by the limits, which close the
 * connection whatever it waits for. Where connections are kept, a request that finds its kept connection closed goes over
 * a new one, if it may: it changes nothing when it arrives twice, and nothing of an answer had come.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
public final class SocketTransport implements StreamTransport {
    /** Up to this length a body goes with its head, in one piece. */
    private static final int SMALL = 64 << 10;

    /** From this length on a server is asked first whether it wants the body. */
    private static final int LARGE = 1 << 20;

    /** How long to wait for the server's word before the body is sent all the same (RFC 9110 §10.1.1). */
    private static final int PATIENCE_MILLIS = 1000;

    /** How long an address may take to be reached while others of the same name are left. */
    private static final int NEXT_ADDRESS_MILLIS = 2000;

    private static final String CONTINUE = "100-continue";

    private final TransportSettings settings;
    private final StreamLimits limits;
    private final boolean keeps;
    private final Watchman watchman = new Watchman();
    private final Map<String, Deque<Connection>> idle = new HashMap<>();

    /** The servers that want to be offered more than one key share in the ClientHello. */
    private final Set<String> needFullHello = ConcurrentHashMap.newKeySet();

    /** The servers that did not say whether they want a body when they were asked. */
    private final Set<String> sayNothing = ConcurrentHashMap.newKeySet();

    private @Nullable Tls tls;
    private @Nullable SSLSocketFactory sockets;

    private SocketTransport(TransportSettings settings, StreamLimits limits, boolean keeps) {
        this.settings = settings;
        this.limits = limits;
        this.keeps = keeps;
    }

    /** Returns a transport that keeps connections for further requests; nothing is opened before the first one. */
    public static SocketTransport keeping(TransportSettings settings, StreamLimits limits) {
        return new SocketTransport(settings, limits, true);
    }

    /** Returns a transport that opens a connection for each request and asks the server to close it. */
    public static SocketTransport oneByOne(TransportSettings settings, StreamLimits limits) {
        return new SocketTransport(settings, limits, false);
    }

    /**
     * Sends a request, its body streamed, and waits for the answer's head.
     *
     * @throws Failure.Unreachable if no answer came, or none that HTTP/1.1 allows
     * @throws Failure.TimedOut if a limit passed
     * @throws Failure.Usage if the body's source cannot be read, or a header field cannot be sent
     */
    @Override
    public StreamedResponse send(Request request) {
        Sending sending = new Sending(request);
        Watch watch = watchman.watch(request, limits, sending);
        boolean answered = false;
        try {
            watch.arm();
            StreamedResponse response = sending.answer(watch);
            watch.headed();
            answered = true;
            return response;
        } catch (InterruptedException e) {
            watch.interrupted();
            Thread.currentThread().interrupt();
            throw watch.failure();
        } catch (IOException e) {
            throw watch.gaveUp() ? sending.late(watch) : NetworkFailure.of(request, e, sending.proxy);
        } finally {
            watch.disarm();
            if (!answered) {
                watch.close();
                sending.run();
            }
        }
    }

    @Override
    public synchronized void close() {
        for (Deque<Connection> connections : idle.values()) {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        idle.clear();
    }

    private synchronized void keep(Connection connection) {
        Deque<Connection> connections = idle.get(connection.origin());
        if (connections == null) {
            connections = new ArrayDeque<>();
            idle.put(connection.origin(), connections);
        }
        connections.push(connection);
    }

    private synchronized @Nullable Connection kept(String origin) {
        Deque<Connection> connections = idle.get(origin);
        return connections == null ? null : connections.poll();
    }

    private synchronized Tls tls() {
        Tls made = tls;
        if (made == null) {
            made = Tls.with(settings);
            tls = made;
        }
        return made;
    }

    private synchronized SSLSocketFactory sockets() {
        SSLSocketFactory factory = sockets;
        if (factory == null) {
            factory = tls().context().getSocketFactory();
            sockets = factory;
        }
        return factory;
    }

    /** Asks for the addresses of a name. */
    private static final class Question implements Callable<InetAddress[]> {
        private final String name;

        Question(String name) {
            this.name = name;
        }

        @Override
        public InetAddress[] call() throws IOException {
            return Hosts.addresses(name);
        }
    }

    /** One request and its answer; run, it is given up. */
    private final class Sending implements Runnable {
        private final Request request;
        private final URI uri;
        private final boolean secure;
        private final Optional<ProxyRules.Proxy> proxy;
        private volatile @Nullable Socket open;
        private volatile @Nullable Future<?> lookup;
        private volatile boolean abandoned;
        private boolean beforeProxy;

        Sending(Request request) {
            this.request = request;
            this.uri = request.uri();
            this.secure = "https".equalsIgnoreCase(uri.getScheme());
            this.proxy = settings.proxies().proxyFor(uri);
        }

        /** Gives the exchange up, whatever it waits for. */
        @Override
        public void run() {
            abandoned = true;
            Future<?> pending = lookup;
            if (pending != null) {
                pending.cancel(true);
            }
            Socket socket = open;
            if (socket != null) {
                Connection.close(socket);
            }
        }

        Failure late(Watch watch) {
            return beforeProxy && proxy.isPresent()
                    ? NetworkFailure.proxyIsLate(request, proxy.orElseThrow(), watch.failure())
                    : watch.failure();
        }

        StreamedResponse answer(Watch watch) throws IOException, InterruptedException {
            if (secure) {
                // before the connection: a file of trust anchors that cannot be used is no matter of the network
                tls();
            }
            boolean again = mayGoTwice();
            for (Connection kept = kept(request.origin()); kept != null; kept = kept(request.origin())) {
                if (!kept.isQuiet(!again)) {
                    kept.close();
                    continue;
                }
                try {
                    open = kept.plain();
                    return exchange(kept, watch);
                } catch (IOException e) {
                    if (!again || watch.gaveUp() || !kept.reader().isSilent()) {
                        throw e;
                    }
                    kept.abandon();
                }
            }
            return connectAndExchange(watch);
        }

        private StreamedResponse connectAndExchange(Watch watch) throws IOException, InterruptedException {
            long start = System.nanoTime();
            Connection connection = connect();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return exchange(connection, watch).afterConnecting(took);
        }

        /** Returns whether it does no harm when the same bytes arrive a second time (RFC 9110 §9.2.2). */
        private boolean mayGoTwice() {
            return switch (request.method()) {
                case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE" ->
                    request.body().repeatable() && !request.headers().has("DPoP");
                default -> false;
            };
        }

        private Connection connect() throws IOException, InterruptedException {
            String server = request.origin();
            Optional<Connection> connection = connect(!needFullHello.contains(server));
            if (connection.isEmpty()) {
                needFullHello.add(server);
                connection = connect(false);
            }
            return connection.orElseThrow();
        }

        /** Returns a connection; empty where the server did not take a ClientHello that offers less than all. */
        private Optional<Connection> connect(boolean narrow) throws IOException, InterruptedException {
            beforeProxy = true;
            Socket plain = reach(proxy.isPresent() ? proxy.orElseThrow().address() : uri);
            boolean connected = false;
            try {
                if (!secure) {
                    beforeProxy = false;
                    connected = true;
                    return Optional.of(new Connection(request.origin(), plain, plain));
                }
                if (proxy.isPresent()) {
                    tunnel(plain, proxy.orElseThrow().address());
                }
                beforeProxy = false;
                SSLSocket socket =
                        (SSLSocket) sockets().createSocket(plain, unbracketed(uri.getHost()), port(uri), true);
                connected = handshake(socket, narrow);
                return connected ? Optional.of(new Connection(request.origin(), plain, socket)) : Optional.empty();
            } finally {
                if (!connected) {
                    Connection.close(plain);
                }
            }
        }

        private Socket reach(URI address) throws IOException, InterruptedException {
            InetAddress[] candidates = candidates(unbracketed(address.getHost()), port(address));
            IOException first = null;
            for (int i = 0; i < candidates.length; i++) {
                Socket socket = socket();
                open = socket;
                try {
                    if (abandoned) {
                        throw new IOException("the call was given up");
                    }
                    socket.setTcpNoDelay(true);
                    socket.connect(
                            new InetSocketAddress(candidates[i], port(address)), patience(i == candidates.length - 1));
                    return socket;
                } catch (IOException e) {
                    Connection.close(socket);
                    first = first == null ? e : first;
                }
            }
            throw first == null ? new IOException("the name has no address") : first;
        }

        /** Returns a socket that suits the body: a large file is sent past the heap, and records of TLS are gathered. */
        private Socket socket() throws IOException {
            long length = request.body().length();
            if (length >= 0 && length <= LARGE) {
                return new Socket();
            }
            if (secure) {
                return new GatheringSocket();
            }
            return request.body() instanceof Body.OfFile && length > 0
                    ? SocketChannel.open().socket()
                    : new Socket();
        }

        private int patience(boolean last) {
            int usual = last ? 0 : NEXT_ADDRESS_MILLIS;
            Optional<Duration> limit = settings.dialing().limit();
            return limit.isPresent() ? (int) limit.get().toMillis() : usual;
        }

        private InetAddress[] candidates(String host, int port) throws IOException, InterruptedException {
            Optional<InetAddress> named = settings.dialing().named(host, port);
            return settings.dialing()
                    .counting(host, named.isPresent() ? new InetAddress[] {named.get()} : addresses(host));
        }

        /** Returns the addresses of a host. A name server may take long, and nothing interrupts the JDK's question. */
        private InetAddress[] addresses(String host) throws IOException, InterruptedException {
            boolean literal = Character.digit(host.charAt(0), 10) >= 0 || host.indexOf(':') >= 0;
            if (literal || Origins.isLocalName(host)) {
                return Hosts.addresses(host);
            }
            FutureTask<InetAddress[]> question = new FutureTask<>(new Question(host));
            lookup = question;
            Thread thread = new Thread(question, "oat-name");
            thread.setDaemon(true);
            thread.start();
            try {
                if (abandoned) {
                    throw new IOException("the call was given up");
                }
                return question.get();
            } catch (CancellationException e) {
                throw new IOException("the call was given up", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException problem) {
                    throw problem;
                }
                throw new IllegalStateException(e.getCause());
            }
        }

        /** Returns whether there is a connection now; there may be one with another ClientHello. */
        private boolean handshake(SSLSocket socket, boolean mayBeNarrow) throws IOException {
            SSLParameters parameters = socket.getSSLParameters();
            if (!settings.insecure()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            if (settings.dialing().leastTls().isPresent()) {
                parameters.setProtocols(settings.dialing().versions(parameters.getProtocols()));
            }
            // a server may want the key of a client's certificate to be of a group that is offered
            boolean narrow = mayBeNarrow && settings.certificate().isEmpty() && FirstHello.narrow(parameters);
            socket.setSSLParameters(parameters);
            try {
                socket.startHandshake();
                return true;
            } catch (IOException e) {
                // RFC 7301 §3.2
                if (String.valueOf(e.getMessage()).contains("no_application_protocol")) {
                    throw new OtherProtocol(OtherProtocol.Spoken.HTTP_2);
                }
                if (narrow && FirstHello.mayBeWhy(e)) {
                    return false;
                }
                throw e;
            }
        }

        /** Asks a proxy for a connection through it (RFC 9110 §9.3.6). */
        private void tunnel(Socket plain, URI address) throws IOException {
            String target = uri.getHost() + ":" + port(uri);
            StringBuilder head = new StringBuilder("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ");
            head.append(target).append("\r\n");
            field(head, "User-Agent", settings.userAgent());
            appendProxyAccess(head, address);
            int status;
            try {
                plain.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
                MessageReader reader = new MessageReader(plain.getInputStream());
                status = reader.head().status();
                if (status / 100 == 2 && reader.hasMore()) {
                    throw new MalformedAnswer("the proxy's answer has a body", "RFC 9110 §9.3.6");
                }
            } catch (IOException e) {
                throw new ProxyRefusal(NetworkFailure.reason(e), e);
            }
            if (status / 100 != 2) {
                throw new ProxyRefusal(status);
            }
        }

        private StreamedResponse exchange(Connection connection, Watch watch) throws IOException, InterruptedException {
            Body body = request.body();
            long length = body.length();
            boolean small = length >= 0 && length <= SMALL;
            boolean asked = request.headers().has("Expect");
            boolean asks = !small && !asked && (length < 0 || length > LARGE) && !sayNothing.contains(request.origin());
            boolean waits = asks || hasExpectation(length);
            byte[] head = head(length, asks);
            Upload upload = null;
            IOException unsent = null;
            connection.reader().mayUpgrade(request.headers().has("Upgrade"));
            BodySource source = connection.channel() != null && body instanceof Body.OfFile file && length > LARGE
                    ? BodySource.openFile(file, watch)
                    : BodySource.open(body, watch);
            try {
                OutputStream out = connection.out();
                out.write(small && !waits ? whole(head, source, (int) length) : head);
                out.flush();
            } catch (IOException e) {
                // a server may refuse before it has read everything, and say why
                unsent = e;
            }
            if (unsent == null && (waits || !small)) {
                Optional<MessageReader.Head> refusal = waits ? word(connection) : Optional.empty();
                upload = new Upload(source, length < 0, connection, watch);
                if (refusal.isPresent()) {
                    source.close();
                    if (refusal.orElseThrow().status() == 417 && asks) {
                        sayNothing.add(request.origin());
                        connection.close();
                        return connectAndExchange(watch);
                    }
                    return streamed(connection, refusal.orElseThrow(), upload, watch);
                }
                Thread thread = new Thread(upload, "oat-upload");
                thread.setDaemon(true);
                thread.start();
            }
            return streamed(connection, headOf(connection, upload, unsent), upload, watch);
        }

        private boolean hasExpectation(long length) {
            return length != 0
                    && request.headers().first("Expect").orElse("").trim().equalsIgnoreCase(CONTINUE);
        }

        /** Head and body in one, for one system call and one packet. */
        private static byte[] whole(byte[] head, BodySource source, int length) {
            byte[] message = new byte[head.length + length];
            System.arraycopy(head, 0, message, 0, head.length);
            source.fill(message, head.length);
            source.close();
            return message;
        }

        /** Returns what the server says to the head alone: empty when it wants the body, or does not say. */
        private Optional<MessageReader.Head> word(Connection connection) throws IOException {
            if (!connection.hears(PATIENCE_MILLIS)) {
                sayNothing.add(request.origin());
                return Optional.empty();
            }
            MessageReader.Head head = connection.reader().untilContinue();
            return head.status() == 100 ? Optional.empty() : Optional.of(head);
        }

        private MessageReader.Head headOf(Connection connection, @Nullable Upload upload, @Nullable IOException unsent)
                throws IOException {
            try {
                return connection.reader().head();
            } catch (IOException e) {
                Failure unreadable = upload == null ? null : upload.unreadable();
                if (unreadable != null) {
                    throw unreadable;
                }
                IOException why = upload == null ? unsent : upload.unsent();
                boolean told = e instanceof MalformedAnswer || e instanceof OtherProtocol;
                throw why == null || told ? e : why;
            }
        }

        private StreamedResponse streamed(
                Connection connection, MessageReader.Head head, @Nullable Upload upload, Watch watch)
                throws IOException {
            if (upload != null && head.status() >= 300) {
                upload.stop();
            }
            MessageReader.AnswerBody body = connection.reader().body(request, head, new GivesBack(connection, upload));
            return new StreamedResponse(
                    head.protocol(),
                    head.status(),
                    head.headers(),
                    new WatchedBody(body, body.announced(), watch, request, this),
                    body::trailers,
                    head.status() == 101 ? Optional.of(connection.out()) : Optional.empty());
        }

        /** Keeps or closes the connection at the end of an answer. */
        private final class GivesBack implements MessageReader.Ending {
            private final Connection connection;
            private final @Nullable Upload upload;

            GivesBack(Connection connection, @Nullable Upload upload) {
                this.connection = connection;
                this.upload = upload;
            }

            @Override
            public void ended(boolean persistent) {
                // from here on it is no matter of this exchange
                open = null;
                if (keeps && persistent && (upload == null || upload.isDone())) {
                    keep(connection);
                } else {
                    connection.close();
                }
            }
        }

        private byte[] head(long length, boolean asks) {
            StringBuilder head = new StringBuilder(request.method()).append(' ');
            boolean byProxy = proxy.isPresent() && !secure;
            if (byProxy) {
                head.append("http://").append(uri.getRawAuthority());
            }
            head.append(target()).append(" HTTP/1.1\r\n");
            Headers fields = request.headers();
            if (!fields.has("Host")) {
                field(head, "Host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
            }
            if (!fields.has("User-Agent")) {
                field(head, "User-Agent", settings.userAgent());
            }
            for (Headers.Header header : fields.fields()) {
                if (isFraming(header.name())) {
                    throw new Failure.Usage("the header " + header.name() + " cannot be set by hand")
                            .hint("leave it out: oat sends the right one");
                }
                field(head, header.name(), header.value());
            }
            if (byProxy) {
                appendProxyAccess(head, proxy.orElseThrow().address());
            }
            if (!keeps) {
                field(head, "Connection", "close");
            }
            Body body = request.body();
            if (body instanceof Body.None) {
                // RFC 9110 §8.6: for methods that give a body a meaning
                switch (request.method()) {
                    case "POST", "PUT", "PATCH" -> head.append("Content-Length: 0\r\n");
                    default -> {
                        // nothing says so
                    }
                }
            } else {
                if (!fields.has("Content-Type") && body.contentType().isPresent()) {
                    field(head, "Content-Type", body.contentType().orElseThrow());
                }
                if (length < 0) {
                    head.append("Transfer-Encoding: chunked\r\n");
                } else {
                    head.append("Content-Length: ").append(length).append("\r\n");
                }
            }
            if (asks) {
                field(head, "Expect", CONTINUE);
            }
            return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        }

        private String target() {
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
            for (int i = 0; i < target.length(); i++) {
                if (target.charAt(i) >= 0x80) {
                    return URI.create(target).toASCIIString();
                }
            }
            return target;
        }

        private static boolean isFraming(String name) {
            return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding");
        }

        private static void field(StringBuilder head, String name, String value) {
            head.append(name).append(": ").append(value).append("\r\n");
        }

        private static void appendProxyAccess(StringBuilder head, URI address) {
            Optional<String> access = ProxyAccess.basic(address);
            if (access.isPresent()) {
                field(head, "Proxy-Authorization", access.orElseThrow());
            }
        }

        private static String unbracketed(String host) {
            return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        }

        private static int port(URI address) {
            if (address.getPort() >= 0) {
                return address.getPort();
            }
            return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        }
    }
}
