package dev.oat.http.transport;

import dev.oat.http.Headers;
import dev.oat.http.MalformedAnswer;
import dev.oat.http.StreamedResponse;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from a client's connection, one after the other, and writes the answers to them.
 *
 * <p>Both bodies are streamed. A client is not to be believed more than a server: what is too long or can be read in two
 * ways is refused, and ends the connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
public final class IncomingConnection implements AutoCloseable {
    private static final byte[] GO_ON = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int PIECE = 64 << 10;

    private final Socket socket;
    private final OutputStream out;
    private final MessageReader reader;
    private final byte[] piece = new byte[PIECE];
    private MessageReader.@Nullable AnswerBody current;

    /** Whether the client waits for a word before it sends the body. */
    private volatile boolean unasked;

    /** A connection that a client has opened. */
    public IncomingConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.reader = new MessageReader(socket.getInputStream());
    }

    /**
     * A request that has come.
     *
     * @param protocol the protocol's name and version
     * @param method the method
     * @param target the request target, as it stands there
     * @param headers the header fields
     * @param body the body, as it comes
     * @param length the body's length in bytes, 0 when there is none, -1 when it is not known before the end
     * @param trailers the trailer fields, once the body has been read to its end
     */
    public record Incoming(
            String protocol,
            String method,
            String target,
            Headers headers,
            InputStream body,
            long length,
            Supplier<Headers> trailers) {
        /** Returns whether the client lets another request follow on its connection (RFC 9112 §9.3). */
        public boolean persistent() {
            return protocol.equals("HTTP/1.1") && !MessageReader.lists(headers, "Connection", "close");
        }
    }

    /**
     * Waits for the next request; empty when the client has closed the connection.
     *
     * @param millis how long to wait for each of its bytes
     * @throws IOException if it is none, and {@link #isMalformed} for one that HTTP/1.1 does not allow
     */
    public Optional<Incoming> next(int millis) throws IOException {
        socket.setSoTimeout(millis);
        MessageReader.Asked asked = reader.asked();
        if (asked == null) {
            return Optional.empty();
        }
        MessageReader.AnswerBody body = reader.bodyOf(asked);
        current = body;
        long length = asked.headers().has("Transfer-Encoding") ? -1 : Math.max(0, body.announced());
        boolean expects = length != 0 && MessageReader.lists(asked.headers(), "Expect", "100-continue");
        unasked = expects;
        return Optional.of(new Incoming(
                asked.protocol(),
                asked.method(),
                text(asked.target()),
                text(asked.headers()),
                expects ? new Expected(body) : body,
                length,
                body::trailers));
    }

    /** Returns what was read byte by byte as the text that it is, where it is UTF-8; the bytes stay the same when it is sent on. */
    private static String text(String read) {
        String text = new String(read.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : read;
    }

    private static Headers text(Headers read) {
        List<Headers.Header> fields = new ArrayList<>();
        for (Headers.Header field : read.fields()) {
            fields.add(new Headers.Header(field.name(), text(field.value()), field.secret()));
        }
        return Headers.of(fields);
    }

    /** Returns whether a failure says that the request was none, and not that the connection broke. */
    public static boolean isMalformed(IOException problem) {
        return problem instanceof MalformedAnswer;
    }

    /** Whether the client is still there; to be asked while nothing is read from it. */
    public boolean isOpen() {
        try {
            socket.setSoTimeout(1);
            return reader.await();
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes an answer, its body as it comes.
     *
     * @param incoming the request
     * @param response the answer; closed at its end
     * @param persistent whether another request may follow
     * @return whether the connection may be used again
     * @throws IOException if the client does not take it
     * @throws Failure if the answer's body ends early; what has been written then is no whole answer
     */
    public boolean answer(Incoming incoming, StreamedResponse response, boolean persistent) throws IOException {
        try (response) {
            int status = response.status();
            boolean bodyless = incoming.method().equals("HEAD") || status == 204 || status == 304;
            boolean measured = response.headers().has("Content-Length");
            boolean chunked = !bodyless && !measured && incoming.protocol().equals("HTTP/1.1");
            boolean again = persistent && incoming.persistent() && (bodyless || measured || chunked);
            out.write(head(response, chunked, again));
            if (bodyless) {
                out.flush();
                return again && isTaken();
            }
            InputStream body = response.body();
            for (int read = body.read(piece, 0, PIECE); read >= 0; read = body.read(piece, 0, PIECE)) {
                if (chunked && read > 0) {
                    out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(piece, 0, read);
                if (chunked && read > 0) {
                    out.write(LINE_END);
                }
                out.flush();
            }
            if (chunked) {
                out.write(Upload.lastChunk(response.trailers()));
            }
            out.flush();
            return again && isTaken();
        }
    }

    /**
     * Reads what is left of a short body that nobody wanted, and throws it away. A connection that is closed over unread
     * bytes is reset, and with it the answer may be lost that has just been written (RFC 9112 §9.6).
     */
    public void passOver() throws IOException {
        MessageReader.AnswerBody body = current;
        if (body == null || unasked || body.announced() > PIECE) {
            return;
        }
        int left = PIECE;
        for (int read = 0; read >= 0 && left > 0; left -= read) {
            read = body.read(piece, 0, PIECE);
        }
    }

    /** Returns whether the request's body has been read to its end, so that what follows it is another request. */
    public boolean isTaken() {
        MessageReader.AnswerBody body = current;
        return body == null || body.isOver();
    }

    /**
     * Lets client and server speak another protocol until one of them ends.
     *
     * @param response the answer that changes to it (RFC 9110 §15.2.2)
     */
    public void upgrade(StreamedResponse response) throws IOException {
        try (response) {
            OutputStream server = response.upgraded().orElseThrow();
            out.write(head(response, false, true));
            out.flush();
            socket.setSoTimeout(0);
            Thread up = new Thread(() -> pass(server), "oat-upgraded");
            up.setDaemon(true);
            up.start();
            InputStream body = response.body();
            for (int read = body.read(piece, 0, PIECE); read >= 0; read = body.read(piece, 0, PIECE)) {
                out.write(piece, 0, read);
                out.flush();
            }
        } finally {
            close();
        }
    }

    private void pass(OutputStream server) {
        byte[] bytes = new byte[PIECE];
        try (server) {
            for (int read = reader.read(bytes); read >= 0; read = reader.read(bytes)) {
                server.write(bytes, 0, read);
                server.flush();
            }
        } catch (IOException e) {
            // one of the two has gone, which ends it for the other
            return;
        }
    }

    private static byte[] head(StreamedResponse response, boolean chunked, boolean persistent) {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(response.status()).append(" \r\n");
        append(head, response.headers());
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        if (!persistent) {
            head.append("Connection: close\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void append(StringBuilder head, Headers fields) {
        for (Headers.Header field : fields.fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
    }

    @Override
    public void close() {
        Connection.close(socket);
    }

    /** A body whose sender waits for a word before it sends (RFC 9110 §10.1.1). */
    private final class Expected extends InputStream {
        private final InputStream body;

        Expected(InputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (unasked) {
                unasked = false;
                out.write(GO_ON);
                out.flush();
            }
            return body.read(bytes, offset, length);
        }
    }
}
