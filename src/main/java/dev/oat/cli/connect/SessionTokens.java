package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.proof.SenderConstraint;
import dev.oat.session.Renewal;
import dev.oat.session.StoredSession;
import dev.oat.session.api.AccessTokens;
import dev.oat.session.api.HeldToken;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The session's tokens for any number of calls at once: one of them renews, the others wait and share. */
public final class SessionTokens implements AccessTokens {
    private final Renewal renewal;
    private final Function<StoredSession, SenderConstraint> binding;
    private boolean force;
    private volatile int renewals;
    private volatile @Nullable StoredSession last;

    /**
     * The tokens of the session that a run's settings describe.
     *
     * @param force whether to begin with a new one, however good the old one is
     */
    public SessionTokens(Invocation invocation, ServerConnection connection, boolean force) {
        this.renewal = new SettingsSession(invocation, connection).renewal();
        this.binding = connection::constraintOf;
        this.force = force;
    }

    @Override
    public synchronized HeldToken current() {
        if (force) {
            force = false;
            return held(renewal.renew());
        }
        return held(renewal.current());
    }

    @Override
    public synchronized HeldToken renewed(HeldToken refused) {
        return held(renewal.renew(refused.value()));
    }

    /** How often another token came in place of one so far; once for all calls that had used it. */
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
        return new HeldToken(session.accessToken(), binding.apply(session));
    }
}
