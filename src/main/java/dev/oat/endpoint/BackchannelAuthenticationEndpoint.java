package dev.oat.endpoint;

import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Has the server ask a user on their own device.
 *
 * @see <a href="https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.7">OpenID
 *     CIBA Core §7</a>
 */
public final class BackchannelAuthenticationEndpoint {
    private static final SpecRef REQUEST = SpecRef.openIdCiba("7.1");
    private static final SpecRef ANSWER = SpecRef.openIdCiba("7.3");
    private static final SpecRef ERRORS = SpecRef.openIdCiba("13");

    private final BackChannel channel;
    private final URI address;
    private final Trace trace;

    /**
     * Creates an endpoint.
     *
     * @param channel sends the requests, authenticated as those to the token endpoint
     * @param address where they go
     * @param trace takes the checks
     */
    public BackchannelAuthenticationEndpoint(BackChannel channel, URI address, Trace trace) {
        this.channel = Objects.requireNonNull(channel, "channel is null");
        this.address = Objects.requireNonNull(address, "address is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * A request that the user is being asked about.
     *
     * @param authReqId what identifies it; nobody else may see it
     * @param life how long it stands
     * @param interval how long to wait between two questions
     */
    public record Acknowledged(Secret authReqId, Duration life, Duration interval) {
        public Acknowledged {
            Objects.requireNonNull(authReqId, "authReqId is null");
            Objects.requireNonNull(life, "life is null");
            Objects.requireNonNull(interval, "interval is null");
        }
    }

    /**
     * Has the user asked.
     *
     * @param form who it is, and what for
     * @throws Failure.Refused if the server does not ask them
     * @throws Failure.Unreachable if the answer is no message of the protocol
     * @throws Failure.CheckFailed if the answer cannot be used
     */
    public Acknowledged ask(Form form) {
        BackChannel.Answered answered = channel.post("backchannel authentication request", REQUEST, address, form);
        JsonObject answer = answered.object(ERRORS);
        answered.verify(
                trace,
                "backchannel authentication answer",
                List.of(
                        WaitAnswer.code(answer, "auth_req_id", ANSWER),
                        WaitAnswer.expiry(answer, ANSWER),
                        WaitAnswer.interval(answer, ANSWER)));
        return new Acknowledged(
                Secret.of(WaitAnswer.text(answer, "auth_req_id").orElse("")),
                WaitAnswer.life(answer),
                WaitAnswer.pace(answer));
    }
}
