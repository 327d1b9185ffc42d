package dev.oat.session.api;

import dev.oat.http.Body;
import dev.oat.http.Challenges;
import dev.oat.http.Challenges.Challenge;
import dev.oat.http.Request;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Ascii;
import dev.oat.trace.ShellWord;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Calls an API with an access token: when the API refuses the token, it is renewed once and the request is built and sent
 * again; a second refusal is the answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750 §3</a>
 */
public final class ProtectedResource implements ApiCalls {
    private static final int SMALL = 64 << 10;
    private static final SpecRef SPEC = SpecRef.rfc(6750, "3.1");

    private final StreamTransport transport;
    private final SignInAgain signInAgain;
    private final Optional<StepUp> stepUp;
    private final Trace trace;
    private volatile AccessTokens tokens;
    private boolean steppedUp;

    /**
     * What an API asks for beyond the token that it was sent.
     *
     * @param scope the scopes, those of the present token among them, separated by spaces; or empty
     * @param acrValues the kinds of sign-in, separated by spaces; or empty
     * @param maxAge how old the sign-in may be, in seconds; or empty
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9470#section-3">RFC 9470 §3</a>
     */
    public record Missing(String scope, String acrValues, String maxAge) {
        public Missing {
            Objects.requireNonNull(scope, "scope is null");
            Objects.requireNonNull(acrValues, "acrValues is null");
            Objects.requireNonNull(maxAge, "maxAge is null");
        }

        /** Returns the options that ask for it. */
        String options() {
            return option("--scope", scope) + option("--acr-values", acrValues) + option("--max-age", maxAge);
        }

        private static String option(String name, String value) {
            return value.isEmpty() ? "" : " " + ShellWord.option(name, value);
        }
    }

    /** Has the user sign in again for what an API misses. */
    @FunctionalInterface
    public interface StepUp {
        /**
         * The tokens after a sign-in that asked for it.
         *
         * @throws dev.oat.trace.Failure if there was none
         */
        AccessTokens signIn(Missing missing);
    }

    /**
     * The command that would get another token from the user.
     *
     * @param command the command, complete but for what to ask for: {@code oat login work}
     * @param scope the scopes that the present token was asked for, separated by spaces
     * @param held the scopes that it has, as far as the server has said so, separated by spaces
     */
    public record SignInAgain(String command, String scope, String held) {
        public SignInAgain {
            Objects.requireNonNull(command, "command is null");
            Objects.requireNonNull(scope, "scope is null");
            Objects.requireNonNull(held, "held is null");
        }

        /** Creates the same where nothing is known of what the token has. */
        public SignInAgain(String command, String scope) {
            this(command, scope, "");
        }
    }

    /**
     * Creates a caller.
     *
     * @param transport sends the messages
     * @param tokens gives tokens with what proves their possession, and renews them
     * @param signInAgain what to advise when the token is not enough
     * @param stepUp signs in again when the token is not enough; empty to advise only
     * @param trace takes what happens
     */
    public ProtectedResource(
            StreamTransport transport,
            AccessTokens tokens,
            SignInAgain signInAgain,
            Optional<StepUp> stepUp,
            Trace trace) {
        this.transport = Objects.requireNonNull(transport, "transport is null");
        this.tokens = Objects.requireNonNull(tokens, "tokens is null");
        this.signInAgain = Objects.requireNonNull(signInAgain, "signInAgain is null");
        this.stepUp = Objects.requireNonNull(stepUp, "stepUp is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * Sends a request with the token.
     *
     * @param request the request, without token and proof
     * @throws dev.oat.trace.Failure.LoginNeeded if there is no token, or the refused one cannot be renewed
     */
    @Override
    public StreamedResponse send(Request request) {
        AccessTokens used = tokens;
        StreamedResponse response = withRenewal(request, used);
        Optional<Missing> missing = missing(response);
        if (missing.isEmpty()) {
            return response;
        }
        if (isHeld(response)) {
            trace.warn("the API refused the request (" + response.status() + reason(response) + "): it asks for \""
                    + wantedScope(response) + "\", which the token has already; another sign-in would not help");
            return response;
        }
        if (stepUp.isEmpty()) {
            advise(response, missing.orElseThrow());
            return response;
        }
        if (!request.body().repeatable()) {
            advise(response, missing.orElseThrow());
            trace.warn(gone(request) + ", so nobody is asked to sign in for it");
            return response;
        }
        if (!raised(used, response, missing.orElseThrow())) {
            advise(response, missing.orElseThrow());
            return response;
        }
        StreamedResponse second = withRenewal(request, tokens);
        Optional<Missing> still = missing(second);
        if (still.isPresent()) {
            advise(second, still.orElseThrow());
        }
        return second;
    }

    /**
     * Has the user sign in again, once for all calls that wait for it.
     *
     * @param used the tokens with which the request was refused
     * @return whether there are others now
     */
    private synchronized boolean raised(AccessTokens used, StreamedResponse refused, Missing missing) {
        if (steppedUp) {
            return tokens != used;
        }
        steppedUp = true;
        trace.note("the API asks for more (" + refused.status() + reason(refused) + "): signing in again with"
                + missing.options());
        discard(refused);
        tokens = stepUp.orElseThrow().signIn(missing);
        return true;
    }

    /** Returns one request; when the token is refused as invalid, it is renewed once and the request sent again. */
    private StreamedResponse withRenewal(Request request, AccessTokens from) {
        HeldToken token = from.current();
        StreamedResponse response = attempt(request, token);
        if (response.status() != 401 || !wantsAnotherToken(response)) {
            if (response.status() == 401 || response.status() == 403) {
                remark(response);
            }
            return response;
        }
        if (asksForOther(response, token.constraint().tokenType())) {
            // a new token of the same kind would not be taken either
            trace.warn("the API refused the token (401" + reason(response) + "): it asks for "
                    + (token.constraint().tokenType().equals("DPoP")
                            ? "Bearer tokens, and this one is bound to a key (DPoP); get one without --dpop"
                            : "tokens that are bound to a key; get one with --dpop"));
            return response;
        }
        if (!from.renewable()) {
            trace.warn("the API refused the token (401" + reason(response) + "); a given token is not renewed");
            return response;
        }
        trace.note("the API refused the token (401" + reason(response) + "): renewing it once (" + SPEC + ")");
        if (!request.body().repeatable()) {
            from.renewed(token);
            trace.warn("the API refused the token (401" + reason(response) + "); it has been renewed, but "
                    + gone(request) + ": do it once more");
            return response;
        }
        discard(response);
        HeldToken next = from.renewed(token);
        StreamedResponse second = attempt(request, next);
        if (second.status() == 401 && missing(second).isEmpty()) {
            trace.warn("the API refused the renewed token too (401" + reason(second) + ")");
        } else if (second.status() == 403) {
            remark(second);
        }
        return second;
    }

    /** Returns one message, or two when the constraint learns from the first what the second must hold. */
    private StreamedResponse attempt(Request request, HeldToken token) {
        Request proved = token.constraint().prove(request, Optional.of(token.value()));
        StreamedResponse response = transport.send(proved);
        Optional<SenderConstraint> again = learn(token.constraint(), proved, response);
        if (again.isEmpty()) {
            return response;
        }
        if (!request.body().repeatable()) {
            trace.warn("the API wants a new proof for the token, but " + gone(request) + ": give it as a file");
            return response;
        }
        discard(response);
        proved = again.get().prove(request, Optional.of(token.value()));
        response = transport.send(proved);
        learn(again.get(), proved, response);
        return response;
    }

    /** Returns why a body cannot be sent a second time. */
    private static String gone(Request request) {
        return request.body() instanceof Body.OfKept
                ? "the body is longer than what is kept of it and cannot be sent again"
                : "the body came from a pipe and cannot be sent again";
    }

    private static Optional<SenderConstraint> learn(
            SenderConstraint constraint, Request proved, StreamedResponse response) {
        return constraint.learn(proved, response.status(), response.headers(), "");
    }

    /** Returns whether a fresh token could help: no reason given, or the token is invalid. */
    private boolean wantsAnotherToken(StreamedResponse response) {
        Optional<Challenge> challenge = challenge(response);
        String error = challenge.isEmpty()
                ? ""
                : challenge.orElseThrow().parameter("error").orElse("");
        return error.isEmpty() || error.equals("invalid_token");
    }

    /** Returns whether an answer challenges for tokens of the other kind alone. */
    private static boolean asksForOther(StreamedResponse response, String tokenType) {
        boolean other = false;
        for (Challenge challenge : Challenges.in(response.headers())) {
            if (challenge.is(tokenType)) {
                return false;
            }
            other |= challenge.is("Bearer") || challenge.is("DPoP");
        }
        return other;
    }

    /** Returns the challenge for our kind of token: the first that gives a reason, else the first. */
    private Optional<Challenge> challenge(StreamedResponse response) {
        Optional<Challenge> found = Optional.empty();
        for (Challenge challenge : Challenges.in(response.headers())) {
            if (challenge.is("DPoP") || challenge.is("Bearer")) {
                if (challenge.parameter("error").isPresent()) {
                    return Optional.of(challenge);
                }
                if (found.isEmpty()) {
                    found = Optional.of(challenge);
                }
            }
        }
        return found;
    }

    private String reason(StreamedResponse response) {
        Optional<Challenge> challenge = challenge(response);
        if (challenge.isEmpty()) {
            return "";
        }
        String error = challenge.orElseThrow().parameter("error").orElse("");
        String description =
                challenge.orElseThrow().parameter("error_description").orElse("");
        return (error.isEmpty() ? "" : ", " + error) + (description.isEmpty() ? "" : ": " + description);
    }

    /** Returns what a refusal asks for that only the user can give; empty when it asks for nothing of the kind. */
    private Optional<Missing> missing(StreamedResponse response) {
        Optional<Challenge> found =
                response.status() == 401 || response.status() == 403 ? challenge(response) : Optional.empty();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Challenge challenge = found.orElseThrow();
        switch (challenge.parameter("error").orElse("")) {
            case "insufficient_scope":
                String wanted = challenge.parameter("scope").orElse("");
                return Optional.of(new Missing(isScope(wanted) ? union(signInAgain.scope(), wanted) : "", "", ""));
            case "insufficient_user_authentication":
                String classes = challenge.parameter("acr_values").orElse("");
                String age = challenge.parameter("max_age").orElse("");
                boolean seconds = age.length() < 10 && Ascii.isDigits(age);
                return Optional.of(new Missing("", isScope(classes) ? classes : "", seconds ? age : ""));
            default:
                return Optional.empty();
        }
    }

    private String wantedScope(StreamedResponse response) {
        return challenge(response).flatMap(one -> one.parameter("scope")).orElse("");
    }

    /** Returns whether all scopes that a refusal asks for are the token's already. */
    private boolean isHeld(StreamedResponse response) {
        String wanted = wantedScope(response);
        return isScope(wanted)
                && !wanted.isBlank()
                && challenge(response).flatMap(one -> one.parameter("error")).equals(Optional.of("insufficient_scope"))
                && List.of(signInAgain.held().split(" ", -1))
                        .containsAll(List.of(wanted.trim().split(" +")));
    }

    /** Says what is missing, and the command that gets it. */
    private void advise(StreamedResponse response, Missing missing) {
        String command = signInAgain.command() + missing.options();
        Challenge challenge = challenge(response).orElseThrow();
        if (!challenge.parameter("error").orElse("").equals("insufficient_scope")) {
            trace.warn("the API asks for a stronger or fresher sign-in (" + response.status() + reason(response)
                    + ", RFC 9470 §3): " + command);
            return;
        }
        trace.warn("the token's scopes are not enough (" + response.status() + reason(response) + ")"
                + (missing.scope().isEmpty()
                        ? "; the API does not say which it wants: its documentation does, and " + command
                                + " with --scope and all of them gets a token"
                        : "; the API asks for \"" + challenge.parameter("scope").orElse("") + "\": " + command));
    }

    /** Says what a refusal gives as its reason, when no sign-in would help. */
    private void remark(StreamedResponse response) {
        Optional<Challenge> found = challenge(response);
        boolean reasoned =
                found.isPresent() && found.orElseThrow().parameter("error").isPresent();
        if (reasoned && missing(response).isEmpty()) {
            trace.warn("the API refused the request (" + response.status() + reason(response) + ")");
        }
    }

    /** Returns whether a server's text is a list of scope tokens, and so harmless inside a quoted shell word. */
    private static boolean isScope(String text) {
        return !text.isEmpty()
                && text.length() < 1000
                && text.chars().allMatch(c -> c >= ' ' && c < 0x7f && "'\"\\".indexOf(c) < 0);
    }

    private static String union(String one, String other) {
        StringBuilder all = new StringBuilder(one.trim());
        for (String scope : other.split(" ", -1)) {
            if (!scope.isEmpty() && !List.of(all.toString().split(" ", -1)).contains(scope)) {
                all.append(all.length() == 0 ? "" : " ").append(scope);
            }
        }
        return all.toString();
    }

    /** Reads a small body to its end, so that the connection can be used again; gives up a large one. */
    static void discard(StreamedResponse response) {
        try (response) {
            InputStream body = response.body();
            byte[] buffer = new byte[8 << 10];
            int left = SMALL;
            while (left > 0) {
                int read = body.read(buffer);
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } catch (IOException | dev.oat.trace.Failure e) {
            // nobody wants this body
            return;
        }
    }
}
