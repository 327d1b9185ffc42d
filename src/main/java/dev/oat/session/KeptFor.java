package dev.oat.session;

import dev.oat.trace.Failure;
import java.time.Duration;

/**
 * Marks what is kept on the way to another session's token, such as an ID-JAG: it is of use to that session alone, and
 * goes with it.
 *
 * @param owner the session that it is kept for
 */
public record KeptFor(SessionKey owner) {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);
    private static final String PREFIX = "kept_for=";

    /** The mark, among the parameters of a shape. */
    public String param() {
        return PREFIX + owner;
    }

    /** Returns whether a shape is of something that is kept for another session. */
    public static boolean isIn(TokenParameters shape) {
        for (String param : shape.params()) {
            if (param.startsWith(PREFIX)) {
                return true;
            }
        }
        return false;
    }

    /** Removes what is kept for the owner. */
    public void forget(SessionStore sessions) {
        for (SessionKey key : sessions.keys()) {
            if (!key.isProfile() && isIts(sessions, key)) {
                sessions.holding(key, LOCK_WAIT, SessionStore.Held::remove);
            }
        }
    }

    private boolean isIts(SessionStore sessions, SessionKey key) {
        try {
            return sessions.seen(key)
                    .filter(filed -> filed.shape().params().contains(param()))
                    .isPresent();
        } catch (Failure.Locked e) {
            // whose it is cannot be told; without its key it is of no use to anybody
            return false;
        }
    }
}
