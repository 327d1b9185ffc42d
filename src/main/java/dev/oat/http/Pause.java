package dev.oat.http;

import java.time.Duration;

/** Lets time pass; a test lets none pass. */
@FunctionalInterface
public interface Pause {
    /**
     * Waits.
     *
     * @throws InterruptedException if somebody ends the wait
     */
    void sleep(Duration time) throws InterruptedException;
}
