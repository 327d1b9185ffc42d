package dev.oat.endpoint;

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

/**
 * Asks the server about a token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-2">RFC 7662 §2</a>
 */
public final class IntrospectionEndpoint {
    private final BackChannel channel;
    private final URI address;
    private final Trace trace;

    public IntrospectionEndpoint(BackChannel channel, URI address, Trace trace) {
        this.channel = Objects.requireNonNull(channel, "channel is null");
        this.address = Objects.requireNonNull(address, "address is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * What the server says of a token, unchanged.
     *
     * @param token the token
     * @param hint {@code refresh_token}, {@code access_token}, or empty
     * @throws Failure.Refused if the server will not say
     * @throws Failure.Unreachable if no usable answer came
     * @throws Failure.CheckFailed if the answer lacks {@code active}
     */
    public JsonObject introspect(Secret token, String hint) {
        Form form = Form.empty().with("token", token);
        if (!hint.isEmpty()) {
            form = form.with("token_type_hint", hint);
        }
        BackChannel.Answered answered = channel.post("introspection request", SpecRef.rfc(7662, "2.1"), address, form);
        JsonObject document = BackChannel.object(answered.request(), answered.response());
        if (!answered.response().isSuccess()) {
            if (document.value("error").orElse("") instanceof String error && !error.isEmpty()) {
                Object description = document.value("error_description").orElse("");
                Failure failure = new Failure.Refused(error, description instanceof String text ? text : "");
                failure.phase("introspection request");
                failure.spec(SpecRef.rfc(7662, "2.3"));
                failure.hint("the client must be one that may ask about tokens; check --client-id and its secret");
                throw failure.at(address.toString(), answered.response().status());
            }
            throw answered.response().notAMessage(answered.request()).phase("introspection request");
        }
        boolean said;
        try {
            said = document.flag("active").isPresent();
        } catch (JsonException e) {
            said = false;
        }
        trace.verify(
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
