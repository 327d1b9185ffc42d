package dev.oat.http.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A server on a loopback socket that says exactly what a test tells it to, polite or not. */
public final class RawServer implements AutoCloseable {
    /** What to do with one connection. */
    @FunctionalInterface
    public interface Conversation {
        void hold(Connection connection) throws IOException, InterruptedException;
    }

    /** One connection, seen from the server. */
    public static final class Connection {
        private final InputStream in;
        private final OutputStream out;
        private final Socket accepted;
        private final CountDownLatch closing;

        private final AtomicLong sent;

        Connection(Socket socket, Socket accepted, AtomicLong sent, CountDownLatch closing) throws IOException {
            this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            this.out = socket.getOutputStream();
            this.accepted = accepted;
            this.sent = sent;
            this.closing = closing;
        }

        /** Reads one request's head; empty at the end of the connection. */
        public String readHead() throws IOException {
            try {
                return RawServer.readHead(in);
            } catch (EOFException e) {
                return "";
            }
        }

        /** Reads the body that the head announces, chunked or not, and gives its length. */
        public long readBody(String head) throws IOException {
            if (header(head, "Transfer-Encoding").equalsIgnoreCase("chunked")) {
                long sum = 0;
                while (true) {
                    long size = Long.parseLong(readLine(), 16);
                    skip(size);
                    sum += size;
                    readLine();
                    if (size == 0) {
                        return sum;
                    }
                }
            }
            String length = header(head, "Content-Length");
            long size = length.isEmpty() ? 0 : Long.parseLong(length);
            skip(size);
            return size;
        }

        /** Reads the announced body as text. */
        public String readText(String head) throws IOException {
            if (header(head, "Transfer-Encoding").equalsIgnoreCase("chunked")) {
                StringBuilder text = new StringBuilder();
                while (true) {
                    int size = Integer.parseInt(readLine(), 16);
                    text.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
                    readLine();
                    if (size == 0) {
                        return text.toString();
                    }
                }
            }
            String length = header(head, "Content-Length");
            return new String(in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)), StandardCharsets.UTF_8);
        }

        private void skip(long size) throws IOException {
            byte[] buffer = new byte[1 << 16];
            long left = size;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("the client stopped");
                }
                left -= read;
            }
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        /** Sends text as it is. */
        public void send(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            send(bytes, bytes.length);
            out.flush();
        }

        /** Sends bytes as they are. */
        public void send(byte[] bytes, int length) throws IOException {
            out.write(bytes, 0, length);
            sent.addAndGet(length);
        }

        /** Sends a whole answer. */
        public void answer(String statusLine, String headers, String body) throws IOException {
            send("HTTP/1.1 " + statusLine + "\r\n" + headers + "Content-Length: "
                    + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body);
        }

        /** Reads so many bytes, fewer only at the end of the connection. */
        public byte[] bytes(int count) throws IOException {
            return in.readNBytes(count);
        }

        /** Reads so many bytes of whatever the client sends. */
        public void read(long count) throws IOException {
            skip(count);
        }

        /** Reads to the end of what the client sends, and throws it away. */
        public void drain() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** How many bytes the server has sent so far. */
        public long sent() {
            return sent.get();
        }

        /** Ends the TCP connection as it is: over TLS the client gets no closure alert. */
        public void cut() throws IOException {
            accepted.close();
        }

        /** Ends the TCP connection with a reset. */
        public void reset() throws IOException {
            accepted.setSoLinger(true, 0);
            accepted.close();
        }

        /** Keeps the client waiting for a little, or until the test ends. */
        public void pause(long millis) throws InterruptedException, IOException {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("the test has ended");
            }
        }

        /** Says nothing until the test ends. */
        public void stall() throws InterruptedException {
            closing.await();
        }
    }

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final ServerSocket socket;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Conversation conversation;
    private final Optional<SSLContext> tls;
    private final String[] protocols;

    private RawServer(Optional<SSLContext> tls, Conversation conversation, String... protocols) {
        this.tls = tls;
        this.protocols = protocols;
        this.conversation = conversation;
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** A server that holds this conversation on each connection, once. */
    public static RawServer saying(Conversation conversation) {
        return saying(Optional.empty(), conversation);
    }

    /** The same, over TLS where there is a context for it. */
    public static RawServer saying(Optional<SSLContext> tls, Conversation conversation) {
        return new RawServer(tls, conversation);
    }

    /** The same over TLS, by a server that takes no other protocols than these (RFC 7301). */
    public static RawServer speaking(SSLContext tls, Conversation conversation, String... protocols) {
        return new RawServer(Optional.of(tls), conversation, protocols);
    }

    /** A server that answers each request of each connection. */
    public static RawServer answering(Answering answering) {
        return answering(Optional.empty(), answering);
    }

    /** The same, over TLS where there is a context for it. */
    public static RawServer answering(Optional<SSLContext> tls, Answering answering) {
        RawServer[] self = new RawServer[1];
        self[0] = new RawServer(tls, connection -> {
            for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
                self[0].heads.add(head);
                answering.answer(head, connection);
            }
        });
        return self[0];
    }

    /** Answers one request. */
    @FunctionalInterface
    public interface Answering {
        void answer(String head, Connection connection) throws IOException, InterruptedException;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                // what is sent shall leave at once, not with the client's next request
                accepted.setTcpNoDelay(true);
                open.add(accepted);
                connections.incrementAndGet();
                Thread thread = new Thread(() -> serve(accepted), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted;
                Socket talking = talking(accepted)) {
            conversation.hold(new Connection(talking, accepted, sent, closing));
        } catch (IOException e) {
            // the client went away, which many tests want
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket talking(Socket accepted) throws IOException {
        if (tls.isEmpty()) {
            return accepted;
        }
        SSLSocket secure = (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(accepted, null, true);
        if (protocols.length > 0) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            secure.setSSLParameters(parameters);
        }
        secure.startHandshake();
        return secure;
    }

    /**
     * Reads one message's head.
     *
     * @throws EOFException at the end of the connection
     */
    public static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int state = 0;
        while (state < 4) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection has ended");
            }
            head.write(c);
            state = c == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : c == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** The value of a header in a head, or empty. */
    public static String header(String head, String name) {
        for (String line : head.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
                return line.substring(colon + 1).trim();
            }
        }
        return "";
    }

    /** The request line's target. */
    public static String target(String head) {
        return head.split(" ", 3)[1];
    }

    /** The heads of all requests so far; only of a server made by {@code answering}. */
    public List<String> heads() {
        return heads;
    }

    /** How many connections there were so far. */
    public int connections() {
        return connections.get();
    }

    /** How many bytes were sent so far, those in the buffers of sockets included. */
    public long sent() {
        return sent.get();
    }

    /** An address on this server. */
    public URI at(String path) {
        return URI.create((tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + socket.getLocalPort() + path);
    }

    /** The port. */
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            socket.close();
            for (Socket one : open) {
                one.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
