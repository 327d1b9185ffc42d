package dev.oat.endpoint;

import dev.oat.http.Form;
import dev.oat.http.Origins;
import dev.oat.json.JsonObject;
import dev.oat.trace.Ascii;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Begins a sign-in that a user finishes on another device.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628#section-3.1">RFC 8628 §3.1</a>
 */
public final class DeviceAuthorizationEndpoint {
    /** Longer ones nobody types, and nobody compares. */
    private static final int LONGEST_USER_CODE = 64;

    private static final int LONGEST_URI = 2048;
    private static final SpecRef REQUEST = SpecRef.rfc(8628, "3.1");
    private static final SpecRef ANSWER = SpecRef.rfc(8628, "3.2");

    private final BackChannel channel;
    private final URI address;
    private final boolean allowHttp;
    private final Trace trace;

    /**
     * Creates an endpoint.
     *
     * @param channel sends the requests, authenticated as those to the token endpoint
     * @param address where they go
     * @param allowHttp whether people may be sent to http pages beyond this machine
     * @param trace takes the checks
     */
    public DeviceAuthorizationEndpoint(BackChannel channel, URI address, boolean allowHttp, Trace trace) {
        this.channel = Objects.requireNonNull(channel, "channel is null");
        this.address = Objects.requireNonNull(address, "address is null");
        this.allowHttp = allowHttp;
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    /**
     * Asks for the codes.
     *
     * @param scope the scopes to ask for, separated by spaces, or empty
     * @param extra further parameters, such as {@code resource}
     * @throws Failure.Refused if the server does not give any
     * @throws Failure.Unreachable if the answer is no message of the protocol
     * @throws Failure.CheckFailed if the answer cannot be used safely
     */
    public DeviceAuthorization ask(String scope, Form extra) {
        Form form = (scope.isEmpty() ? Form.empty() : Form.empty().with("scope", scope)).withAll(extra);
        BackChannel.Answered answered = channel.post("device authorization request", REQUEST, address, form);
        JsonObject answer = answered.object(ANSWER);
        answered.verify(trace, "device authorization answer", checks(answer));
        return new DeviceAuthorization(
                Secret.of(WaitAnswer.text(answer, "device_code").orElse("")),
                WaitAnswer.text(answer, "user_code").orElse(""),
                WaitAnswer.text(answer, uriMember(answer)).orElse(""),
                WaitAnswer.text(answer, uriMember(answer) + "_complete"),
                WaitAnswer.life(answer),
                WaitAnswer.pace(answer));
    }

    /** Google's answers are older than the RFC, and say {@code verification_url}. */
    private static String uriMember(JsonObject answer) {
        boolean old = !answer.has("verification_uri") && answer.has("verification_url");
        return old ? "verification_url" : "verification_uri";
    }

    private List<Check> checks(JsonObject answer) {
        List<Check> checks = new ArrayList<>();
        checks.add(WaitAnswer.code(answer, "device_code", ANSWER));
        checks.add(userCode(answer));
        checks.add(uri(answer, uriMember(answer), "the user can be sent to the page"));
        String complete = uriMember(answer) + "_complete";
        if (answer.has(complete)) {
            checks.add(uri(answer, complete, "the user can be sent to the page with the code in its address"));
        }
        checks.add(WaitAnswer.expiry(answer, ANSWER));
        checks.add(WaitAnswer.interval(answer, ANSWER));
        return checks;
    }

    private static Check userCode(JsonObject answer) {
        Object value = answer.value("user_code").orElse("");
        boolean usable = value instanceof String text && isTypable(text);
        return Check.of(
                "user_code",
                "the answer holds a code for the user",
                ANSWER,
                usable,
                "a text of at most " + LONGEST_USER_CODE + " characters that can be typed",
                usable ? "one" : value.equals("") ? "" : "something else");
    }

    /** Letters and digits of any script, and what stands between groups of them. */
    private static boolean isTypable(String text) {
        return text.length() <= LONGEST_USER_CODE
                && text.chars().anyMatch(Character::isLetterOrDigit)
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || " -_.+*#@!".indexOf(c) >= 0);
    }

    private Check uri(JsonObject answer, String member, String title) {
        Object value = answer.value(member).orElse("");
        Optional<String> problem =
                value instanceof String text ? problem(text) : Optional.of("something that is no text");
        return Check.of(
                member,
                title,
                ANSWER,
                problem.isEmpty(),
                "an https address",
                problem.isEmpty() ? String.valueOf(value) : problem.orElseThrow());
    }

    private Optional<String> problem(String text) {
        if (text.isEmpty()) {
            return Optional.of("");
        }
        if (text.length() > LONGEST_URI) {
            return Optional.of(text.length() + " characters");
        }
        if (!Ascii.isVisible(text)) {
            return Optional.of("one with characters that no address has");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("something that is no address");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !(http || "https".equalsIgnoreCase(uri.getScheme()))) {
            return Optional.of("an address of another kind: " + text);
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("an address with a user name");
        }
        return http && !allowHttp && !Origins.isSecure(uri)
                ? Optional.of("http to another machine: " + text)
                : Optional.empty();
    }
}
