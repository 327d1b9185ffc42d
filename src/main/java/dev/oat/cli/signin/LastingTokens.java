package dev.oat.cli.signin;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SessionTokens;
import dev.oat.cli.frame.Invocation;
import dev.oat.session.api.AccessTokens;
import dev.oat.session.api.HeldToken;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives tokens to a command that serves on and on.
 *
 * <p>When they have come to their end, the user may have signed in elsewhere, so the store is asked anew; then the user is
 * asked, if the command was told to, once for all requests that wait. Who has closed the page is not shown another, nor who
 * has just signed in: a token that the API refuses then would be refused again.
 */
public final class LastingTokens implements AccessTokens {
    private static final Duration REST = Duration.ofMinutes(5);

    private final Supplier<Invocation> runs;
    private final Consumer<Runnable> screen;
    private volatile SessionTokens tokens;
    private volatile int earlier;
    private @Nullable Instant asked;
    private volatile boolean inVain;

    /**
     * Tokens.
     *
     * @param runs gives the run with its settings as they are now
     * @param screen makes room on the screen while a sign-in lasts
     */
    public LastingTokens(Supplier<Invocation> runs, Consumer<Runnable> screen) {
        this.runs = runs;
        this.screen = screen;
        this.tokens = of(runs.get());
    }

    private static SessionTokens of(Invocation run) {
        return new SessionTokens(run, new ServerConnection(run), false);
    }

    @Override
    public HeldToken current() {
        try {
            HeldToken found = tokens.current();
            inVain = false;
            return found;
        } catch (Failure.LoginNeeded e) {
            return anew(Optional.empty());
        }
    }

    @Override
    public HeldToken renewed(HeldToken refused) {
        try {
            return tokens.renewed(refused);
        } catch (Failure.LoginNeeded e) {
            return anew(Optional.of(refused));
        }
    }

    private synchronized HeldToken anew(Optional<HeldToken> refused) {
        Invocation run = runs.get();
        startOver(run);
        try {
            HeldToken found = held(refused);
            inVain = false;
            return found;
        } catch (Failure.LoginNeeded why) {
            SignInOnDemand signIn = new SignInOnDemand(run);
            if (inVain || isAskedLately(run) || !signIn.isToldTo()) {
                throw why;
            }
            asked = run.environment().clock().instant();
            inVain = true;
            signIn(signIn, run, why, refused.map(HeldToken::value));
            inVain = false;
            startOver(runs.get());
            return tokens.current();
        }
    }

    private HeldToken held(Optional<HeldToken> refused) {
        return refused.isPresent() ? tokens.renewed(refused.orElseThrow()) : tokens.current();
    }

    private boolean isAskedLately(Invocation run) {
        Instant before = asked;
        return before != null && run.environment().clock().instant().isBefore(before.plus(REST));
    }

    private void signIn(SignInOnDemand signIn, Invocation run, Failure.LoginNeeded why, Optional<Secret> refused) {
        try {
            screen.accept(() -> signIn.signIn(why, refused));
        } catch (Failure.LoginNeeded e) {
            throw e;
        } catch (Failure e) {
            run.output().warn("the sign-in came to nothing: " + e.what());
            throw why;
        }
    }

    private void startOver(Invocation run) {
        earlier = renewals();
        tokens = of(run);
    }

    /** Returns how often a token was renewed so far, once for all requests that had used it. */
    public int renewals() {
        return earlier + tokens.renewals();
    }

    /** Until when the token that was used last is good, as far as that is known. */
    public Optional<Instant> end() {
        return tokens.end();
    }
}
