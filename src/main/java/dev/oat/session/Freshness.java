package dev.oat.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides whether an access token is still good enough to hand out.
 *
 * @param minTtl the time that a token must have left, capped at half of its lifetime; not negative
 */
public record Freshness(Duration minTtl) {
    /** What {@code --min-ttl} is when nobody says otherwise: 30 seconds. */
    public static final Freshness DEFAULT = new Freshness(Duration.ofSeconds(30));

    /** When a token is good enough by a {@code min_ttl} in seconds, or where nobody says one. */
    public static Freshness of(Optional<Long> seconds) {
        return seconds.isPresent() ? new Freshness(Duration.ofSeconds(seconds.get())) : DEFAULT;
    }

    /** How far two clocks that share a store may differ before a token "from the future" is mistrusted. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    public Freshness {
        Objects.requireNonNull(minTtl, "minTtl is null");
        if (minTtl.isNegative()) {
            throw new IllegalArgumentException("minTtl is negative");
        }
    }

    /**
     * Returns whether a session's token can be handed out now.
     *
     * <p>A token without {@code expires_in} is good until an API answers 401. One that was obtained in the future is not
     * good: the clock has been set back, so that its remaining time is unknown.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1">RFC 6749 §5.1</a>
     */
    public boolean isFresh(StoredSession session, Instant now) {
        if (session.isDead()) {
            return false;
        }
        if (session.expiresAt().isEmpty()) {
            return true;
        }
        if (now.isBefore(session.obtainedAt().minus(CLOCK_TOLERANCE))) {
            return false;
        }
        return now.isBefore(end(session).get());
    }

    /** Returns when a session's token is no longer good enough; empty when it is until an API answers 401. */
    public Optional<Instant> end(StoredSession session) {
        if (session.expiresAt().isEmpty()) {
            return Optional.empty();
        }
        Instant expiry = session.expiresAt().get();
        return Optional.of(expiry.minus(margin(session.obtainedAt(), expiry)));
    }

    /**
     * Returns whether a token that another process obtained while we waited for its lock can be handed out now: any that has not
     * expired. Demanding more would make every waiting process renew in turn when tokens live shorter than the wait.
     *
     * @param before the session as it was before the wait, if there was one
     * @param after the session as it is now
     */
    public boolean isFreshAfterWaiting(Optional<StoredSession> before, StoredSession after, Instant now) {
        if (isFresh(after, now)) {
            return true;
        }
        boolean renewed = !after.isDead()
                && (before.isEmpty() || !after.accessToken().equals(before.get().accessToken()));
        return renewed
                && after.expiresAt().isPresent()
                && now.isBefore(after.expiresAt().get());
    }

    private Duration margin(Instant obtainedAt, Instant expiry) {
        // in whole numbers: a duration is divided as a decimal fraction, with what that needs to be loaded
        Duration half = Duration.ofMillis(Duration.between(obtainedAt, expiry).toMillis() / 2);
        if (half.isNegative()) {
            return Duration.ZERO;
        }
        return half.compareTo(minTtl) < 0 ? half : minTtl;
    }
}
