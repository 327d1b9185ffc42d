package dev.oat.session;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Shows a session as it lies in its file: anybody may look at who it is and where, but its tokens are only for the server
 * and client that they were got from.
 *
 * <p>This is the one way from the store to a token for whoever is outside this package. A profile may have been changed
 * since its session was stored, and a token must not meet another issuer by that.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.4">RFC 9700 §4.4</a>
 */
public final class FiledSession {
    private final StoredSession session;

    FiledSession(StoredSession session) {
        this.session = Objects.requireNonNull(session, "session is null");
    }

    /** Returns the session itself, where these settings are at the server and client that it is from. */
    public Optional<StoredSession> at(TokenParameters now) {
        return session.shape().isAtSameServer(now) ? Optional.of(session) : Optional.empty();
    }

    /** The session itself, where its profile's file is what it was when the token came. */
    public Optional<StoredSession> ofProfile(String hash) {
        return session.profile().isPresent() && session.profile().get().hash().equals(hash)
                ? Optional.of(session)
                : Optional.empty();
    }

    /** Returns what its token was asked by. */
    public TokenParameters shape() {
        return session.shape();
    }

    /** When its token came. */
    public Instant obtainedAt() {
        return session.obtainedAt();
    }

    /** Returns when its token ends, or empty when the server did not say. */
    public Optional<Instant> expiresAt() {
        return session.expiresAt();
    }

    /** Who signed in, by the ID token's {@code sub}. */
    public Optional<String> subject() {
        return session.subject();
    }

    /** Returns a name of theirs for people. */
    public Optional<String> name() {
        return session.name();
    }

    /** The {@code scope} of the server's answer, whatever it is. */
    public Optional<Object> scope() {
        return session.token().value("scope");
    }

    /** Returns what binds its token to its sender, by a word. */
    public String senderConstraint() {
        return session.senderConstraint();
    }

    /** Whether its token is good for long enough. */
    public boolean isFresh(Freshness freshness, Instant now) {
        return freshness.isFresh(session, now);
    }

    /** Returns whether the server has refused to renew it. */
    public boolean isDead() {
        return session.isDead();
    }

    /** Why no further renewal is possible: the server's error code. */
    public Optional<String> deathCause() {
        return session.deathCause();
    }

    /** Returns what the server said beside that in one line, or empty; a stranger's text. */
    public String deathWords() {
        return session.death().isPresent() ? session.death().get().words() : "";
    }

    /** Whether there is something to renew it with, apart from running its grant again. */
    public boolean isRenewable() {
        return session.isRenewable();
    }
}
