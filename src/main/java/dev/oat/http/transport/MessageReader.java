package dev.oat.http.transport;

import dev.oat.http.Headers;
import dev.oat.http.MalformedAnswer;
import dev.oat.http.OtherProtocol;
import dev.oat.http.Request;
import dev.oat.trace.Ascii;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 answers, one after the other, from a server that is not to be believed: what is too long, cut short or
 * contradictory is an {@code IOException}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6">RFC 9112 §6</a>
 */
public final class MessageReader {
    private static final int MAX_HEAD = 256 << 10;
    private static final int MAX_INTERIM = 20;
    private static final int MAX_CHUNK_LINE = 8 << 10;
    private static final int MAX_EXTENSIONS = 256 << 10;
    private static final int MAX_TRAILERS = 64 << 10;
    private static final int MAX_SIZE_DIGITS = 15;
    private static final String CUT_SHORT = "Premature EOF";
    private static final String ANSWER = "the answer";
    private static final String REQUEST = "the request";
    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int limit;
    private int budget;
    private boolean silent = true;
    private boolean upgradable;

    /** Whether the last line ended without a CR. */
    private boolean bare;

    public MessageReader(InputStream in) {
        this.in = in;
    }

    /**
     * The head of an answer.
     *
     * @param protocol the protocol's name and version
     * @param status the HTTP status
     * @param headers the header fields
     */
    record Head(String protocol, int status, Headers headers) {
        /** Whether an option stands in the Connection field (RFC 9112 §9.3). */
        boolean connection(String option) {
            return lists(headers, "Connection", option);
        }
    }

    /** Returns whether a field, which is a list, holds a word (RFC 9110 §5.6.1). */
    public static boolean lists(Headers headers, String field, String word) {
        for (String value : headers.all(field)) {
            for (String one : value.split(",", -1)) {
                if (trimmed(one).equalsIgnoreCase(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns whether no byte has come since the last answer ended. */
    boolean isSilent() {
        return silent && position == limit;
    }

    /** Whether there are bytes that belong to no answer yet. */
    boolean hasMore() {
        return position < limit;
    }

    /** Waits for the next byte, whatever it is; false at the end of the connection. */
    public boolean await() throws IOException {
        return position < limit || fill() >= 0;
    }

    /** Reads what comes, unframed; -1 at the end of the connection. */
    public int read(byte[] bytes) throws IOException {
        if (position == limit) {
            return in.read(bytes);
        }
        int size = Math.min(bytes.length, limit - position);
        System.arraycopy(buffer, position, bytes, 0, size);
        position += size;
        return size;
    }

    /** Reads the head of the answer, past interim ones. */
    Head head() throws IOException {
        return head(false);
    }

    /** Lets the answer to the next request change to another protocol, as that request asks (RFC 9110 §7.8). */
    void mayUpgrade(boolean may) {
        upgradable = may;
    }

    /**
     * The head of a request.
     *
     * @param protocol the protocol's name and version
     * @param method the method
     * @param target the request target, as it stands there
     * @param headers the header fields
     */
    public record Asked(String protocol, String method, String target, Headers headers) {}

    /**
     * Reads the head of a request; null where the connection ends before it.
     *
     * @throws MalformedAnswer if it is none that HTTP/1.1 allows
     */
    public @Nullable Asked asked() throws IOException {
        if (!await()) {
            return null;
        }
        budget = MAX_HEAD;
        String line = line("the request's head");
        // RFC 9112 §2.2: an empty line before it is passed over
        line = line.isEmpty() ? line("the request's head") : line;
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !Ascii.isToken(words[0]) || words[1].isEmpty() || !isVersion1(words[2])) {
            throw new MalformedAnswer("the request does not begin with a request line of HTTP/1.1", "RFC 9112 §3");
        }
        return new Asked(words[2], words[0], words[1], fields("the request's head", new HeaderReader("header", true)));
    }

    private static boolean isVersion1(String text) {
        return text.length() == 8 && text.startsWith("HTTP/1.") && text.charAt(7) >= '0' && text.charAt(7) <= '9';
    }

    /**
     * Returns the body of a request, framed as RFC 9112 §6.3 has it: none without a length.
     *
     * @throws MalformedAnswer if its framing can be read in two ways
     */
    public AnswerBody bodyOf(Asked asked) throws IOException {
        boolean codings = asked.headers().has("Transfer-Encoding");
        if (codings && asked.headers().has("Content-Length")) {
            throw new MalformedAnswer("the request has a length and a transfer coding", "RFC 9112 §6.3");
        }
        if (codings && (!chunked(asked.headers(), REQUEST) || !asked.protocol().equals("HTTP/1.1"))) {
            throw new MalformedAnswer("the request's transfer coding is not chunked", "RFC 9112 §6.3");
        }
        Ending nobody = persistent -> {};
        long announced = announced(asked.headers(), REQUEST);
        return codings
                ? new AnswerBody(0, true, -1, true, nobody)
                : new AnswerBody(Math.max(0, announced), false, announced, true, nobody);
    }

    /** Reads the head of the answer, or of the interim one that asks for the body (RFC 9110 §15.2.1). */
    Head untilContinue() throws IOException {
        return head(true);
    }

    private Head head(boolean orContinue) throws IOException {
        budget = MAX_HEAD;
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            Head head = next();
            if (head.status() >= 200 || head.status() == 101 || (orContinue && head.status() == 100)) {
                return head;
            }
        }
        throw new MalformedAnswer("the server sent interim answers without end", "RFC 9110 §15.2");
    }

    private Head next() throws IOException {
        beginsAsHttp();
        String line = line("the answer's head");
        int status = status(line);
        Headers headers = fields("the answer's head", new HeaderReader("header", false));
        if (status == 101 && !upgradable) {
            throw new MalformedAnswer("the server changes to another protocol, unasked", "RFC 9110 §7.8");
        }
        return new Head(line.substring(0, 8), status, headers);
    }

    /** Looks at the first bytes: what is no HTTP may never send a line's end to wait for. */
    private void beginsAsHttp() throws IOException {
        for (int i = 0; i < HTTP.length; i++) {
            while (limit - position <= i) {
                if (limit == buffer.length) {
                    compact();
                }
                if (fill() < 0) {
                    throw new IOException(position == limit ? "Unexpected end of file from server" : CUT_SHORT);
                }
            }
            if (buffer[position + i] != HTTP[i]) {
                throw new OtherProtocol(spoken());
            }
        }
    }

    private OtherProtocol.Spoken spoken() {
        int first = buffer[position];
        int second = position + 1 < limit ? buffer[position + 1] : -1;
        // the header of a TLS record: alert or handshake, version 3.x (RFC 8446 §5.1)
        if ((first == 0x15 || first == 0x16) && (second == 3 || second == -1)) {
            return OtherProtocol.Spoken.TLS;
        }
        // a frame's length, whose first byte is 0 in all that a server may begin with (RFC 9113 §3.4)
        return first == 0 && second == 0 ? OtherProtocol.Spoken.HTTP_2 : OtherProtocol.Spoken.UNKNOWN;
    }

    private static int status(String line) throws IOException {
        boolean http = line.startsWith("HTTP/1.")
                && line.length() >= 12
                && line.charAt(7) >= '0'
                && line.charAt(7) <= '9'
                && line.charAt(8) == ' '
                && (line.length() == 12 || line.charAt(12) == ' ');
        int status = 0;
        for (int i = 9; http && i < 12; i++) {
            char digit = line.charAt(i);
            http = digit >= '0' && digit <= '9';
            status = status * 10 + digit - '0';
        }
        if (!http || status < 100) {
            throw new MalformedAnswer("the answer does not begin with a status line of HTTP/1.1", "RFC 9112 §4");
        }
        return status;
    }

    private Headers fields(String where, HeaderReader fields) throws IOException {
        StringBuilder pending = new StringBuilder();
        while (true) {
            String line = line(where);
            if (line.isEmpty()) {
                add(fields, pending);
                return fields.headers();
            }
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                // before the first field such a line belongs to nothing (RFC 9112 §2.2)
                if (pending.length() > 0) {
                    pending.append(' ').append(trimmed(line));
                }
                continue;
            }
            add(fields, pending);
            pending.setLength(0);
            pending.append(line);
        }
    }

    private static void add(HeaderReader fields, StringBuilder line) throws IOException {
        if (line.length() > 0) {
            int colon = Math.max(0, line.indexOf(":"));
            String name = line.substring(0, colon);
            String value = line.substring(Math.min(colon + 1, line.length()));
            fields.add(fields.isStrict() ? name : trimmed(name), trimmed(value));
        }
    }

    /** Returns a text without the spaces and tabs around it, which are all that may be left out there (RFC 9110 §5.6.3). */
    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Reads one line, without its end.
     *
     * @param what what it is a line of, for the failure when the whole becomes too long
     */
    private String line(String what) throws IOException {
        StringBuilder earlier = null;
        while (true) {
            if (position == limit && fill() < 0) {
                throw new IOException(CUT_SHORT);
            }
            int start = position;
            boolean ended = false;
            while (position < limit && !ended) {
                byte b = buffer[position++];
                ended = b == '\n';
                if (b == 0) {
                    throw new MalformedAnswer("there is a NUL in " + what, "RFC 9110 §5.5");
                }
            }
            budget -= position - start;
            if (budget < 0) {
                throw new MalformedAnswer(what + " is longer than oat reads", "RFC 9112 §2.2");
            }
            int end = ended ? position - 1 : position;
            String part = new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
            if (!ended) {
                earlier = earlier == null ? new StringBuilder() : earlier;
                earlier.append(part);
                continue;
            }
            return ended(earlier == null ? part : earlier.append(part).toString());
        }
    }

    /** Returns a line without its CR; any other CR counts as a space (RFC 9112 §2.2). */
    private String ended(String line) {
        bare = !line.endsWith("\r");
        String whole = bare ? line : line.substring(0, line.length() - 1);
        return whole.indexOf('\r') < 0 ? whole : whole.replace('\r', ' ');
    }

    private void compact() {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
    }

    /** Reads more into the buffer, behind what is there; negative at the end. */
    private int fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read > 0) {
            limit += read;
            silent = false;
        }
        return read;
    }

    /**
     * Returns the body that follows a head, framed as RFC 9112 §6.3 has it.
     *
     * @param ended told once, when the last byte of the answer has been read, whether another answer may follow
     */
    AnswerBody body(Request request, Head head, Ending ended) throws IOException {
        boolean persistent = head.protocol().equals("HTTP/1.1") && !head.connection("close");
        int status = head.status();
        if (request.method().equals("HEAD") || status == 204 || status == 304) {
            return new AnswerBody(0, false, -1, persistent, ended);
        }
        if (status == 101) {
            return new AnswerBody(Long.MAX_VALUE, false, -1, false, ended);
        }
        if (chunked(head.headers(), ANSWER)) {
            // an answer with both, or of an older version, may come from one who reads it otherwise (RFC 9112 §6.1)
            boolean plain = !head.headers().has("Content-Length");
            return new AnswerBody(0, true, -1, persistent && plain, ended);
        }
        long length = announced(head.headers());
        return length < 0
                ? new AnswerBody(Long.MAX_VALUE, false, -1, false, ended)
                : new AnswerBody(length, false, length, persistent, ended);
    }

    private static boolean chunked(Headers headers, String whose) throws IOException {
        boolean chunked = false;
        for (String value : headers.all("Transfer-Encoding")) {
            for (String one : value.split(",", -1)) {
                String coding = trimmed(one).toLowerCase(Locale.ROOT);
                if (coding.equals("chunked") && !chunked) {
                    chunked = true;
                } else if (!coding.isEmpty() && !coding.equals("identity")) {
                    throw new MalformedAnswer(
                            coding.equals("chunked")
                                    ? whose + " is chunked twice"
                                    : whose + " has a transfer coding that oat does not know",
                            "RFC 9112 §6.1");
                }
            }
        }
        return chunked;
    }

    /** Returns the announced length, or -1 when there is none. */
    static long announced(Headers headers) throws IOException {
        return announced(headers, ANSWER);
    }

    private static long announced(Headers headers, String whose) throws IOException {
        List<String> fields = headers.all("Content-Length");
        if (fields.isEmpty()) {
            return -1;
        }
        long length = -1;
        for (String field : fields) {
            for (String one : field.split(",", -1)) {
                long number = number(trimmed(one));
                if (length >= 0 && number != length) {
                    throw new MalformedAnswer(whose + " announces two lengths", "RFC 9112 §6.3");
                }
                length = number;
            }
        }
        return length;
    }

    private static long number(String text) throws IOException {
        if (text.length() > 18 || !Ascii.isDigits(text)) {
            throw new MalformedAnswer("the announced length is no number", "RFC 9112 §6.3");
        }
        return Long.parseLong(text);
    }

    /** Is told that an answer has been read to its end. */
    @FunctionalInterface
    interface Ending {
        /**
         * The last byte has been read.
         *
         * @param persistent whether the connection may serve another request
         */
        void ended(boolean persistent);
    }

    /** The body of one answer, without its framing. */
    public final class AnswerBody extends InputStream {
        private final boolean chunked;
        private final long announced;
        private final boolean persistent;
        private @Nullable Ending ending;
        private long left;
        private boolean first = true;
        private boolean bareSize;
        private int extensions;
        private Headers trailers = Headers.empty();

        private AnswerBody(long left, boolean chunked, long announced, boolean persistent, Ending ending) {
            this.left = left;
            this.chunked = chunked;
            this.announced = announced;
            this.persistent = persistent;
            this.ending = ending;
            if (left == 0 && !chunked) {
                end(persistent);
            }
        }

        /** Returns the length that the head announces, or -1. */
        public long announced() {
            return announced;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (ending == null) {
                return -1;
            }
            if (length == 0) {
                return 0;
            }
            if (chunked && left == 0) {
                nextChunk();
                if (ending == null) {
                    return -1;
                }
            }
            int want = (int) Math.min(length, left);
            int read;
            if (position == limit && want >= buffer.length) {
                read = in.read(bytes, offset, want);
            } else {
                read = position < limit || fill() >= 0 ? Math.min(want, limit - position) : -1;
                if (read > 0) {
                    System.arraycopy(buffer, position, bytes, offset, read);
                    position += read;
                }
            }
            if (read < 0) {
                if (left == Long.MAX_VALUE) {
                    end(false);
                    return -1;
                }
                throw new IOException(CUT_SHORT);
            }
            if (left != Long.MAX_VALUE) {
                left -= read;
                if (left == 0 && !chunked) {
                    end(persistent);
                }
            }
            return read;
        }

        /** Returns whether all of it has been read. */
        public boolean isOver() {
            return ending == null;
        }

        /** The trailer fields; none before the end. */
        Headers trailers() {
            return trailers;
        }

        @Override
        public int available() {
            return ending == null ? 0 : (int) Math.min(left, limit - position);
        }

        private void nextChunk() throws IOException {
            budget = MAX_CHUNK_LINE;
            // after a size line with a CR, a line feed alone is the server's next byte, and the size was wrong
            if (!first && (!line("the end of a chunk").isEmpty() || (bare && !bareSize))) {
                throw new MalformedAnswer("a chunk is not as long as its size says", "RFC 9112 §7.1");
            }
            first = false;
            budget = MAX_CHUNK_LINE;
            left = size(line("a chunk's size line"));
            bareSize = bare;
            if (left == 0) {
                budget = MAX_TRAILERS;
                trailers = fields("the trailer section", new HeaderReader("trailer", false));
                end(persistent);
            }
        }

        /** Returns the size in front of a chunk: hexadecimal digits, then perhaps extensions, which are passed over. */
        private long size(String line) throws IOException {
            long size = 0;
            int at = 0;
            int significant = 0;
            int digit = at < line.length() ? hex(line.charAt(at)) : -1;
            while (digit >= 0) {
                size = size * 16 + digit;
                significant += significant > 0 || digit > 0 ? 1 : 0;
                at++;
                digit = at < line.length() && significant <= MAX_SIZE_DIGITS ? hex(line.charAt(at)) : -1;
            }
            int after = at;
            while (after < line.length() && (line.charAt(after) == ' ' || line.charAt(after) == '\t')) {
                after++;
            }
            extensions += line.length() - after;
            boolean whole = after == line.length() || line.charAt(after) == ';';
            if (at == 0 || significant > MAX_SIZE_DIGITS || !whole) {
                throw new MalformedAnswer("a chunk's size is no hexadecimal number", "RFC 9112 §7.1");
            }
            if (extensions > MAX_EXTENSIONS) {
                throw new MalformedAnswer("the chunk extensions are longer than oat reads", "RFC 9112 §7.1.1");
            }
            return size;
        }

        private static int hex(char c) {
            return c < 0x80 ? Character.digit(c, 16) : -1;
        }

        private void end(boolean again) {
            Ending told = ending;
            ending = null;
            silent = true;
            if (told != null) {
                told.ended(again && position == limit);
            }
        }
    }
}
