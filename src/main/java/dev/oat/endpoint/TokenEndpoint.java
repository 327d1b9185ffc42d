package dev.oat.endpoint;

import dev.oat.grant.Grant;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.proof.Bearer;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Redeems grants for tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.2">RFC 6749 §3.2</a>
 */
public final class TokenEndpoint {
    private final BackChannel channel;
    private final URI address;
    private final Trace trace;
    private final boolean anyIsBearer;

    /**
     * Creates a token endpoint.
     *
     * @param channel sends the requests
     * @param address where they go
     * @param trace takes the checks
     */
    public TokenEndpoint(BackChannel channel, URI address, Trace trace) {
        this(channel, address, trace, false);
    }

    private TokenEndpoint(BackChannel channel, URI address, Trace trace, boolean anyIsBearer) {
        this.anyIsBearer = anyIsBearer;
        this.channel = Objects.requireNonNull(channel, "channel is null");
        this.address = Objects.requireNonNull(address, "address is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /** Returns this endpoint where tokens of no type, or of one that nobody knows, are taken as bearer tokens. */
    public TokenEndpoint takingAnyTypeAsBearer() {
        return new TokenEndpoint(channel, address, trace, true);
    }

    /**
     * Redeems a grant, once.
     *
     * @param grant what the client holds
     * @param extra further parameters, such as {@code resource}
     * @return the token; a refusal; or what is not to be used, where there is no access token or it is of another kind than
     *     was asked for
     * @throws Failure.Unreachable if the answer is no message of the protocol
     * @throws Failure.TimedOut if none came in time
     */
    public TokenResult redeem(Grant grant, Form extra) {
        Form form = Form.empty()
                .with("grant_type", grant.type())
                .withAll(grant.parameters())
                .withAll(extra);
        BackChannel.Answered answered = channel.post(title(grant), grant.spec(), address, form);
        TokenResult result = read(answered);
        if (result instanceof TokenResponse response) {
            TokenResponse believed;
            try {
                believed = believed("token answer", response, channel.constraint(), grant);
            } catch (Failure.CheckFailed failed) {
                Failure.CheckFailed e = BackChannel.told(failed, answered.request(), answered.response());
                return new UnusableToken(response.usableRefreshToken(), e);
            }
            if (form.has("authorization_details") && !response.document().has("authorization_details")) {
                trace.warn("the answer does not say which authorization_details were granted (RFC 9396 §7):"
                        + " the server may not know them");
            }
            return believed;
        }
        return result;
    }

    /**
     * Reads an answer.
     *
     * @param answered the request and its answer
     * @throws Failure.Unreachable if it is no message of the protocol
     */
    private static TokenResult read(BackChannel.Answered answered) {
        boolean success = answered.response().isSuccess();
        Optional<JsonObject> document = JsonAnswer.in(answered.response());
        if (document.isPresent() && success && document.orElseThrow().has("access_token")) {
            return new TokenResponse(document.orElseThrow());
        }
        Optional<TokenError> error = TokenError.in(answered.request(), answered.response(), answered.method());
        if (error.isPresent()) {
            return error.orElseThrow();
        }
        return new TokenResponse(answered.object(SpecRef.rfc(6749, "5.2")));
    }

    /**
     * Returns an answer that came through the browser, checked as one of this endpoint for a bearer token.
     *
     * @throws Failure.CheckFailed for the first check that failed
     */
    public TokenResponse believed(TokenResponse response) {
        return believed("authorization response", response, new Bearer(), null);
    }

    private TokenResponse believed(
            String subject, TokenResponse response, SenderConstraint constraint, @Nullable Grant grant) {
        List<String> others = grant == null ? List.of() : grant.furtherTokenTypes();
        List<Check> checks = response.checks(constraint, others, anyIsBearer);
        if (grant != null) {
            checks.addAll(grant.checks(response.document()));
        }
        try {
            trace.verify(subject, checks);
        } catch (Failure.CheckFailed e) {
            if (e.check().name().equals("token_type") && response.isOddBearer(constraint)) {
                e.hint("if the server means a bearer token: --token-type bearer, OAT_TOKEN_TYPE=bearer, or in a profile"
                        + " token_type = \"bearer\"");
            }
            throw e;
        }
        return response.inForm(constraint, others);
    }

    /** {@code password token request}, but {@code refresh token request}. */
    private static String title(Grant grant) {
        return grant.name() + (grant.name().endsWith(" token") ? " request" : " token request");
    }
}
