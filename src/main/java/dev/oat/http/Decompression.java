package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the content coding of an answer that was asked for compressed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1">RFC 9110 §8.4.1</a>
 */
public final class Decompression {
    /** The codings to ask for. */
    public static final String ACCEPTED = "gzip, deflate";

    private static final int MAX_LAYERS = 3;

    private Decompression() {}

    /** Returns the answer with its body as it was before it was compressed; unchanged when it was not, or in an unknown way. */
    public static StreamedResponse of(Request request, StreamedResponse response) {
        Optional<List<String>> codings = codings(response.headers());
        return codings.isEmpty()
                ? response
                : undone(request, response, codings.orElseThrow(), "try again without --compressed");
    }

    /**
     * Returns the answer to a protocol message, which asks for no coding, with its body as it was before it was compressed.
     *
     * @throws Failure.Unreachable if it has a coding that oat cannot undo
     */
    public static StreamedResponse ofMessage(Request request, StreamedResponse response) {
        Optional<List<String>> codings = codings(response.headers());
        if (codings.isEmpty()) {
            response.close();
            throw unreadable(request, "it has a content coding that was not asked for", null)
                    .hint("the server must heed that no Accept-Encoding was sent (RFC 9110 §12.5.3)");
        }
        return undone(
                request,
                response,
                codings.orElseThrow(),
                "the server, or a proxy before it, compressed its answer, unasked and badly");
    }

    /** Returns the codings in the order in which they were applied; empty when there is one that cannot be undone. */
    private static Optional<List<String>> codings(Headers headers) {
        List<String> codings = new ArrayList<>();
        for (String value : headers.all("Content-Encoding")) {
            for (String one : value.split(",", -1)) {
                String coding = one.trim().toLowerCase(Locale.ROOT);
                boolean known = coding.equals("gzip") || coding.equals("x-gzip") || coding.equals("deflate");
                if (known && codings.size() < MAX_LAYERS) {
                    codings.add(coding);
                } else if (!coding.isEmpty() && !coding.equals("identity")) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(codings);
    }

    private static StreamedResponse undone(
            Request request, StreamedResponse response, List<String> codings, String hint) {
        if (codings.isEmpty()) {
            return response;
        }
        InputStream body = response.body();
        for (int i = codings.size() - 1; i >= 0; i--) {
            body = new Inflating(request, body, codings.get(i).equals("deflate"), hint);
        }
        return response.withHeaders(
                        response.headers().without("Content-Encoding").without("Content-Length"))
                .withBody(body);
    }

    private static Failure unreadable(Request request, String why, @Nullable IOException cause) {
        String what = "the answer of " + request.origin() + ": " + why;
        Failure failure = cause == null ? new Failure.Unreachable(what) : new Failure.Unreachable(what, cause);
        failure.phase(request.title());
        return failure.at(request.endpoint(), 0);
    }

    /** Opens the decompressor on the first read: an answer to HEAD has the header and no body. */
    private static final class Inflating extends InputStream {
        private final Request request;
        private final InputStream compressed;
        private final boolean deflate;
        private final String hint;
        private @Nullable InputStream plain;

        Inflating(Request request, InputStream compressed, boolean deflate, String hint) {
            this.request = request;
            this.compressed = compressed;
            this.deflate = deflate;
            this.hint = hint;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                InputStream open = plain;
                if (open == null) {
                    open = open();
                    plain = open;
                }
                return open.read(buffer, offset, length);
            } catch (EOFException e) {
                throw unreadable(request, "its compressed body was cut short", e)
                        .hint(hint);
            } catch (ZipException e) {
                throw unreadable(request, "its compressed body cannot be decompressed", e)
                        .hint(hint);
            } catch (IOException e) {
                throw unreadable(request, "its compressed body cannot be read", e)
                        .hint(hint);
            }
        }

        private InputStream open() throws IOException {
            PushbackInputStream in = new PushbackInputStream(compressed, 1);
            int first = in.read();
            if (first < 0) {
                return InputStream.nullInputStream();
            }
            in.unread(first);
            if (!deflate) {
                return new GZIPInputStream(in, 64 << 10);
            }
            // some servers send the bare format without the zlib frame, whose first byte has 8 in its lower half
            boolean bare = (first & 0x0f) != 8;
            return new InflaterInputStream(in, new Inflater(bare), 64 << 10);
        }

        @Override
        public void close() throws IOException {
            compressed.close();
        }
    }
}
