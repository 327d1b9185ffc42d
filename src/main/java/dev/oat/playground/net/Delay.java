package dev.oat.playground.net;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a request waiting, but not beyond the playground's end. */
public final class Delay {
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Waits; returns whether the playground is still there. */
    public boolean waitFor(Duration time) {
        try {
            return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets everyone go. */
    public void end() {
        closed.countDown();
    }
}
