package dev.oat.authorization;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An alarm that rings when the test says so. */
final class ManualAlarm implements Alarm {
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
            due = find(delay);
            while (due == null) {
                wait(10_000);
                due = find(delay);
            }
            set.remove(due);
        }
        due.action().run();
    }

    private Set find(Duration delay) {
        return set.stream().filter(one -> one.delay().equals(delay)).findFirst().orElse(null);
    }

    /** Waits until an alarm for this delay is set. */
    synchronized void awaitSet(Duration delay) throws InterruptedException {
        while (find(delay) == null) {
            wait(10_000);
        }
    }
}
