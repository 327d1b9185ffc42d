package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The body of a request. */
public sealed interface Body {
    /** The media type to send, or empty. */
    Optional<String> contentType();

    /** The length in bytes, or -1 when it is not known before the end. */
    long length();

    /** Returns whether the same bytes can be sent a second time. */
    boolean repeatable();

    /**
     * The bytes from the beginning.
     *
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;

    /** Returns the trailer fields, once all bytes have been read; sent where the length was not known (RFC 9110 §6.5). */
    default Headers trailers() {
        return Headers.empty();
    }

    /** A request without a body. */
    static Body none() {
        return None.INSTANCE;
    }

    /** No body. */
    enum None implements Body {
        INSTANCE;

        @Override
        public Optional<String> contentType() {
            return Optional.empty();
        }

        @Override
        public long length() {
            return 0;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            return InputStream.nullInputStream();
        }
    }

    /**
     * Form parameters.
     *
     * @param form the parameters
     */
    record OfForm(Form form) implements Body {
        public OfForm {
            Objects.requireNonNull(form, "form is null");
        }

        @Override
        public Optional<String> contentType() {
            return Optional.of("application/x-www-form-urlencoded");
        }

        @Override
        public long length() {
            return form.encode().length();
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(form.encode().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * Bytes in memory.
     *
     * @param type the media type
     * @param bytes the bytes; not copied, the caller gives them away
     */
    @SuppressWarnings("ArrayRecordComponent")
    record OfBytes(String type, byte[] bytes) implements Body {
        public OfBytes {
            Objects.requireNonNull(type, "type is null");
            Objects.requireNonNull(bytes, "bytes is null");
        }

        @Override
        public Optional<String> contentType() {
            return Optional.of(type);
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /**
     * A file, read anew for each attempt.
     *
     * @param type the media type
     * @param file the file
     */
    record OfFile(String type, Path file) implements Body {
        public OfFile {
            Objects.requireNonNull(type, "type is null");
            Objects.requireNonNull(file, "file is null");
        }

        @Override
        public Optional<String> contentType() {
            return Optional.of(type);
        }

        @Override
        public long length() {
            try {
                return Files.isRegularFile(file) ? Files.size(file) : -1;
            } catch (IOException e) {
                throw new Failure.Usage("cannot read " + file);
            }
        }

        @Override
        public boolean repeatable() {
            return Files.isRegularFile(file);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }

    /**
     * Several bodies, one after the other.
     *
     * @param type the media type of the whole
     * @param parts the bodies in order
     */
    record OfParts(String type, List<Body> parts) implements Body {
        public OfParts {
            Objects.requireNonNull(type, "type is null");
            parts = List.copyOf(parts);
        }

        @Override
        public Optional<String> contentType() {
            return Optional.of(type);
        }

        @Override
        public long length() {
            long sum = 0;
            for (Body part : parts) {
                long length = part.length();
                if (length < 0) {
                    return -1;
                }
                sum += length;
            }
            return sum;
        }

        @Override
        public boolean repeatable() {
            for (Body part : parts) {
                if (!part.repeatable()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public InputStream open() {
            return new Reader(parts);
        }

        /** Reads bodies one after the other, each opened when its turn comes. */
        private static final class Reader extends InputStream {
            private final Iterator<Body> rest;
            private @Nullable InputStream current;

            Reader(List<Body> parts) {
                rest = parts.iterator();
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                while (true) {
                    InputStream open = current;
                    if (open == null) {
                        if (!rest.hasNext()) {
                            return -1;
                        }
                        open = rest.next().open();
                        current = open;
                    }
                    int read = open.read(buffer, offset, length);
                    if (read >= 0) {
                        return read;
                    }
                    open.close();
                    current = null;
                }
            }

            @Override
            public void close() throws IOException {
                InputStream open = current;
                if (open != null) {
                    open.close();
                }
            }
        }
    }

    /**
     * A stream that can be read once, such as a pipe.
     *
     * @param type the media type
     * @param stream the bytes
     * @param length how many bytes of it to send, or -1 for all
     */
    record OfStream(String type, InputStream stream, long length) implements Body {
        /** All of a stream. */
        public OfStream(String type, InputStream stream) {
            this(type, stream, -1);
        }

        public OfStream {
            Objects.requireNonNull(type, "type is null");
            Objects.requireNonNull(stream, "stream is null");
        }

        @Override
        public Optional<String> contentType() {
            return Optional.of(type);
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public InputStream open() {
            return stream;
        }
    }

    /**
     * A stream whose beginning is kept while it is sent: as long as that is all of it that went out, it can be sent again.
     */
    final class OfKept implements Body {
        private final String type;
        private final long length;
        private final InputStream source;
        private final int most;
        private final Supplier<Headers> trailers;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean over;
        private boolean ended;
        private int opened;

        /**
         * Creates a body.
         *
         * @param type the media type, or empty
         * @param source the stream, read once
         * @param length how many bytes there are, or -1 when that is not known
         * @param most how many bytes to keep
         * @param trailers the trailer fields, once the stream has been read to its end
         */
        public OfKept(String type, InputStream source, long length, int most, Supplier<Headers> trailers) {
            this.type = type;
            this.source = source;
            this.length = length;
            this.most = most;
            this.trailers = trailers;
        }

        @Override
        public Headers trailers() {
            return trailers.get();
        }

        @Override
        public Optional<String> contentType() {
            return type.isEmpty() ? Optional.empty() : Optional.of(type);
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public synchronized boolean repeatable() {
            return !over && length <= most;
        }

        /** Returns whether anybody has opened it. */
        public synchronized boolean isBegun() {
            return opened > 0;
        }

        @Override
        public synchronized InputStream open() throws IOException {
            if (over) {
                throw new IOException("the beginning is gone");
            }
            return new Reader(++opened);
        }

        /** Reads what was kept, then on. */
        private synchronized int read(int reader, long at, byte[] bytes, int offset, int count) throws IOException {
            if (reader != opened) {
                throw new IOException("the body is sent anew");
            }
            if (!over && at < kept.size()) {
                byte[] all = kept.toByteArray();
                int size = (int) Math.min(count, all.length - at);
                System.arraycopy(all, (int) at, bytes, offset, size);
                return size;
            }
            int read = ended ? -1 : source.read(bytes, offset, count);
            ended |= read < 0;
            if (read > 0 && !over) {
                over = kept.size() + read > most;
                if (over) {
                    kept.reset();
                } else {
                    kept.write(bytes, offset, read);
                }
            }
            return read;
        }

        private final class Reader extends InputStream {
            private final int number;
            private long at;

            Reader(int number) {
                this.number = number;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                int read = OfKept.this.read(number, at, bytes, offset, count);
                at += Math.max(read, 0);
                return read;
            }
        }
    }
}
