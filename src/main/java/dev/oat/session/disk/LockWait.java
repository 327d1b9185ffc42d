package dev.oat.session.disk;

import dev.oat.http.Pause;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Waits for a lock, not for ever, and not when what the lock was wanted for has happened meanwhile. */
public final class LockWait {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(80);

    private final PrivateFiles files;
    private final Ownership ownership;
    private final Pause pause;

    public LockWait(PrivateFiles files, Pause pause) {
        this.files = files;
        this.ownership = PrivateFiles.ownership();
        this.pause = pause;
    }

    /**
     * Returns the lock, or empty when it is no longer wanted.
     *
     * @param lock the lock file, which nothing else opens
     * @param limit how long to wait, counted in pauses: a slow machine waits longer, never shorter
     * @param unwanted asked after each failed attempt
     * @throws Failure.TimedOut if another holds it all the time
     * @throws Failure.Usage if the file cannot be locked at all
     */
    public Optional<LockFile> acquire(Path lock, Duration limit, BooleanSupplier unwanted) {
        files.prepareLock(lock);
        Duration waited = Duration.ZERO;
        Duration next = FIRST_PAUSE;
        while (true) {
            Optional<LockFile> acquired;
            try {
                acquired = LockFile.tryAcquire(lock, ownership);
            } catch (IOException e) {
                throw files.unusable("cannot lock " + lock, lock, e);
            }
            if (acquired.isPresent()) {
                return acquired;
            }
            if (unwanted.getAsBoolean()) {
                return Optional.empty();
            }
            if (waited.compareTo(limit) >= 0) {
                throw new Failure.TimedOut("another oat has held " + lock + " for " + limit.toSeconds() + " s")
                        .hint("run it again in a while; a process that hangs can be ended, its lock goes with it");
            }
            sleep(next);
            waited = waited.plus(next);
            next = next.multipliedBy(2);
            if (next.compareTo(LONGEST_PAUSE) > 0) {
                next = LONGEST_PAUSE;
            }
        }
    }

    private void sleep(Duration time) {
        try {
            pause.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted while waiting for another oat");
        }
    }
}
