package dev.oat.http.transport;

import dev.oat.http.Headers;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends a request's body on a thread of its own, so that an answer can come, and count, before it has all been sent. */
final class Upload implements Runnable {
    /** So much is read at once, which spares system calls. */
    private static final int BLOCK = 512 << 10;

    /** So much is sent at once: what a slow line takes before it counts as idle. */
    private static final int PIECE = 128 << 10;

    /** How long the last write may take to return after the answer to it has come. */
    private static final int LAST_WRITE_MILLIS = 100;

    private static final byte[] LINE_END = {'\r', '\n'};

    private final BodySource source;
    private final boolean chunked;
    private final Connection connection;
    private final Watch watch;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile @Nullable Failure unreadable;
    private volatile @Nullable IOException unsent;

    Upload(BodySource source, boolean chunked, Connection connection, Watch watch) {
        this.source = source;
        this.chunked = chunked;
        this.connection = connection;
        this.watch = watch;
    }

    @Override
    public void run() {
        try (source) {
            copy();
        } catch (Failure e) {
            unreadable = e;
            // whoever waits for an answer to what cannot be sent waits in vain
            connection.abandon();
        } catch (IOException e) {
            unsent = e;
        }
    }

    private void copy() throws IOException {
        SocketChannel channel = connection.channel();
        if (channel != null && source.isFile()) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
            while (!stopped && source.send(channel, buffer)) {
                watch.touch();
            }
            if (!stopped) {
                done.countDown();
            }
            return;
        }
        OutputStream out = connection.out();
        byte[] block = new byte[BLOCK];
        for (int read = source.read(block); read >= 0; read = source.read(block)) {
            connection.gather(true);
            if (chunked && read > 0) {
                out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            for (int at = 0; at < read; at += PIECE) {
                if (stopped) {
                    connection.gather(false);
                    return;
                }
                out.write(block, at, Math.min(PIECE, read - at));
                watch.touch();
            }
            if (chunked && read > 0) {
                out.write(LINE_END);
            }
            connection.gather(false);
        }
        if (chunked) {
            out.write(lastChunk(source.trailers()));
        }
        out.flush();
        done.countDown();
    }

    /** Returns the end of a chunked body, and its trailer fields (RFC 9112 §7.1.2). */
    static byte[] lastChunk(Headers trailers) {
        StringBuilder end = new StringBuilder("0\r\n");
        for (Headers.Header field : trailers.fields()) {
            end.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return end.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends no more: the server has answered that it does not want it. */
    void stop() {
        stopped = true;
    }

    /**
     * Whether the whole body has been sent. An answer may be here before this thread knows that its last write has ended:
     * that is waited for, briefly.
     */
    boolean isDone() {
        try {
            return !stopped && done.await(LAST_WRITE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns why the body cannot be read, or null. */
    @Nullable
    Failure unreadable() {
        return unreadable;
    }

    /** Why it could not be sent, or null. */
    @Nullable
    IOException unsent() {
        return unsent;
    }
}
