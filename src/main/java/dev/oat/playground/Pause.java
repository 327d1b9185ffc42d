package dev.oat.playground;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a request waiting, but not beyond the playground's end. */
final class Pause {
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Waits; returns whether the playground is still there. */
    boolean waitFor(Duration time) {
        try {
            return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets everyone go. */
    void end() {
        closed.countDown();
    }
}
