package dev.oat.cli.call;

import dev.oat.cli.frame.BodyTarget;
import dev.oat.http.StreamedResponse;
import java.io.IOException;
import java.io.InputStream;

/** Puts several bodies one after the other, each ending with a line break. */
final class SeparatedTarget implements BodyTarget {
    private final BodyTarget target;

    SeparatedTarget(BodyTarget target) {
        this.target = target;
    }

    @Override
    public void head(StreamedResponse response) {
        target.head(response);
    }

    @Override
    public void body(StreamedResponse response) {
        target.body(response.withBody(new LineEnding(response.body())));
    }

    @Override
    public void finish() {
        target.finish();
    }

    @Override
    public void close() {
        target.close();
    }

    /** A body with a line break at its end, unless it has one or is empty. */
    private static final class LineEnding extends InputStream {
        private final InputStream in;
        private int last = '\n';

        LineEnding(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            if (read > 0) {
                last = buffer[offset + read - 1];
            } else if (read < 0 && last != '\n' && length > 0) {
                last = '\n';
                buffer[offset] = '\n';
                return 1;
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
