package dev.oat.endpoint;

import dev.oat.grant.Grant;
import dev.oat.http.Form;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * Redeems grants for tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.2">RFC 6749 §3.2</a>
 */
public final class TokenEndpoint {
    private final BackChannel channel;
    private final URI address;
    private final Trace trace;

    /**
     * A token endpoint.
     *
     * @param channel sends the requests
     * @param address where they go
     * @param trace takes the checks
     */
    public TokenEndpoint(BackChannel channel, URI address, Trace trace) {
        this.channel = Objects.requireNonNull(channel, "channel is null");
        this.address = Objects.requireNonNull(address, "address is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
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
        TokenResult result = TokenResponse.read(answered);
        if (result instanceof TokenResponse response) {
            List<Check> checks = response.checks(channel.constraint(), grant.furtherTokenTypes());
            checks.addAll(grant.checks(response.document()));
            try {
                answered.verify(trace, "token answer", checks);
            } catch (Failure.CheckFailed e) {
                return new UnusableToken(response.usableRefreshToken(), e);
            }
            if (form.has("authorization_details") && !response.document().has("authorization_details")) {
                trace.warn("the answer does not say which authorization_details were granted (RFC 9396 §7):"
                        + " the server may not know them");
            }
        }
        return result;
    }

    /** {@code password token request}, but {@code refresh token request}. */
    private static String title(Grant grant) {
        return grant.name() + (grant.name().endsWith(" token") ? " request" : " token request");
    }
}
