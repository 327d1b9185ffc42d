package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/**
 * Reads one HTTP/1.1 answer from a server that is not to be believed: what is too long, cut short or contradictory is an
 * {@code IOException}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6">RFC 9112 §6</a>
 */
final class MessageReader {
    private static final int MAX_HEAD = 256 << 10;
    private static final int MAX_INTERIM = 20;
    private static final String CUT_SHORT = "Premature EOF";

    private final InputStream in;
    private Headers headers = Headers.empty();
    private int headBytes;

    MessageReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** Reads the head of the answer, past interim ones. */
    int head() throws IOException {
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            int status = status(line(true));
            headers = fields();
            if (status >= 200) {
                return status;
            }
            if (status == 101) {
                throw new IOException("the server changes to another protocol, unasked");
            }
        }
        throw new IOException("the server sent interim answers without end");
    }

    Headers headers() {
        return headers;
    }

    private static int status(String line) throws IOException {
        boolean http = line.startsWith("HTTP/1.")
                && line.length() >= 12
                && line.charAt(8) == ' '
                && (line.length() == 12 || line.charAt(12) == ' ');
        int status = 0;
        for (int i = 9; http && i < 12; i++) {
            char digit = line.charAt(i);
            http = digit >= '0' && digit <= '9';
            status = status * 10 + digit - '0';
        }
        if (!http || status < 100) {
            throw new IOException("the server does not speak HTTP/1.1");
        }
        return status;
    }

    private Headers fields() throws IOException {
        Headers read = Headers.empty();
        String pending = null;
        while (true) {
            String line = line(false);
            boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (folded && pending != null) {
                pending = pending + ' ' + line.trim();
                continue;
            }
            if (pending != null) {
                read = with(read, pending);
            }
            if (line.isEmpty()) {
                return read;
            }
            pending = line;
        }
    }

    private static Headers with(Headers headers, String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            return headers;
        }
        try {
            return headers.with(
                    line.substring(0, colon), line.substring(colon + 1).trim());
        } catch (Failure.Usage e) {
            // a server's malformed field: nothing in the protocol needs it
            return headers;
        }
    }

    /** One line of the head, without its end. */
    private String line(boolean first) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new IOException(first && line.length() == 0 ? "Unexpected end of file from server" : CUT_SHORT);
            }
            if (++headBytes > MAX_HEAD) {
                throw new IOException("the answer's head is longer than " + (MAX_HEAD >> 10) + " KiB");
            }
            if (b == '\n') {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
            line.append((char) b);
        }
    }

    /**
     * Reads the body.
     *
     * @throws Failure.Unreachable if it is larger than any protocol message
     */
    byte[] body(Request request, int status) throws IOException {
        if (request.method().equals("HEAD") || status == 204 || status == 304) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String coding =
                String.join(",", headers.all("Transfer-Encoding")).trim().toLowerCase(Locale.ROOT);
        if (coding.equals("chunked")) {
            chunks(request, status, body);
        } else if (!coding.isEmpty()) {
            throw new IOException("the answer has a transfer coding that was not asked for");
        } else {
            long length = announced();
            if (length > TransportSettings.MAX_MESSAGE) {
                throw tooLarge(request, status);
            }
            copy(request, status, body, length);
        }
        return body.toByteArray();
    }

    private long announced() throws IOException {
        List<String> lengths = headers.all("Content-Length");
        if (lengths.isEmpty()) {
            return -1;
        }
        String length = lengths.get(0);
        for (String other : lengths) {
            if (!other.equals(length)) {
                throw new IOException("the answer announces two lengths");
            }
        }
        return number(length, 10);
    }

    private static long number(String text, int radix) throws IOException {
        if (text.isEmpty() || text.length() > 15) {
            throw new IOException("the answer's length is no number");
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                throw new IOException("the answer's length is no number");
            }
            number = number * radix + digit;
        }
        return number;
    }

    /** Copies so many bytes, or all that come when the length is not known. */
    private void copy(Request request, int status, ByteArrayOutputStream body, long length) throws IOException {
        byte[] buffer = new byte[8192];
        long left = length < 0 ? Long.MAX_VALUE : length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                if (length >= 0) {
                    throw new IOException(CUT_SHORT);
                }
                return;
            }
            body.write(buffer, 0, read);
            left -= read;
            if (body.size() > TransportSettings.MAX_MESSAGE) {
                throw tooLarge(request, status);
            }
        }
    }

    private void chunks(Request request, int status, ByteArrayOutputStream body) throws IOException {
        while (true) {
            String line = line(false);
            int extension = line.indexOf(';');
            long size = number((extension < 0 ? line : line.substring(0, extension)).trim(), 16);
            if (size == 0) {
                while (!line(false).isEmpty()) {
                    // trailers are nobody's business here
                    continue;
                }
                return;
            }
            if (size > TransportSettings.MAX_MESSAGE) {
                throw tooLarge(request, status);
            }
            copy(request, status, body, size);
            if (!line(false).isEmpty()) {
                throw new IOException("the answer's chunks do not fit");
            }
        }
    }

    private static Failure tooLarge(Request request, int status) {
        Failure failure = new Failure.Unreachable("the answer to the " + request.title() + " is larger than "
                + (TransportSettings.MAX_MESSAGE >> 20) + " MiB and was not read further");
        failure.phase(request.title());
        failure.spec(request.spec());
        failure.at(Response.endpoint(request), status);
        failure.hint("check the address: no protocol message is that large");
        return failure;
    }
}
