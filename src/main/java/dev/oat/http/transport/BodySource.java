package dev.oat.http.transport;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a request's body for sending: exactly as many bytes as were announced, the watch paused meanwhile. */
final class BodySource implements AutoCloseable {
    private final Body body;
    private final InputStream in;
    private final @Nullable FileChannel file;
    private final Watch watch;
    private long left;

    private BodySource(Body body, InputStream in, @Nullable FileChannel file, Watch watch) {
        this.body = body;
        this.in = in;
        this.file = file;
        this.watch = watch;
        this.left = body.length();
    }

    /**
     * Opens a body at its beginning.
     *
     * @throws Failure.Usage if it cannot be opened
     */
    static BodySource open(Body body, Watch watch) {
        try {
            return new BodySource(body, body.open(), null, watch);
        } catch (IOException e) {
            throw unreadable(body, e);
        }
    }

    /**
     * Opens a file at its beginning, to be sent by {@link #send}.
     *
     * @throws Failure.Usage if it cannot be opened
     */
    static BodySource openFile(Body.OfFile body, Watch watch) {
        try {
            FileChannel file = FileChannel.open(body.file());
            return new BodySource(body, Channels.newInputStream(file), file, watch);
        } catch (IOException e) {
            throw unreadable(body, e);
        }
    }

    /**
     * Fills the buffer as far as the source goes.
     *
     * @return how many bytes were read, or -1 at the end
     * @throws Failure.Usage if the source cannot be read, or ends before its announced length
     */
    int read(byte[] buffer) {
        if (left == 0) {
            return -1;
        }
        int want = left < 0 ? buffer.length : (int) Math.min(buffer.length, left);
        int read;
        watch.pause();
        try {
            read = in.read(buffer, 0, want);
        } catch (IOException e) {
            throw unreadable(body, e);
        } finally {
            watch.resume();
        }
        if (left > 0) {
            if (read < 0) {
                throw shorter();
            }
            left -= read;
        }
        return read;
    }

    /** Returns whether {@link #send} sends it. */
    boolean isFile() {
        return file != null;
    }

    /**
     * Sends the next bytes of a file: they pass through the buffer alone, which lies outside the heap.
     *
     * @return whether some are left
     * @throws IOException if the file cannot be read, or they cannot be sent
     * @throws Failure.Usage if the file ends before its announced length
     */
    boolean send(WritableByteChannel to, ByteBuffer buffer) throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        int read = Objects.requireNonNull(file, "not a file").read(buffer);
        if (read < 0) {
            throw shorter();
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
        left -= read;
        return left > 0;
    }

    private Failure shorter() {
        return new Failure.Usage(name(body) + " became shorter while it was sent");
    }

    /**
     * Reads the whole body, whose length is known, to the end of the buffer.
     *
     * @throws Failure.Usage if the source cannot be read, or ends before its announced length
     */
    void fill(byte[] buffer, int offset) {
        byte[] piece = new byte[buffer.length - offset];
        int at = offset;
        for (int read = read(piece); read >= 0; read = read(piece)) {
            System.arraycopy(piece, 0, buffer, at, read);
            at += read;
        }
    }

    /** Returns the trailer fields, once all has been read. */
    Headers trailers() {
        return body.trailers();
    }

    private static Failure unreadable(Body body, IOException problem) {
        String why = problem instanceof NoSuchFileException ? "no such file" : "it cannot be read";
        return new Failure.Usage("cannot send " + name(body) + ": " + why);
    }

    private static String name(Body body) {
        return body instanceof Body.OfFile file ? file.file().toString() : "the body";
    }

    @Override
    public void close() {
        if (body instanceof Body.OfStream) {
            // the caller's, and perhaps standard input
            return;
        }
        try {
            in.close();
        } catch (IOException e) {
            // it was only read
            return;
        }
    }
}
