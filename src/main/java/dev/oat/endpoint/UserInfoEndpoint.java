package dev.oat.endpoint;

import dev.oat.endpoint.jwt.JwtAnswers;
import dev.oat.http.Challenges;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.ServerWords;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Relocation;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks the server who the user behind an access token is.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#UserInfo">OpenID Connect Core §5.3</a>
 */
public final class UserInfoEndpoint {
    private static final SpecRef RESPONSE = SpecRef.oidcCore("5.3.2");

    private final Transport transport;
    private final SenderConstraint constraint;
    private final URI address;
    private final JwtAnswers answers;
    private final Relocation relocation;
    private final Trace trace;

    /**
     * Creates an endpoint.
     *
     * @param transport sends the requests
     * @param constraint proves possession of the token
     * @param address where they go
     * @param answers opens an answer that comes as a JWT
     * @param relocation tells where it lies now, when there is none at its address
     * @param trace takes the checks
     */
    public UserInfoEndpoint(
            Transport transport,
            SenderConstraint constraint,
            URI address,
            JwtAnswers answers,
            Relocation relocation,
            Trace trace) {
        this.relocation = Objects.requireNonNull(relocation, "relocation is null");
        this.answers = Objects.requireNonNull(answers, "answers is null");
        this.transport = Objects.requireNonNull(transport, "transport is null");
        this.constraint = Objects.requireNonNull(constraint, "constraint is null");
        this.address = Objects.requireNonNull(address, "address is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /** What the endpoint answered: the claims, or that the token was refused. */
    public sealed interface Answer {
        /**
         * The claims.
         *
         * @param document the claims, unchanged
         */
        record Claims(JsonObject document) implements Answer {}

        /**
         * The token was refused.
         *
         * @param status the HTTP status
         * @param said what the server said of it
         * @param otherScheme whether the server asks for tokens, and for none that are sent as this one was
         */
        record Refused(int status, Failure.Said said, boolean otherScheme) implements Answer {}
    }

    /**
     * The claims about the user.
     *
     * @param accessToken the token
     * @param subject the {@code sub} of the ID token, which the answer must repeat; empty when there was none
     * @throws Failure.Unreachable if no usable answer came
     * @throws Failure.CheckFailed if the claims are about somebody else
     */
    public Answer ask(Secret accessToken, Optional<String> subject) {
        BackChannel.Answered answered = send(accessToken, address);
        if (Relocation.isGone(answered.response().status())) {
            Optional<URI> moved = relocation.insteadOf(address);
            if (moved.isPresent()) {
                answered = send(accessToken, moved.get());
            }
        }
        Request request = answered.request();
        Response response = answered.response();
        if (response.status() == 401 || response.status() == 403) {
            return new Answer.Refused(
                    response.status(),
                    ServerWords.in(request, response),
                    asksForOther(response, constraint.tokenType()));
        }
        if (response.isBusy()) {
            throw UnexpectedAnswer.comeBackLater(request, response).phase(request.title());
        }
        if (!response.isSuccess()) {
            Optional<TokenError> error = TokenError.in(request, response, "");
            throw error.isPresent()
                    ? error.orElseThrow().failure(SpecRef.oidcCore("5.3.3"))
                    : UnexpectedAnswer.notAMessage(request, response).phase(request.title());
        }
        JsonObject document = response.mediaType().equals(JwtAnswers.USERINFO_TYPE)
                ? answers.userinfo(Secret.of(response.text().strip()))
                : JsonAnswer.of(request, response);
        try {
            trace.verify("userinfo answer", checks(document, subject));
        } catch (Failure.CheckFailed e) {
            throw BackChannel.told(e, request, response);
        }
        return new Answer.Claims(document);
    }

    private BackChannel.Answered send(Secret accessToken, URI to) {
        Request request = build(accessToken, to, constraint);
        Response response = transport.send(request);
        Optional<SenderConstraint> again = constraint.learn(request, response.status(), response.headers(), "");
        if (again.isPresent()) {
            request = build(accessToken, to, again.orElseThrow());
            response = transport.send(request);
            again.orElseThrow().learn(request, response.status(), response.headers(), "");
        }
        return new BackChannel.Answered(request, response, "");
    }

    /** Returns whether an answer challenges for tokens of other schemes alone. */
    private static boolean asksForOther(Response response, String tokenType) {
        boolean other = false;
        for (Challenges.Challenge challenge : Challenges.in(response.headers())) {
            if (challenge.is(tokenType)) {
                return false;
            }
            other |= challenge.is("Bearer") || challenge.is("DPoP");
        }
        return other;
    }

    private static Request build(Secret accessToken, URI to, SenderConstraint with) {
        Request request = Request.get("userinfo request", SpecRef.oidcCore("5.3.1"), to);
        return with.prove(
                request.withHeaders(request.headers()
                        .without("Accept")
                        .with("Accept", "application/json, " + JwtAnswers.USERINFO_TYPE)),
                Optional.of(accessToken));
    }

    static List<Check> checks(JsonObject document, Optional<String> subject) {
        List<Check> checks = new ArrayList<>();
        String found;
        try {
            found = document.text("sub").orElse("");
        } catch (JsonException e) {
            found = "";
        }
        checks.add(Check.of("userinfo.sub", "sub is there", RESPONSE, !found.isEmpty(), "a text", found));
        if (subject.isPresent()) {
            checks.add(
                    Check.same("userinfo.same_sub", "sub is the ID token's", RESPONSE, subject.orElseThrow(), found));
        }
        return checks;
    }
}
