package dev.oat.http.transport;

import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.trace.Failure;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches one exchange: gives it up when nothing moves, when its time is over, or when its thread is interrupted. */
final class Watch implements AutoCloseable {
    private enum Verdict {
        NONE,
        IDLE,
        TOTAL,
        INTERRUPTED
    }

    private final Set<Watch> running;
    private final Request request;
    private final StreamLimits limits;
    private final Runnable abandon;
    private final long start = System.nanoTime();
    private volatile long lastMove = start;
    private volatile @Nullable Thread waiting;
    private volatile boolean paused;
    private volatile boolean headed;
    private volatile Verdict verdict = Verdict.NONE;

    /** @param running the watches among which it is until it is closed */
    Watch(Set<Watch> running, Request request, StreamLimits limits, Runnable abandon) {
        this.running = running;
        this.request = request;
        this.limits = limits;
        this.abandon = abandon;
    }

    /** The calling thread is about to wait for the network. */
    void arm() {
        lastMove = System.nanoTime();
        waiting = Thread.currentThread();
    }

    /** The calling thread has what it waited for. */
    void disarm() {
        waiting = null;
    }

    /** Bytes have moved. */
    void touch() {
        lastMove = System.nanoTime();
    }

    /** The head of the answer has come. */
    void headed() {
        headed = true;
    }

    /** What follows waits for this machine, not for the network. */
    void pause() {
        paused = true;
    }

    /** What follows waits for the network again. */
    void resume() {
        lastMove = System.nanoTime();
        paused = false;
    }

    /** Looks at the time; called by the watchman. */
    void look(long now) {
        Thread thread = waiting;
        if (thread == null || verdict != Verdict.NONE) {
            return;
        }
        if (thread.isInterrupted()) {
            verdict = Verdict.INTERRUPTED;
        } else if (limits.total().isPresent()
                && now - start > limits.total().orElseThrow().toNanos()) {
            verdict = Verdict.TOTAL;
        } else if (!paused
                && (limits.bodies() || !headed)
                && now - lastMove > limits.idle().toNanos()) {
            verdict = Verdict.IDLE;
        }
        if (verdict != Verdict.NONE) {
            abandon.run();
        }
    }

    /** Returns whether the exchange was given up. */
    boolean gaveUp() {
        return verdict != Verdict.NONE;
    }

    /** Ends it as interrupted. */
    void interrupted() {
        verdict = Verdict.INTERRUPTED;
        abandon.run();
    }

    /** Returns why it was given up, in words. */
    Failure failure() {
        Failure failure;
        if (verdict == Verdict.INTERRUPTED) {
            failure = new Failure.TimedOut("interrupted during the " + request.title());
        } else if (verdict == Verdict.TOTAL) {
            String what = "the " + request.title() + " to " + request.origin();
            String limit = seconds(limits.total().orElse(Duration.ZERO));
            failure = new Failure.TimedOut(
                    headed ? what + " took longer than " + limit : what + " was not answered within " + limit);
            failure.hint(
                    headed
                            ? "--timeout SECONDS waits longer"
                            : "the server stalls, or a firewall drops packets; --timeout SECONDS waits longer");
        } else {
            failure = new Failure.TimedOut("the " + request.title() + " to " + request.origin() + " stood still for "
                    + seconds(limits.idle()));
            failure.hint("the server stalls, or a firewall drops packets; try again");
        }
        failure.phase(request.title());
        return failure.at(request.endpoint(), 0);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    @Override
    public void close() {
        waiting = null;
        running.remove(this);
    }
}
