package dev.oat.authorization.redirect;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Does something once after a while, unless it is cancelled before: the one clock of every wait in the front channel.
 *
 * <p>A test rings it by hand, so that no test waits for time to pass.
 */
@FunctionalInterface
public interface Alarm {
    /**
     * Sets the alarm.
     *
     * @param delay how long from now
     * @param action what to do then, on a thread of the alarm's own; short
     * @return cancels the alarm
     */
    Ring after(Duration delay, Runnable action);

    /** A set alarm. */
    @FunctionalInterface
    interface Ring {
        /** Cancels the alarm; harmless when it has rung. */
        void cancel();
    }

    /** Returns an alarm by the machine's monotonic time. */
    static Alarm system() {
        return (delay, action) -> {
            CompletableFuture<Void> due = new CompletableFuture<>();
            CompletableFuture<Void> done = due.thenRun(action);
            due.completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> {
                due.cancel(false);
                done.cancel(false);
            };
        };
    }
}
