package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
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

    private Decompression() {}

    /** The answer with its body as it was before it was compressed; unchanged when it was not. */
    public static StreamedResponse of(Request request, StreamedResponse response) {
        String coding =
                response.headers().first("Content-Encoding").orElse("").trim().toLowerCase(Locale.ROOT);
        if (coding.equals("gzip") || coding.equals("x-gzip") || coding.equals("deflate")) {
            return response.withHeaders(
                            response.headers().without("Content-Encoding").without("Content-Length"))
                    .withBody(new Inflating(request, response.body(), coding.equals("deflate")));
        }
        return response;
    }

    /** Opens the decompressor on the first read: an answer to HEAD has the header and no body. */
    private static final class Inflating extends InputStream {
        private final Request request;
        private final InputStream compressed;
        private final boolean deflate;
        private @Nullable InputStream plain;

        Inflating(Request request, InputStream compressed, boolean deflate) {
            this.request = request;
            this.compressed = compressed;
            this.deflate = deflate;
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
                throw unreadable("its compressed body was cut short", e);
            } catch (ZipException e) {
                throw unreadable("its compressed body cannot be decompressed", e);
            } catch (IOException e) {
                throw unreadable("its compressed body cannot be read", e);
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

        private Failure unreadable(String why, IOException cause) {
            Failure failure = new Failure.Unreachable("the answer of " + request.origin() + ": " + why, cause);
            failure.phase(request.title());
            return failure.hint("try again without --compressed");
        }

        @Override
        public void close() throws IOException {
            compressed.close();
        }
    }
}
