package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends protocol messages, each over a connection of its own, in HTTP/1.1: one small request, one small answer.
 *
 * <p>Follows no redirect, sends nothing twice, stops at a size limit, and keeps one deadline for the whole call, name
 * lookup included.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
public final class SocketTransport implements Transport {
    private final TransportSettings settings;
    private @Nullable Tls tls;
    private @Nullable SSLSocketFactory sockets;

    /** The servers that were greeted in vain with less than everything. */
    private final Set<String> particular = ConcurrentHashMap.newKeySet();

    /** A transport; nothing is opened before the first request. */
    public SocketTransport(TransportSettings settings) {
        this.settings = settings;
    }

    @Override
    public Response send(Request request) {
        Call call = new Call(request);
        FutureTask<Response> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "oat-http");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.abandon();
            throw late(request);
        } catch (InterruptedException e) {
            call.abandon();
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted during the " + request.title());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException problem) {
                throw NetworkFailure.of(request, problem);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Failure late(Request request) {
        Failure failure = new Failure.TimedOut("the " + request.title() + " to " + request.origin()
                + " was not answered within " + settings.timeout().toSeconds() + " s");
        failure.phase(request.title());
        failure.at(Response.endpoint(request), 0);
        failure.hint("the server stalls, or a firewall drops packets; --timeout SECONDS waits longer");
        return failure;
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

    /** One request and its answer. */
    private final class Call implements Callable<Response> {
        private final Request request;
        private final URI uri;
        private final boolean secure;
        private volatile @Nullable Socket connection;
        private volatile boolean abandoned;

        Call(Request request) {
            this.request = request;
            this.uri = request.uri();
            this.secure = "https".equalsIgnoreCase(uri.getScheme());
        }

        /** Ends the call from outside: the connection below TLS goes, which no peer can delay. */
        void abandon() {
            abandoned = true;
            Socket open = connection;
            if (open != null) {
                close(open);
            }
        }

        @Override
        public Response call() throws IOException {
            Optional<URI> proxy = settings.proxies().proxyFor(uri);
            byte[] message = message(proxy);
            if (secure) {
                // before the connection: a file of authorities that cannot be used is no matter of the network
                tls();
            }
            Optional<Response> answer = attempt(proxy, message, !particular.contains(uri.getRawAuthority()));
            if (answer.isEmpty()) {
                particular.add(uri.getRawAuthority());
                answer = attempt(proxy, message, false);
            }
            return answer.orElseThrow();
        }

        /** The answer; empty, and nothing sent, where the server did not take a first hello that offers less than all. */
        private Optional<Response> attempt(Optional<URI> proxy, byte[] message, boolean first) throws IOException {
            Socket plain = connect(proxy.isPresent() ? proxy.orElseThrow() : uri);
            try {
                return secure ? overTls(plain, proxy, message, first) : Optional.of(exchange(plain, message));
            } finally {
                close(plain);
            }
        }

        private Socket connect(URI address) throws IOException {
            int port = port(address);
            IOException first = null;
            for (InetAddress candidate : InetAddress.getAllByName(address.getHost())) {
                Socket socket = new Socket();
                connection = socket;
                try {
                    if (abandoned) {
                        throw new IOException("the call was given up");
                    }
                    socket.setTcpNoDelay(true);
                    socket.connect(new InetSocketAddress(candidate, port));
                    return socket;
                } catch (IOException e) {
                    close(socket);
                    first = first == null ? e : first;
                }
            }
            throw first == null ? new IOException("the name has no address") : first;
        }

        private Optional<Response> overTls(Socket plain, Optional<URI> proxy, byte[] message, boolean first)
                throws IOException {
            if (proxy.isPresent()) {
                tunnel(plain, proxy.orElseThrow());
            }
            try (SSLSocket socket =
                    (SSLSocket) sockets().createSocket(plain, unbracketed(uri.getHost()), port(uri), true)) {
                return handshake(socket, first) ? Optional.of(exchange(socket, message)) : Optional.empty();
            }
        }

        /** Whether there is a connection now; there may be one with another hello. */
        private boolean handshake(SSLSocket socket, boolean first) throws IOException {
            SSLParameters parameters = socket.getSSLParameters();
            if (!settings.insecure()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            // a server may want the key of a person's certificate to be of a group that is offered
            boolean narrow = first && settings.certificate().isEmpty() && FirstHello.narrow(parameters);
            socket.setSSLParameters(parameters);
            try {
                socket.startHandshake();
                return true;
            } catch (IOException e) {
                if (narrow && FirstHello.mayBeWhy(e)) {
                    return false;
                }
                throw e;
            }
        }

        /** Asks a proxy for a connection through it (RFC 9110 §9.3.6). */
        private void tunnel(Socket plain, URI proxy) throws IOException {
            String target = uri.getHost() + ":" + port(uri);
            StringBuilder head = new StringBuilder("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ");
            head.append(target).append("\r\n");
            appendProxyPassword(head, proxy);
            plain.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            MessageReader reader = new MessageReader(plain.getInputStream());
            int status = reader.head();
            if (status / 100 != 2) {
                throw new IOException("Unable to tunnel through proxy: it answered with status " + status);
            }
        }

        private Response exchange(Socket socket, byte[] message) throws IOException {
            IOException unsent = null;
            try {
                OutputStream out = socket.getOutputStream();
                out.write(message);
                out.flush();
            } catch (IOException e) {
                // a server may refuse before it has read everything, and say why
                unsent = e;
            }
            try {
                MessageReader reader = new MessageReader(socket.getInputStream());
                int status = reader.head();
                byte[] body = reader.body(request, status);
                return new Response(status, reader.headers(), body);
            } catch (IOException e) {
                throw unsent == null ? e : unsent;
            }
        }

        private byte[] message(Optional<URI> proxy) throws IOException {
            StringBuilder head = new StringBuilder(request.method()).append(' ');
            if (proxy.isPresent() && !secure) {
                head.append("http://").append(uri.getRawAuthority());
            }
            String path = uri.getRawPath();
            head.append(path == null || path.isEmpty() ? "/" : path);
            if (uri.getRawQuery() != null) {
                head.append('?').append(uri.getRawQuery());
            }
            head.append(" HTTP/1.1\r\n");
            if (!request.headers().has("Host")) {
                head.append("Host: ").append(uri.getHost());
                if (uri.getPort() >= 0) {
                    head.append(':').append(uri.getPort());
                }
                head.append("\r\n");
            }
            if (!request.headers().has("User-Agent")) {
                head.append("User-Agent: ").append(settings.userAgent()).append("\r\n");
            }
            for (Headers.Header header : request.headers().fields()) {
                head.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
            if (proxy.isPresent() && !secure) {
                appendProxyPassword(head, proxy.orElseThrow());
            }
            head.append("Connection: close\r\n");
            byte[] body = new byte[0];
            if (!(request.body() instanceof Body.None)) {
                try (InputStream bytes = request.body().open()) {
                    body = bytes.readAllBytes();
                }
                if (!request.headers().has("Content-Type")
                        && request.body().contentType().isPresent()) {
                    head.append("Content-Type: ")
                            .append(request.body().contentType().orElseThrow())
                            .append("\r\n");
                }
                head.append("Content-Length: ").append(body.length).append("\r\n");
            } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
                head.append("Content-Length: 0\r\n");
            }
            ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + body.length + 2);
            message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            message.writeBytes(body);
            return message.toByteArray();
        }

        private static void appendProxyPassword(StringBuilder head, URI proxy) {
            String info = proxy.getUserInfo();
            if (info != null) {
                String credentials = info.indexOf(':') < 0 ? info + ":" : info;
                head.append("Proxy-Authorization: Basic ")
                        .append(Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                        .append("\r\n");
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

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is of no use any more
            }
        }
    }
}
