package dev.oat.cli.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output, which knows why it could not be written: a {@code PrintStream} alone keeps that to itself. */
public final class ResultStream extends PrintStream {
    private final Remembering target;

    private ResultStream(Remembering target) {
        super(target, false, StandardCharsets.UTF_8);
        this.target = target;
    }

    /** Returns a stream that writes here, unbuffered. */
    public static ResultStream over(OutputStream out) {
        return new ResultStream(new Remembering(out));
    }

    /** Why the first write that failed did, or empty. */
    public Optional<IOException> problem() {
        return Optional.ofNullable(target.problem);
    }

    /** Returns whether a problem is that nobody reads any more. */
    public static boolean isReaderGone(IOException problem) {
        String message = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("broken pipe") || message.contains("pipe is being closed");
    }

    private static final class Remembering extends OutputStream {
        private final OutputStream out;
        private volatile @Nullable IOException problem;

        Remembering(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                problem = e;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
