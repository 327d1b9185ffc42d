package dev.oat.http.transport;

import dev.oat.http.Exchange;
import dev.oat.http.Request;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;

/** Puts the head of every streamed message into a trace, and of a textual body as much as is asked for. */
public final class RecordingStreamTransport implements StreamTransport {
    private final StreamTransport transport;
    private final Trace trace;
    private final int keep;

    /**
     * Creates a recorder.
     *
     * @param transport sends the messages
     * @param trace receives the events
     * @param keep how many bytes of a textual body to keep
     */
    public RecordingStreamTransport(StreamTransport transport, Trace trace, int keep) {
        this.transport = transport;
        this.trace = trace;
        this.keep = keep;
    }

    @Override
    public StreamedResponse send(Request request) {
        trace.add(new Exchange.Sent(request));
        long start = System.nanoTime();
        try {
            StreamedResponse response = transport.send(request);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            trace.add(new Exchange.Answered(
                    request, response.protocol(), response.status(), response.headers(), took, response.connecting()));
            return response.withBody(
                    new Watched(request, response.body(), isText(response) ? keep : 0, response.charset()));
        } catch (Failure failure) {
            trace.add(new Exchange.Broken(request, failure));
            throw failure;
        }
    }

    @Override
    public void close() {
        transport.close();
    }

    private static boolean isText(StreamedResponse response) {
        String type = response.mediaType();
        return !response.headers().has("Content-Encoding")
                && (type.startsWith("text/")
                        || type.endsWith("json")
                        || type.endsWith("xml")
                        || type.equals("application/x-www-form-urlencoded"));
    }

    private final class Watched extends InputStream {
        private final Request request;
        private final InputStream in;
        private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        private final int limit;
        private final Charset charset;
        private long count;
        private boolean told;

        Watched(Request request, InputStream in, int limit, Charset charset) {
            this.request = request;
            this.in = in;
            this.limit = limit;
            this.charset = charset;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read;
            try {
                read = in.read(buffer, offset, length);
            } catch (Failure failure) {
                told = true;
                trace.add(new Exchange.Broken(request, failure));
                throw failure;
            }
            if (read < 0) {
                tell();
                return read;
            }
            beginning.write(buffer, offset, Math.min(read, limit - beginning.size()));
            count += read;
            return read;
        }

        private void tell() {
            if (!told) {
                told = true;
                trace.add(
                        new Exchange.Streamed(request, count, beginning.toString(charset), beginning.size() == count));
            }
        }

        @Override
        public void close() throws IOException {
            tell();
            in.close();
        }
    }
}
