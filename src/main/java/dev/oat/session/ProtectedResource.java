package dev.oat.session;

import dev.oat.http.Request;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.proof.Challenges;
import dev.oat.proof.Challenges.Challenge;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Secret;
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
    private final SenderConstraint constraint;
    private final AccessTokens tokens;
    private final SignInAgain signInAgain;
    private final Trace trace;

    /**
     * The command that would get another token from the person.
     *
     * @param command the command, complete but for what to ask for: {@code oat login work}
     * @param scope the scopes that the present token was asked for, separated by spaces
     */
    public record SignInAgain(String command, String scope) {
        public SignInAgain {
            Objects.requireNonNull(command, "command is null");
            Objects.requireNonNull(scope, "scope is null");
        }
    }

    /**
     * A caller.
     *
     * @param transport sends the messages
     * @param constraint proves possession of the token
     * @param tokens gives and renews it
     * @param signInAgain what to advise when the token is not enough
     * @param trace takes what happens
     */
    public ProtectedResource(
            StreamTransport transport,
            SenderConstraint constraint,
            AccessTokens tokens,
            SignInAgain signInAgain,
            Trace trace) {
        this.transport = Objects.requireNonNull(transport, "transport is null");
        this.constraint = Objects.requireNonNull(constraint, "constraint is null");
        this.tokens = Objects.requireNonNull(tokens, "tokens is null");
        this.signInAgain = Objects.requireNonNull(signInAgain, "signInAgain is null");
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
        Secret token = tokens.current();
        StreamedResponse response = attempt(request, token);
        if (response.status() == 403) {
            advise(response);
            return response;
        }
        if (response.status() != 401 || !wantsAnotherToken(response)) {
            return response;
        }
        if (!tokens.renewable()) {
            trace.warn("the API refused the token (401" + reason(response) + "); a given token is not renewed");
            return response;
        }
        trace.note("the API refused the token (401" + reason(response) + "): renewing it once (" + SPEC + ")");
        if (!request.body().repeatable()) {
            tokens.renewed(token);
            trace.warn("the API refused the token (401" + reason(response)
                    + "); it has been renewed, but the body came from a pipe and cannot be sent again:"
                    + " run the command once more");
            return response;
        }
        discard(response);
        Secret next = tokens.renewed(token);
        StreamedResponse second = attempt(request, next);
        if (second.status() == 401) {
            trace.warn("the API refused the renewed token too (401" + reason(second) + ")");
        } else if (second.status() == 403) {
            advise(second);
        }
        return second;
    }

    /** One message, or two when the constraint learns from the first what the second must hold. */
    private StreamedResponse attempt(Request request, Secret token) {
        Request proved = constraint.prove(request, Optional.of(token));
        StreamedResponse response = transport.send(proved);
        if (!constraint.learn(proved, response.status(), response.headers())) {
            return response;
        }
        if (!request.body().repeatable()) {
            trace.warn("the API wants a new proof for the token, but the body came from a pipe and cannot be sent"
                    + " again: give it as a file");
            return response;
        }
        discard(response);
        proved = constraint.prove(request, Optional.of(token));
        response = transport.send(proved);
        constraint.learn(proved, response.status(), response.headers());
        return response;
    }

    /** Whether a fresh token could help: no reason given, or the token is invalid. */
    private boolean wantsAnotherToken(StreamedResponse response) {
        Optional<Challenge> challenge = challenge(response);
        String error = challenge.isEmpty()
                ? ""
                : challenge.orElseThrow().parameter("error").orElse("");
        if (error.isEmpty() || error.equals("invalid_token")) {
            return true;
        }
        advise(response);
        return false;
    }

    /** The challenge for our kind of token: the first that gives a reason, else the first. */
    private Optional<Challenge> challenge(StreamedResponse response) {
        Optional<Challenge> found = Optional.empty();
        for (Challenge challenge : Challenges.in(response.headers())) {
            if (challenge.is(constraint.tokenType()) || challenge.is("Bearer")) {
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

    /** Says what a refusal asks for that only the person can give. */
    private void advise(StreamedResponse response) {
        Optional<Challenge> found = challenge(response);
        if (found.isEmpty()) {
            return;
        }
        Challenge challenge = found.orElseThrow();
        String error = challenge.parameter("error").orElse("");
        if (error.equals("insufficient_scope")) {
            String wanted = challenge.parameter("scope").orElse("");
            trace.warn("the token's scopes are not enough (" + response.status() + reason(response) + ")"
                    + (isScope(wanted)
                            ? "; the API asks for \"" + wanted + "\": " + signInAgain.command() + " --scope '"
                                    + union(signInAgain.scope(), wanted) + "'"
                            : "; sign in with more: " + signInAgain.command() + " --scope …"));
        } else if (error.equals("insufficient_user_authentication")) {
            StringBuilder command = new StringBuilder(signInAgain.command());
            String classes = challenge.parameter("acr_values").orElse("");
            String age = challenge.parameter("max_age").orElse("");
            if (isScope(classes)) {
                command.append(" --acr-values '").append(classes).append('\'');
            }
            if (!age.isEmpty() && age.length() < 10 && age.chars().allMatch(c -> c >= '0' && c <= '9')) {
                command.append(" --max-age ").append(age);
            }
            trace.warn("the API asks for a stronger or fresher sign-in (" + response.status() + reason(response)
                    + ", RFC 9470 §3): " + command);
        } else if (!error.isEmpty()) {
            trace.warn("the API refused the request (" + response.status() + reason(response) + ")");
        }
    }

    /** Whether a server's text is a list of scope tokens, and so harmless inside a quoted shell word. */
    private static boolean isScope(String text) {
        boolean scope = !text.isEmpty() && text.length() < 1000;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            scope &= c >= ' ' && c < 0x7f && c != '\'' && c != '"' && c != '\\';
        }
        return scope;
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
