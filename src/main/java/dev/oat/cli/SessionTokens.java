package dev.oat.cli;

import dev.oat.session.AccessTokens;
import dev.oat.session.Renewal;
import dev.oat.trace.Secret;

/** The session's tokens for any number of calls at once: one of them renews, the others wait and share. */
final class SessionTokens implements AccessTokens {
    private final Renewal renewal;
    private boolean force;

    /**
     * Tokens.
     *
     * @param renewal gives and renews them
     * @param force whether to begin with a new one, however good the old one is
     */
    SessionTokens(Renewal renewal, boolean force) {
        this.renewal = renewal;
        this.force = force;
    }

    @Override
    public synchronized Secret current() {
        if (force) {
            force = false;
            return renewal.renew().accessToken();
        }
        return renewal.current().accessToken();
    }

    @Override
    public synchronized Secret renewed(Secret refused) {
        return renewal.renew(refused).accessToken();
    }
}
