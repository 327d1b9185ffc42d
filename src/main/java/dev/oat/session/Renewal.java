package dev.oat.session;

import dev.oat.endpoint.TokenError;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.endpoint.UnusableToken;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gets a good token for a session: the stored one, else by its refresh token, else by its grant, never from the user.
 *
 * <p>A server that rotates refresh tokens takes each of them once, and ends the whole session when it sees one twice. So
 * whoever renews holds the session's lock; proves first that the answer can be stored; reads the session again, since
 * another process may have renewed it; spends the refresh token once; stores the one that comes in its place before
 * anything else is done, as a session without a usable access token; checks the answer; and stores it whole before
 * anybody uses it. Whatever ends this process in between, the next one goes on from there. A network failure deletes
 * nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.14">RFC 9700 §4.14</a>
 */
public final class Renewal {
    /** The checks by which an ID token turns out to be from, for or about somebody else. */
    private static final Set<String> IDENTITY =
            Set.of("id_token.iss", "id_token.aud", "id_token.refresh.iss", "id_token.refresh.sub");

    /** What a session has ended by when it was not the server that refused. */
    private static final String BY_ID_TOKEN = "id_token";

    /** How long to wait for another process that renews: longer than one renewal takes. */
    static final Duration LOCK_WAIT = Duration.ofSeconds(90);

    private final SessionStore store;
    private final WantedToken wanted;
    private final TokenSource source;
    private final Freshness freshness;
    private final Clock clock;
    private final Trace trace;
    private Optional<StoredSession> unkept = Optional.empty();
    private Optional<Failure.Usage> trouble = Optional.empty();

    /**
     * Creates a renewal of one session.
     *
     * @param store where it lies
     * @param wanted which token
     * @param source where the next one comes from
     * @param freshness when a token is good
     * @param clock the time
     * @param trace takes what happens
     */
    public Renewal(
            SessionStore store, WantedToken wanted, TokenSource source, Freshness freshness, Clock clock, Trace trace) {
        this.store = Objects.requireNonNull(store, "store is null");
        this.wanted = Objects.requireNonNull(wanted, "wanted is null");
        this.source = Objects.requireNonNull(source, "source is null");
        this.freshness = Objects.requireNonNull(freshness, "freshness is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * Returns a session with a good token: the stored one while it is good, else a renewed one.
     *
     * @throws Failure.LoginNeeded if there is none, and none can be had without the user
     * @throws Failure.Refused if the server refused for a reason that signing in again would not mend
     * @throws Failure.Unreachable if the server gave no usable answer
     * @throws Failure.TimedOut if it, or another process that renews, took too long
     * @throws Failure.Usage if the store cannot be read or written, and the grant cannot be run again without it
     */
    public StoredSession current() {
        Optional<StoredSession> seen = seen();
        if (seen.isPresent() && freshness.isFresh(seen.get(), clock.instant())) {
            return seen.get();
        }
        return renewed(new Good(seen, Optional.empty()));
    }

    /**
     * Returns a session with another token than one that was refused.
     *
     * <p>When another process has renewed it already, that token is the result, and no request is made. Failures are
     * those of {@link #current}.
     *
     * @param refused the access token that an API answered with 401
     */
    public StoredSession renew(Secret refused) {
        Optional<StoredSession> seen = seen();
        Good good = new Good(seen, Optional.of(refused));
        if (seen.isPresent() && good.test(seen.get())) {
            return seen.get();
        }
        // from now on nobody is handed it without asking here
        store.withdraw(wanted.key());
        return renewed(good);
    }

    /** Returns a session with another token than the stored one, however good that is. Failures are those of {@link #current}. */
    public StoredSession renew() {
        Optional<StoredSession> seen = seen();
        return renewed(new Good(seen, seen.map(StoredSession::accessToken)));
    }

    /**
     * Returns a token of fewer scopes than were granted. The stored session keeps its own access token, and all its scopes: only
     * the refresh token that comes in place of the spent one is stored. Further failures are those of {@link #current}.
     *
     * @param scopes the scopes to ask for
     * @return a session with the narrower token, as it is not stored
     * @throws Failure.Usage if one of the scopes was not granted
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 §6</a>
     */
    public StoredSession narrowed(List<String> scopes) {
        return store.holding(wanted.key(), LOCK_WAIT, held -> {
            Optional<StoredSession> now = held.read().filter(this::isRenewable);
            if (now.isEmpty() || !now.get().isRenewable()) {
                throw notRenewable(now);
            }
            requireGranted(now.get(), scopes);
            try (SessionStore.Place place = held.prepare()) {
                return narrowed(new Rotation(held, place, now.get(), Optional.empty()), String.join(" ", scopes));
            }
        });
    }

    private StoredSession narrowed(Rotation rotation, String scope) {
        StoredSession now = rotation.before;
        source.prepare(now);
        Instant asked = clock.instant();
        TokenResult result = spend(rotation, scope);
        if (!(result instanceof TokenResponse answer)) {
            throw buried(rotation, ended(result));
        }
        JsonObject document = verified(rotation, answer);
        if (answer.refreshToken().isPresent() && !rotation.kept) {
            rotation.store(now.withRefreshToken(answer.refreshToken().get()));
        }
        return now.renewed(document, asked, expiry(answer, asked));
    }

    private void requireGranted(StoredSession session, List<String> scopes) {
        Optional<String> said = session.token().text("scope");
        List<String> granted = said.isPresent()
                ? List.of(said.get().split(" ", -1))
                : session.shape().scopes();
        for (String scope : scopes) {
            if (!granted.isEmpty() && !granted.contains(scope)) {
                throw new Failure.Usage("a renewal cannot add scopes, and " + scope + " was not granted")
                        .spec(SpecRef.rfc(6749, "6"))
                        .hint(wanted.loginAlsoFor(scopes));
            }
        }
    }

    /** Returns the session as it is known: what could not be stored before, or what is in store. */
    private synchronized Optional<StoredSession> seen() {
        if (unkept.isPresent()) {
            return unkept;
        }
        Optional<StoredSession> read = Optional.empty();
        try {
            read = store.read(wanted.key());
        } catch (Failure.Usage e) {
            trouble = Optional.of(e);
        }
        return read.isPresent() && isOurs(read.get()) ? read : Optional.empty();
    }

    /** Returns whether a session is for the same token, so that a changed profile does not give out an old one. */
    private boolean isOurs(StoredSession session) {
        return session.shape().equals(wanted.shape());
    }

    /** Whether a session can become one for the same token. */
    private boolean isRenewable(StoredSession session) {
        return session.shape().isRenewableAs(wanted.shape());
    }

    /** Tells whether a session, read after a wait, makes a renewal unnecessary. */
    private final class Good implements Predicate<StoredSession> {
        private final Optional<StoredSession> before;
        private final Optional<Secret> refused;

        Good(Optional<StoredSession> before, Optional<Secret> refused) {
            this.before = before;
            this.refused = refused;
        }

        @Override
        public boolean test(StoredSession session) {
            if (!isOurs(session)
                    || (refused.isPresent() && session.accessToken().equals(refused.get()))) {
                return false;
            }
            return freshness.isFreshAfterWaiting(before, session, clock.instant());
        }
    }

    private StoredSession renewed(Good good) {
        boolean[] held = new boolean[1];
        try {
            return store.holding(
                    wanted.key(),
                    LOCK_WAIT,
                    session -> {
                        held[0] = true;
                        return renewed(session, good);
                    },
                    () -> store.peek(wanted.key()).filter(good));
        } catch (Failure.Usage e) {
            if (held[0]) {
                throw e;
            }
            return withoutStore(e, good);
        }
    }

    private StoredSession renewed(SessionStore.Held held, Good good) {
        SessionStore.Place prepared;
        Optional<StoredSession> now;
        try {
            now = held.read();
            if (now.isPresent() && good.test(now.get())) {
                return now.get();
            }
            if (good.refused.isPresent()) {
                held.withdraw();
            }
            prepared = held.prepare();
        } catch (Failure.Usage e) {
            return withoutStore(e, good);
        }
        try (SessionStore.Place place = prepared) {
            return renewed(held, place, now.filter(this::isRenewable), good);
        }
    }

    /**
     * Returns a session that is kept in memory, where nothing can be stored. A grant that can be run at any time loses nothing by
     * that. A refresh token could not be spent without losing the next one, so nothing is done then.
     *
     * @param problem why nothing can be stored
     * @throws Failure.Usage if the grant cannot be run again
     */
    private synchronized StoredSession withoutStore(Failure.Usage problem, Good good) {
        if (unkept.isPresent() && good.test(unkept.get())) {
            return unkept.get();
        }
        Optional<StoredSession> next = again();
        if (next.isEmpty()) {
            throw trouble.orElse(problem);
        }
        if (unkept.isEmpty()) {
            trace.warn("the token cannot be kept, so each command asks for one: "
                    + trouble.orElse(problem).what());
        }
        unkept = next;
        return next.get();
    }

    /** Returns the session by the grant itself, or empty when that needs the user. */
    private Optional<StoredSession> again() {
        Instant asked = clock.instant();
        Optional<TokenResponse> again = source.again();
        if (again.isEmpty()) {
            return Optional.empty();
        }
        StoredSession next = wanted.owned(
                StoredSession.of(wanted.shape(), again.get().document(), asked, expiry(again.get(), asked)));
        Optional<Secret> key = source.key();
        return Optional.of(key.isPresent() ? next.withKey(key.get()) : next);
    }

    private StoredSession renewed(
            SessionStore.Held held, SessionStore.Place place, Optional<StoredSession> now, Good good) {
        Optional<TokenError> refusal = Optional.empty();
        if (now.isPresent() && now.get().isRenewable()) {
            source.prepare(now.get());
            Instant asked = clock.instant();
            Rotation rotation = new Rotation(held, place, now.get(), Optional.of(asked));
            TokenResult result = spend(rotation, "");
            if (result instanceof TokenResponse answer) {
                return accept(rotation, answer, asked);
            }
            refusal = Optional.of(ended(result));
            // somebody who does not know our lock may have renewed it: an older oat, or another machine
            Optional<StoredSession> newer = held.read();
            if (newer.isPresent() && good.test(newer.get())) {
                return newer.get();
            }
        }
        Optional<StoredSession> again = again();
        if (again.isPresent()) {
            place.store(again.get());
            return again.get();
        }
        if (now.isPresent() && refusal.isPresent()) {
            throw buried(new Rotation(held, place, now.get(), Optional.empty()), refusal.get());
        }
        throw notRenewable(now);
    }

    private Failure notRenewable(Optional<StoredSession> now) {
        if (now.isEmpty()) {
            Optional<StoredSession> other = store.peek(wanted.key());
            return loginNeeded(
                    other.isPresent()
                            ? wanted.cutOff(other.get().shape())
                            : "there is no session for " + wanted.named());
        }
        if (now.get().isDead()) {
            StoredSession.Death death = now.get().death().orElseThrow();
            return death.cause().equals(BY_ID_TOKEN)
                    ? loginNeeded("the session of " + wanted.named() + " has ended: oat refused the ID token of its"
                            + " renewal, which was from, for or about somebody else")
                    : refusedBefore(death, "");
        }
        return loginNeeded(
                "the token of " + wanted.named() + " is no longer good, and the server gave no refresh token with it");
    }

    private Failure refusedBefore(StoredSession.Death death, String history) {
        return loginNeeded("the session of " + wanted.named() + " has ended: the server refused to renew it ("
                + new Failure.Said(death.cause(), death.words(), "").line() + ")" + history);
    }

    /** Returns the refusal by which a refresh token is at its end; any other is thrown. */
    private static TokenError ended(TokenResult result) {
        TokenError refusal = (TokenError) result;
        if (!refusal.error().equals("invalid_grant")) {
            throw refusal.failure();
        }
        return refusal;
    }

    private Failure buried(Rotation rotation, TokenError refusal) {
        StoredSession dead =
                rotation.before.dead(refusal.error(), refusal.said().words());
        rotation.store(dead);
        return refusedBefore(dead.death().orElseThrow(), history(rotation.held)).said(refusal.said());
    }

    /** What keeps the session whole while its refresh token is spent. */
    private static final class Rotation implements Consumer<Secret> {
        private final SessionStore.Held held;
        private final StoredSession before;
        private final Optional<Instant> ends;
        private SessionStore.@Nullable Place place;
        private boolean kept;

        /**
         * Creates a rotation.
         *
         * @param held the session's lock
         * @param place where what comes next is stored
         * @param before the session whose refresh token is spent
         * @param ends when its access token is not to be used any more, as another is asked for; empty when it stays
         */
        Rotation(SessionStore.Held held, SessionStore.Place place, StoredSession before, Optional<Instant> ends) {
            this.held = held;
            this.place = place;
            this.before = before;
            this.ends = ends;
        }

        /** Stores the next refresh token before anything else is done. */
        @Override
        public void accept(Secret next) {
            if (before.refreshToken().equals(Optional.of(next))) {
                return;
            }
            StoredSession first = before.withRefreshToken(next);
            try {
                store(ends.isPresent() ? first.ended(ends.get()) : first);
                kept = true;
            } catch (Failure.Usage e) {
                // the disk may have room for the whole session a moment later; if not, that is told then
                kept = false;
            }
        }

        void store(StoredSession session) {
            SessionStore.Place prepared = place;
            place = null;
            try (SessionStore.Place now = prepared == null ? held.place() : prepared) {
                now.store(session);
            }
        }

        /** Leaves the place empty, so that whoever comes next knows that an answer may have been lost. */
        void leave() {
            SessionStore.Place prepared = place;
            if (prepared != null) {
                prepared.leave();
            }
        }
    }

    private TokenResult spend(Rotation rotation, String scope) {
        try {
            TokenResult result = source.refresh(rotation.before.refreshToken().orElseThrow(), scope, rotation);
            if (result instanceof UnusableToken unusable) {
                throw kept(rotation, unusable.refreshToken(), unusable.failure());
            }
            return result;
        } catch (Failure.Unreachable | Failure.TimedOut e) {
            // the server may have taken the token and given another, which is lost; whoever comes next shall know
            rotation.leave();
            throw e;
        }
    }

    private static String history(SessionStore.Held held) {
        Optional<Instant> interrupted = held.interrupted();
        return interrupted.isPresent()
                ? "; an earlier renewal, at " + interrupted.get().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        + ", had got no answer, so its refresh token may have been spent"
                : "";
    }

    private StoredSession accept(Rotation rotation, TokenResponse answer, Instant asked) {
        StoredSession next = wanted.owned(rotation.before
                .shapedAs(wanted.shape())
                .renewed(verified(rotation, answer), asked, expiry(answer, asked)));
        rotation.store(next);
        return next;
    }

    /** Returns the answer once its ID token is checked; without that one where it cannot be. */
    private JsonObject verified(Rotation rotation, TokenResponse answer) {
        JsonObject document = answer.document();
        if (answer.idToken().isPresent()) {
            try {
                source.verifyIdToken(rotation.before, document);
            } catch (Failure.CheckFailed e) {
                throw refused(rotation, answer.refreshToken(), e);
            } catch (Failure.Unreachable | Failure.TimedOut e) {
                // the token itself is good, and its refresh token must not be lost
                trace.warn("the new ID token could not be checked, and is left out: " + e.what());
                document = document.without("id_token");
            }
        }
        return document;
    }

    /**
     * Returns what becomes of a session whose renewal brought an ID token that fails a check. The access token beside it is not used.
     * If the ID token is about somebody else, or for somebody else, the session ends: its refresh token leads to them. If
     * it merely cannot be believed (a signature, a clock, a nonce), only the next refresh token is kept, as the server has spent the
     * one before: the next renewal may bring a better one, and nobody has to sign in for a server's passing fault.
     */
    private Failure refused(Rotation rotation, Optional<Secret> next, Failure.CheckFailed failed) {
        String check = failed.check().name();
        if (IDENTITY.contains(check)) {
            rotation.store(rotation.before.dead(BY_ID_TOKEN));
            trace.warn("oat, not the server, refused the renewed token and ended the session, which leads to somebody"
                    + " else; sign in again: " + wanted.login());
            return failed.hint(wanted.login() + " (the renewed token is not used)");
        }
        return kept(rotation, next, failed);
    }

    /**
     * Returns a session whose renewal failed a check: its access token stays as it was, and it goes on with the refresh token that
     * came, as the server has spent the one before.
     */
    private Failure kept(Rotation rotation, Optional<Secret> next, Failure.CheckFailed failed) {
        StoredSession before = rotation.before;
        rotation.store(next.isPresent() ? before.withRefreshToken(next.get()) : before);
        trace.warn(
                "oat, not the server, refused the renewed token, and the session stays: the next command tries to renew it again; if that"
                        + " keeps failing: " + wanted.login());
        return failed;
    }

    private static Optional<Instant> expiry(TokenResponse answer, Instant asked) {
        return answer.expiresIn().map(asked::plusSeconds);
    }

    private Failure loginNeeded(String what) {
        return new Failure.LoginNeeded(what).hint(wanted.login());
    }
}
