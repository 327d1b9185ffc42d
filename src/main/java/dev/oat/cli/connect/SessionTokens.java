package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.proof.SenderConstraint;
import dev.oat.session.Freshness;
import dev.oat.session.Renewal;
import dev.oat.session.StoredSession;
import dev.oat.session.api.AccessTokens;
import dev.oat.session.api.HeldToken;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The session's tokens for any number of calls at once: one of them renews, the others wait and share. */
public final class SessionTokens implements AccessTokens {
    /** How long a token is handed out without a look at its file, which another process may have changed. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    private final Renewal renewal;
    private final Freshness freshness;
    private final Clock clock;
    private final Function<StoredSession, SenderConstraint> binding;
    private boolean force;
    private volatile int renewals;
    private volatile @Nullable StoredSession last;
    private volatile @Nullable Seen seen;

    /** A token that a look at its file gave; one that takes proofs is not kept, as those are of their own kind each time. */
    private record Seen(HeldToken token, StoredSession session, long at) {}

    /**
     * The tokens of the session that a run's settings describe.
     *
     * @param force whether to begin with a new one, however good the old one is
     */
    public SessionTokens(Invocation invocation, ServerConnection connection, boolean force) {
        SettingsSession session = new SettingsSession(invocation, connection);
        this.renewal = session.renewal();
        this.freshness = session.freshness();
        this.clock = invocation.environment().clock();
        this.binding = connection::constraintOf;
        this.force = force;
    }

    @Override
    public HeldToken current() {
        Seen known = seen;
        boolean good = known != null
                && System.nanoTime() - known.at() < LOOK
                && freshness.isFresh(known.session(), clock.instant());
        return known != null && good ? known.token() : looked();
    }

    private synchronized HeldToken looked() {
        if (force) {
            force = false;
            return held(renewal.renew());
        }
        return held(renewal.current());
    }

    @Override
    public synchronized HeldToken renewed(HeldToken refused) {
        seen = null;
        return held(renewal.renew(refused.value()));
    }

    /** Returns how often another token came in place of one so far; once for all calls that had used it. */
    public int renewals() {
        return renewals;
    }

    /** Until when the token that was used last is good, as far as that is known. */
    public Optional<Instant> end() {
        StoredSession session = last;
        return session == null ? Optional.empty() : session.expiresAt();
    }

    private synchronized HeldToken held(StoredSession session) {
        StoredSession before = last;
        if (before != null && !before.accessToken().equals(session.accessToken())) {
            renewals = renewals + 1;
        }
        last = session;
        HeldToken token = new HeldToken(session.accessToken(), binding.apply(session));
        seen = session.shape().isProven() ? null : new Seen(token, session, System.nanoTime());
        return token;
    }
}
