package dev.oat.authorization.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An alarm that rings when the test says so. */
final class ManualAlarm implements Alarm {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private record Set(Duration delay, Runnable action) {}

    private final List<Set> set = new ArrayList<>();

    @Override
    public synchronized Ring after(Duration delay, Runnable action) {
        Set one = new Set(delay, action);
        set.add(one);
        notifyAll();
        return () -> cancel(one);
    }

    private synchronized void cancel(Set one) {
        set.remove(one);
    }

    /** Waits until an alarm for this delay is set, and rings it. */
    void ring(Duration delay) throws InterruptedException {
        Set due;
        synchronized (this) {
            due = awaited(delay);
            set.remove(due);
        }
        due.action().run();
    }

    private Set find(Duration delay) {
        return set.stream().filter(one -> one.delay().equals(delay)).findFirst().orElse(null);
    }

    /** Waits until an alarm for this delay is set. */
    synchronized void awaitSet(Duration delay) throws InterruptedException {
        assertThat(awaited(delay)).isNotNull();
    }

    /** The alarm for this delay, once it is set; a test whose alarm nobody sets fails, and does not wait for ever. */
    private synchronized Set awaited(Duration delay) throws InterruptedException {
        long tooLate = System.nanoTime() + LIMIT.toNanos();
        Set found = find(delay);
        while (found == null) {
            long left = (tooLate - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("nobody set an alarm for " + delay + " within " + LIMIT);
            }
            wait(left);
            found = find(delay);
        }
        return found;
    }
}
