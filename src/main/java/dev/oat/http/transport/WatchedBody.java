package dev.oat.http.transport;

import dev.oat.http.MalformedAnswer;
import dev.oat.http.NetworkFailure;
import dev.oat.http.Request;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer under watch: it fails when it is cut short, stalls, or takes too long. */
final class WatchedBody extends InputStream {
    private final InputStream in;
    private final long announced;
    private final Watch watch;
    private final Request request;
    private final Runnable abandon;
    private long count;
    private boolean ended;

    /**
     * Creates a body.
     *
     * @param in the bytes
     * @param announced how many there must be, or -1 when that is not known
     * @param watch the watch over the exchange; ended with the body
     * @param request the request that it answers
     * @param abandon gives up the connection
     */
    WatchedBody(InputStream in, long announced, Watch watch, Request request, Runnable abandon) {
        this.in = in;
        this.announced = announced;
        this.watch = watch;
        this.request = request;
        this.abandon = abandon;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int read;
        watch.arm();
        try {
            read = in.read(buffer, offset, length);
        } catch (IOException e) {
            throw failed(watch.gaveUp() ? watch.failure() : broken(e));
        } finally {
            watch.disarm();
        }
        if (watch.gaveUp()) {
            throw failed(watch.failure());
        }
        if (read >= 0) {
            count += read;
            if (announced >= 0 && count > announced) {
                throw failed(NetworkFailure.of(
                        request, new MalformedAnswer("the body is longer than it announces", "RFC 9113 §8.1.1")));
            }
            return read;
        }
        if (count < announced) {
            throw failed(cutShort(new IOException("Premature EOF")));
        }
        ended = true;
        watch.close();
        return -1;
    }

    private Failure broken(IOException problem) {
        return problem instanceof MalformedAnswer ? NetworkFailure.of(request, problem) : cutShort(problem);
    }

    private Failure cutShort(IOException problem) {
        return cutShort(request, count + " bytes" + (announced >= 0 ? " of " + announced : ""), problem);
    }

    /** Returns the failure for an answer whose head came, and whose body did not come to its end. */
    static Failure cutShort(Request request, String came, IOException problem) {
        Failure failure =
                new Failure.Unreachable("the answer of " + request.origin() + " was cut short after " + came, problem);
        failure.phase(request.title());
        failure.at(request.endpoint(), 0);
        return failure.hint("the connection broke, or the server gave up; try again");
    }

    private Failure failed(Failure failure) {
        ended = true;
        watch.close();
        abandon.run();
        return failure;
    }

    @Override
    public int available() throws IOException {
        return ended ? 0 : in.available();
    }

    @Override
    public void close() throws IOException {
        boolean whole = ended;
        ended = true;
        watch.close();
        if (!whole) {
            abandon.run();
        }
        in.close();
    }
}
