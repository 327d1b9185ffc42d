package dev.oat.authorization;

import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenError;
import dev.oat.endpoint.TokenResponse;
import dev.oat.endpoint.TokenResult;
import dev.oat.grant.Grant;
import dev.oat.http.Form;
import dev.oat.http.Pause;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Asks the token endpoint again and again whether a user has agreed elsewhere, no faster than the server allows.
 *
 * <p>Trouble on the way ends nothing before the time is up: after a failed connection, a busy server or a broken answer of
 * one (5xx) it waits twice as long as before.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628#section-3.5">RFC 8628 §3.5</a>
 */
public final class Polling {
    /** What {@code slow_down} adds to the interval, for good. */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final SpecRef ANSWERS = SpecRef.rfc(8628, "3.5");

    /** Is told what happens between two questions. */
    public interface Observer {
        /** The server asked to be asked less often. */
        void slowedDown(Duration interval);

        /** No answer came, or a broken one. */
        void trouble(Failure failure, Duration next);
    }

    /**
     * For how long to ask, and how often.
     *
     * @param interval what lies between two questions
     * @param life how long the server will know what is asked about
     * @param patience how long to wait at most, which may be less
     */
    public record Plan(Duration interval, Duration life, Duration patience) {
        public Plan {
            Objects.requireNonNull(interval, "interval is null");
            Objects.requireNonNull(life, "life is null");
            Objects.requireNonNull(patience, "patience is null");
        }

        /** Returns how long the wait may last. */
        public Duration limit() {
            return life.compareTo(patience) < 0 ? life : patience;
        }
    }

    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final Pause pause;
    private final Observer observer;

    /**
     * Creates a way to ask.
     *
     * @param endpoint who is asked
     * @param clock the time
     * @param pause what lets it pass
     * @param observer is told what happens
     */
    public Polling(TokenEndpoint endpoint, Clock clock, Pause pause, Observer observer) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.pause = Objects.requireNonNull(pause, "pause is null");
        this.observer = Objects.requireNonNull(observer, "observer is null");
    }

    /**
     * Asks until there is an answer.
     *
     * @param grant what the client waits with
     * @param extra further parameters of the token request
     * @param plan how often, and for how long
     * @throws Failure.Refused if the user said no, the code has expired, or the server refused for another reason
     * @throws Failure.TimedOut if the time is up
     * @throws Failure.Unreachable if the server's answer is no message of the protocol, and trying again would not help
     * @throws Failure.CheckFailed if the answer is wrong
     */
    public TokenResponse await(Grant grant, Form extra, Plan plan) {
        Instant end = clock.instant().plus(plan.limit());
        Duration interval = plan.interval();
        Duration next = interval;
        while (true) {
            sleep(next, end, plan);
            TokenResult result;
            try {
                result = endpoint.redeem(grant, extra);
            } catch (Failure.TimedOut | Failure.Unreachable e) {
                if (!isPassing(e)) {
                    throw e;
                }
                next = shorter(next.multipliedBy(2), LONGEST);
                observer.trouble(e, next);
                continue;
            }
            if (result instanceof TokenError refusal) {
                switch (refusal.error()) {
                    case "authorization_pending" -> next = interval;
                    case "slow_down" -> {
                        interval = shorter(interval.plus(SLOWER), LONGEST);
                        next = interval;
                        observer.slowedDown(interval);
                    }
                    default -> throw refusal.failure(ANSWERS);
                }
            } else {
                return result.orThrow();
            }
        }
    }

    /** Returns whether a failure may be over when asked again: no connection, no answer in time, or a server in trouble. */
    private static boolean isPassing(Failure failure) {
        return failure instanceof Failure.TimedOut
                || failure.status().isEmpty()
                || failure.status().orElseThrow() >= 500;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void sleep(Duration time, Instant end, Plan plan) {
        Duration left = Duration.between(clock.instant(), end);
        boolean last = time.compareTo(left) >= 0;
        try {
            if (left.compareTo(Duration.ZERO) > 0) {
                pause.sleep(last ? left : time);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted while the user was awaited");
        }
        if (last) {
            boolean expired = plan.life().compareTo(plan.patience()) <= 0;
            Failure failure = new Failure.TimedOut("nobody agreed within "
                    + plan.limit().toSeconds() + " s" + (expired ? ", and the code has expired" : ""));
            failure.spec(ANSWERS);
            throw failure.hint(expired ? "run the command again" : "run the command again, with a longer --timeout");
        }
    }
}
