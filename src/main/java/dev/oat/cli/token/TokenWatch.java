package dev.oat.cli.token;

import dev.oat.cli.connect.TokenOutput;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Settings;
import dev.oat.http.Pause;
import dev.oat.render.token.TokenDocument;
import dev.oat.session.Freshness;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives a session's tokens one after another, each before the one before it ends.
 *
 * <p>It looks once a minute at least, since another process may renew the session earlier, and a machine may sleep. What may
 * pass by itself, a server that cannot be reached or is busy, is tried again after a second, two, four and so on up to a
 * minute, and told once.
 */
final class TokenWatch {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Takes each token that is another than the one before it. */
    interface Taker {
        /** Takes the session with its new token. */
        void take(StoredSession session);
    }

    private final Invocation invocation;
    private final Pause pause;
    private final Freshness freshness;
    private final boolean beside;

    private TokenWatch(Invocation invocation, Pause pause, boolean beside) {
        // once is enough
        this.invocation = invocation.without(Settings.FORCE_REFRESH);
        this.pause = pause;
        this.freshness = Freshness.of(invocation.settings().seconds(Settings.MIN_TTL));
        this.beside = beside;
    }

    /**
     * A watch beside a program that runs: it asks nobody anything, and goes on where only the user can help, as they may sign
     * in elsewhere meanwhile.
     */
    static TokenWatch besideProgram(Invocation invocation, Pause pause) {
        return new TokenWatch(invocation, pause, true);
    }

    /** {@code oat token --watch} and {@code --out}. */
    static void run(Invocation invocation, String format) {
        boolean watching = invocation.arguments().has(TokenCurrent.WATCH);
        if (invocation.arguments().has(Settings.GITHUB_OUTPUT)) {
            throw new Failure.Usage("--github-output does not go with --watch or --out")
                    .hint("leave one of them out");
        }
        Optional<TokenFile> file = invocation.arguments().first(TokenCurrent.OUT).map(TokenFile::named);
        if (file.isPresent() && invocation.arguments().has(Settings.JQ)) {
            throw new Failure.Usage("--jq does not go with --out").hint("leave --out out, and redirect with >");
        }
        Taker taker = session -> {
            if (file.isEmpty()) {
                TokenCurrent.print(invocation, session, format);
                return;
            }
            TokenDocument document = TokenCurrent.document(session)
                    .at(invocation.environment().clock().instant());
            if (!format.equals("json")) {
                TokenOutput.requireBearer(document, "--out");
            }
            file.orElseThrow().write(document.as(format, false) + "\n");
        };
        StoredSession first = TokenCurrent.session(invocation);
        taker.take(first);
        if (watching) {
            try {
                new TokenWatch(invocation, invocation.environment().pause(), false)
                        .follow(first, taker);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Goes on until the thread is interrupted while it waits.
     *
     * @param first the session whose token has been taken already
     */
    void follow(StoredSession first, Taker taker) throws InterruptedException {
        StoredSession last = first;
        int failures = 0;
        while (!Thread.currentThread().isInterrupted()) {
            pause.sleep(failures == 0 ? untilDue(last) : untilNextTry(failures));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                StoredSession next = beside ? CurrentToken.unattended(invocation) : TokenCurrent.session(invocation);
                if (!next.accessToken().equals(last.accessToken())) {
                    taker.take(next);
                }
                last = next;
                failures = 0;
            } catch (Failure failure) {
                if (!beside && !(failure instanceof Failure.Unreachable || failure instanceof Failure.TimedOut)) {
                    throw failure;
                }
                failures++;
                if (failures == 1) {
                    invocation
                            .output()
                            .warn("no new token yet, trying again: " + failure.what()
                                    + failure.hint().map(hint -> " (" + hint + ")").orElse(""));
                }
            }
        }
    }

    private Duration untilDue(StoredSession session) {
        Instant now = invocation.environment().clock().instant();
        Optional<Instant> end = freshness.end(session);
        return within(end.isEmpty() ? LONGEST : Duration.between(now, end.orElseThrow()));
    }

    private static Duration untilNextTry(int failures) {
        return within(SHORTEST.multipliedBy(1L << Math.min(failures - 1, 10)));
    }

    private static Duration within(Duration wait) {
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
