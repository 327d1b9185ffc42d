package dev.oat.endpoint;

import dev.oat.http.Form;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Ascii;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes an authorization request before the browser does, from an authenticated client, and gives a reference to it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126#section-2">RFC 9126 §2</a>
 */
public final class PushedAuthorizationEndpoint {
    /** A name that a browser's address can carry is not longer. */
    private static final int LONGEST = 2048;

    private static final SpecRef REQUEST = SpecRef.rfc(9126, "2.1");
    private static final SpecRef ANSWER = SpecRef.rfc(9126, "2.2");
    private static final SpecRef ERRORS = SpecRef.rfc(9126, "2.3");

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
    public PushedAuthorizationEndpoint(BackChannel channel, URI address, Trace trace) {
        this.channel = Objects.requireNonNull(channel, "channel is null");
        this.address = Objects.requireNonNull(address, "address is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * What stands for a request that was pushed.
     *
     * @param requestUri the reference, good for one authorization request of this client
     * @param expiresIn how many seconds it is good, when the server says
     */
    public record Reference(String requestUri, Optional<Long> expiresIn) {
        public Reference {
            Objects.requireNonNull(requestUri, "requestUri is null");
            Objects.requireNonNull(expiresIn, "expiresIn is null");
        }
    }

    /**
     * Pushes a request.
     *
     * @param form all of its parameters
     * @throws Failure.Refused if the server does not take it
     * @throws Failure.Unreachable if the answer is no message of the protocol
     * @throws Failure.CheckFailed if it holds no usable reference
     */
    public Reference push(Form form) {
        BackChannel.Answered answered = channel.post("pushed authorization request", REQUEST, address, form);
        JsonObject answer = answered.object(ERRORS);
        answered.verify(trace, "pushed authorization answer", checks(answer));
        return new Reference(answer.text("request_uri").orElse(""), answer.number("expires_in"));
    }

    private static List<Check> checks(JsonObject answer) {
        List<Check> checks = new ArrayList<>();
        Object uri = answer.value("request_uri").orElse("");
        boolean usable = uri instanceof String text && isReference(text);
        checks.add(Check.of(
                "request_uri",
                "the answer refers to the request",
                ANSWER,
                usable,
                "a URI of at most " + LONGEST + " visible ASCII characters",
                usable ? "one" : uri.equals("") ? "" : "something else"));
        String title = "the answer says for how long";
        if (!answer.has("expires_in")) {
            checks.add(Check.notApplicable("expires_in", title, ANSWER, "no expires_in"));
            return checks;
        }
        String found;
        boolean positive;
        try {
            long seconds = answer.number("expires_in").orElse(0L);
            positive = seconds > 0;
            found = seconds + " s";
        } catch (JsonException e) {
            positive = false;
            found = String.valueOf(e.getMessage());
        }
        checks.add(Check.of("expires_in", title, ANSWER, positive, "a positive number of seconds", found));
        return checks;
    }

    private static boolean isReference(String text) {
        return Ascii.isVisible(text) && text.indexOf(':') > 0 && text.length() <= LONGEST;
    }
}
