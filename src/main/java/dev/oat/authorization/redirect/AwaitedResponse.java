package dev.oat.authorization.redirect;

import dev.oat.authorization.response.AuthorizationResponse;
import dev.oat.trace.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/** The one place where the answer of an attempt arrives, by redirect or by hand: the first one counts. */
public final class AwaitedResponse {
    private final CompletableFuture<AuthorizationResponse> slot = new CompletableFuture<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();

    /** Delivers a response; false when another came first, or the wait is over. */
    public boolean offer(AuthorizationResponse response) {
        return slot.complete(response);
    }

    /** Ends the wait without a response, which {@link #await} then throws; false when something came before. */
    public boolean end(RuntimeException instead) {
        return slot.completeExceptionally(instead);
    }

    /** Ends the wait without a response, unless it has ended. */
    public void fail(Failure failure) {
        slot.completeExceptionally(failure);
    }

    /** Keeps what came instead of the response, to name it should none come. */
    void refused(String line) {
        refusals.add(line);
    }

    /** What was refused so far, as the end of a sentence; or empty. */
    public String refusals() {
        return refusals.isEmpty() ? "" : "; before that, " + String.join("; ", refusals);
    }

    /** Returns whether a response came or the wait ended. */
    public boolean isOver() {
        return slot.isDone();
    }

    /**
     * Waits for the response.
     *
     * @param redirectUri what should be registered at the server: a wrong one is the usual reason why nobody comes
     * @throws RuntimeException what ended the wait without one
     * @throws Failure.TimedOut if none came within the limit, or the thread was interrupted
     */
    public AuthorizationResponse await(Duration limit, Alarm alarm, String redirectUri) {
        Alarm.Ring ring = alarm.after(limit, () -> fail(nobodyCame(limit, redirectUri)));
        try {
            return slot.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Failure interrupted = new Failure.TimedOut("interrupted while waiting for the sign-in");
            fail(interrupted);
            throw interrupted;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } finally {
            ring.cancel();
        }
    }

    private Failure nobodyCame(Duration limit, String redirectUri) {
        Failure failure = new Failure.TimedOut("nobody signed in within " + text(limit) + refusals());
        failure.phase("sign-in");
        return failure.hint("if the server's page spoke of the redirect URI, register "
                + RedirectAddress.toRegister(redirectUri) + " there; --timeout SECONDS waits longer");
    }

    private static String text(Duration limit) {
        long seconds = limit.toSeconds();
        if (seconds >= 60 && seconds % 60 == 0) {
            return seconds == 60 ? "a minute" : seconds / 60 + " minutes";
        }
        return seconds == 1 ? "1 second" : seconds + " seconds";
    }
}
