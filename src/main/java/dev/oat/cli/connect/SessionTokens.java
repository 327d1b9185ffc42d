package dev.oat.cli.connect;

import dev.oat.proof.SenderConstraint;
import dev.oat.session.Renewal;
import dev.oat.session.StoredSession;
import dev.oat.session.api.AccessTokens;
import dev.oat.session.api.HeldToken;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The session's tokens for any number of calls at once: one of them renews, the others wait and share. */
public final class SessionTokens implements AccessTokens {
    private final Renewal renewal;
    private final Function<StoredSession, SenderConstraint> binding;
    private final AtomicInteger renewals = new AtomicInteger();
    private boolean force;
    private volatile @Nullable StoredSession last;

    /**
     * Tokens.
     *
     * @param renewal gives and renews them
     * @param binding what proves possession of a session's token
     * @param force whether to begin with a new one, however good the old one is
     */
    public SessionTokens(Renewal renewal, Function<StoredSession, SenderConstraint> binding, boolean force) {
        this.renewal = renewal;
        this.binding = binding;
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
        renewals.incrementAndGet();
        return held(renewal.renew(refused.value()));
    }

    /** How often a token was refused and another one had, so far. */
    public int renewals() {
        return renewals.get();
    }

    /** Until when the token that was used last is good, as far as that is known. */
    public Optional<Instant> end() {
        StoredSession session = last;
        return session == null ? Optional.empty() : session.expiresAt();
    }

    private HeldToken held(StoredSession session) {
        last = session;
        return new HeldToken(session.accessToken(), binding.apply(session));
    }
}
