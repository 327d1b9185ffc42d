package dev.oat.session;

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

    /** Whether a shape is of something that is kept for another session. */
    public static boolean isIn(TokenShape shape) {
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
            boolean its = !key.isProfile()
                    && sessions.seen(key)
                            .filter(filed -> filed.shape().params().contains(param()))
                            .isPresent();
            if (its) {
                sessions.holding(key, LOCK_WAIT, SessionStore.Held::remove);
            }
        }
    }
}
