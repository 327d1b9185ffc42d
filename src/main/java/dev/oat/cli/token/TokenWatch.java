package dev.oat.cli.token;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Settings;
import dev.oat.http.Pause;
import dev.oat.session.Freshness;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives a session's tokens one after another, each before the one before it ends.
 *
 * <p>It looks once a minute at least, since another process may renew the session earlier, and a machine may sleep. What may
 * pass by itself, a server that cannot be reached or is busy, is tried again after a second, two, four and so on up to a
 * minute, and told once.
 */
final class TokenWatch {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Takes each token that is another than the one before it. */
    interface Taker {
        /** Takes the session with its new token. */
        void take(StoredSession session);
    }

    private final Invocation invocation;
    private final Supplier<StoredSession> source;
    private final Pause pause;
    private final Freshness freshness;
    private final boolean patient;

    /**
     * Creates a watch over the session that a run's settings describe.
     *
     * @param source gives the session with a good token
     * @param pause how it waits
     * @param patient whether it goes on where only the user can help, as they may sign in elsewhere meanwhile
     */
    TokenWatch(Invocation invocation, Supplier<StoredSession> source, Pause pause, boolean patient) {
        this.invocation = invocation;
        this.source = source;
        this.pause = pause;
        this.freshness = Freshness.of(invocation.settings().seconds(Settings.MIN_TTL));
        this.patient = patient;
    }

    /**
     * Goes on until the thread is interrupted while it waits.
     *
     * @param first the session whose token has been taken already
     */
    void follow(StoredSession first, Taker taker) throws InterruptedException {
        StoredSession last = first;
        int failures = 0;
        while (!Thread.currentThread().isInterrupted()) {
            pause.sleep(failures == 0 ? untilDue(last) : untilNextTry(failures));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                StoredSession next = source.get();
                if (!next.accessToken().equals(last.accessToken())) {
                    taker.take(next);
                }
                last = next;
                failures = 0;
            } catch (Failure failure) {
                if (!patient && !(failure instanceof Failure.Unreachable || failure instanceof Failure.TimedOut)) {
                    throw failure;
                }
                failures++;
                if (failures == 1) {
                    invocation
                            .output()
                            .warn("no new token yet, trying again: " + failure.what()
                                    + failure.hint()
                                            .map(hint -> " (" + hint + ")")
                                            .orElse(""));
                }
            }
        }
    }

    private Duration untilDue(StoredSession session) {
        Instant now = invocation.environment().clock().instant();
        Optional<Instant> end = freshness.end(session);
        return within(end.isEmpty() ? LONGEST : Duration.between(now, end.orElseThrow()));
    }

    private static Duration untilNextTry(int failures) {
        return within(SHORTEST.multipliedBy(1L << Math.min(failures - 1, 10)));
    }

    private static Duration within(Duration wait) {
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
