package dev.oat.endpoint;

import dev.oat.endpoint.jwt.JwtAnswers;
import dev.oat.http.Form;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks the server about a token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-2">RFC 7662 §2</a>
 */
public final class IntrospectionEndpoint {
    private final BackChannel channel;
    private final URI address;
    private final JwtAnswers answers;
    private final Trace trace;

    /**
     * Creates an endpoint.
     *
     * @param channel sends the requests
     * @param address where they go
     * @param answers opens an answer that comes as a JWT
     * @param trace takes the checks
     */
    public IntrospectionEndpoint(BackChannel channel, URI address, JwtAnswers answers, Trace trace) {
        this.answers = Objects.requireNonNull(answers, "answers is null");
        this.channel = Objects.requireNonNull(channel, "channel is null");
        this.address = Objects.requireNonNull(address, "address is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * Returns what the server says of a token, unchanged.
     *
     * @param token the token
     * @param hint {@code refresh_token}, {@code access_token}, or empty
     * @param signed whether the answer must be a signed JWT (RFC 9701)
     * @throws Failure.Refused if the server will not say
     * @throws Failure.Unreachable if no usable answer came
     * @throws Failure.CheckFailed if the answer lacks {@code active}
     */
    public JsonObject introspect(Secret token, String hint, boolean signed) {
        Form form = Form.empty().with("token", token);
        if (!hint.isEmpty()) {
            form = form.with("token_type_hint", hint);
        }
        BackChannel.Answered answered = channel.post(
                "introspection request",
                signed ? SpecRef.rfc(9701, "4") : SpecRef.rfc(7662, "2.1"),
                address,
                form,
                signed ? Optional.of(JwtAnswers.INTROSPECTION_TYPE) : Optional.empty());
        if (!answered.response().isSuccess()) {
            throw answered.refusal(SpecRef.rfc(7662, "2.3"));
        }
        boolean jwt = answered.response().mediaType().equals(JwtAnswers.INTROSPECTION_TYPE);
        if (signed) {
            trace.verify(
                    "introspection answer",
                    List.of(Check.of(
                            "introspection.signed",
                            "the answer is a JWT, as it was asked to be",
                            SpecRef.rfc(9701, "5"),
                            jwt,
                            JwtAnswers.INTROSPECTION_TYPE,
                            answered.response().mediaType())));
        }
        JsonObject document = jwt
                ? answers.introspection(Secret.of(answered.response().text().strip()))
                : JsonAnswer.of(answered.request(), answered.response());
        boolean said;
        try {
            said = document.flag("active").isPresent();
        } catch (JsonException e) {
            said = false;
        }
        answered.verify(
                trace,
                "introspection answer",
                List.of(Check.of(
                        "active",
                        "the answer says whether the token is active",
                        SpecRef.rfc(7662, "2.2"),
                        said,
                        "true or false",
                        said ? "one of them" : "")));
        return document;
    }
}
