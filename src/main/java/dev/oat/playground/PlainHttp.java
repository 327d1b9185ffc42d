package dev.oat.playground;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP/1.1 over a plain socket, one connection per request: what the gateway needs to pass requests on, and the scripted
 * browser to fetch pages. It streams both ways, and follows, retries and remembers nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class PlainHttp {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 60_000;
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_HEADERS = 1000;

    private PlainHttp() {}

    /**
     * A request's body.
     *
     * @param length how many bytes, or -1 when that is not known
     * @param bytes the bytes
     */
    record Body(long length, InputStream bytes) {
        static final Body NONE = new Body(0, InputStream.nullInputStream());
    }

    /** An answer whose body is still to be read; closing it closes the connection. */
    static final class Reply implements AutoCloseable {
        private final Socket socket;
        private final int status;
        private final List<Map.Entry<String, String>> headers;
        private final long length;
        private final InputStream body;

        Reply(Socket socket, int status, List<Map.Entry<String, String>> headers, long length, InputStream body) {
            this.socket = socket;
            this.status = status;
            this.headers = List.copyOf(headers);
            this.length = length;
            this.body = body;
        }

        int status() {
            return status;
        }

        List<Map.Entry<String, String>> headers() {
            return headers;
        }

        Optional<String> header(String name) {
            return first(headers, name);
        }

        /** How long the body is, or -1 when that shows only at its end. */
        long length() {
            return length;
        }

        InputStream body() {
            return body;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /**
     * Sends a request and reads the answer's headers.
     *
     * @param headers the headers beside Host, Connection and those that frame the body
     * @throws IOException if there is no connection, or what comes is no HTTP
     */
    static Reply send(String method, URI uri, List<Map.Entry<String, String>> headers, Body body) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MILLIS);
            int port = uri.getPort() < 0 ? 80 : uri.getPort();
            // getByName takes the literal in its brackets too
            socket.connect(new InetSocketAddress(InetAddress.getByName(uri.getHost()), port), CONNECT_MILLIS);
            try {
                write(socket, method, uri, headers, body);
            } catch (IOException e) {
                // an answer may be there all the same, if the server did not want the rest of the body; if not, reading
                // it says so
            }
            return read(socket, method);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static void write(Socket socket, String method, URI uri, List<Map.Entry<String, String>> headers, Body body)
            throws IOException {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority()).append("\r\nConnection: close\r\n");
        for (Map.Entry<String, String> header : headers) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (body.length() < 0) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body.length() > 0 || method.equals("POST") || method.equals("PUT")) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        head.append("\r\n");
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        byte[] block = new byte[16 * 1024];
        for (int read = body.bytes().read(block); read >= 0; read = body.bytes().read(block)) {
            if (body.length() < 0 && read > 0) {
                out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(block, 0, read);
            if (body.length() < 0 && read > 0) {
                out.write(new byte[] {'\r', '\n'});
            }
        }
        if (body.length() < 0) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }

    private static Reply read(Socket socket, String method) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        int status = status(line(in));
        List<Map.Entry<String, String>> headers = headers(in);
        while (status >= 100 && status < 200) {
            status = status(line(in));
            headers = headers(in);
        }
        if (method.equals("HEAD") || status == 204 || status == 304) {
            long length = first(headers, "Content-Length").map(Long::parseLong).orElse(0L);
            return new Reply(socket, status, headers, length, InputStream.nullInputStream());
        }
        if (first(headers, "Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            return new Reply(socket, status, headers, -1, new Chunked(in));
        }
        Optional<String> length = first(headers, "Content-Length");
        if (length.isEmpty()) {
            return new Reply(socket, status, headers, -1, in);
        }
        long bytes = Long.parseLong(length.get());
        return new Reply(socket, status, headers, bytes, new Counted(in, bytes));
    }

    private static int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || words[1].length() != 3) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        return number(words[1], 10);
    }

    private static int number(String text, int radix) throws IOException {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("the answer is not HTTP/1.1", e);
        }
    }

    private static List<Map.Entry<String, String>> headers(InputStream in) throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0 || headers.size() == MAX_HEADERS) {
                throw new IOException("the answer's headers are not HTTP/1.1");
            }
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer is cut short");
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("a line of the answer is too long");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static Optional<String> first(List<Map.Entry<String, String>> headers, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return headers.stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(lower))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** A body of known length; ending before it is an error. */
    private static final class Counted extends InputStream {
        private final InputStream in;
        private long left;

        Counted(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the body is cut short");
            }
            left -= read;
            return read;
        }
    }

    /** A body in chunks; ending before the last one is an error. */
    private static final class Chunked extends InputStream {
        private final InputStream in;
        private int left;
        private boolean started;
        private boolean ended;

        Chunked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int read = in.read(bytes, offset, Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the body is cut short");
            }
            left -= read;
            return read;
        }

        private void nextChunk() throws IOException {
            if (started) {
                line(in);
            }
            started = true;
            left = number(line(in).split(";")[0].strip(), 16);
            if (left == 0) {
                headers(in);
                ended = true;
            }
        }
    }
}
