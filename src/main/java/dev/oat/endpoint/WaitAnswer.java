package dev.oat.endpoint;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Ascii;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.time.Duration;
import java.util.Optional;

/** What the answers that a client then waits by have in common: a code, how long it is good, and how often to ask. */
final class WaitAnswer {
    /** What is asked for less often never comes; what is asked for too often is a burden. */
    private static final long LONGEST_INTERVAL = 300;

    private static final long LONGEST_LIFE = 86_400;
    private static final int LONGEST_CODE = 8 << 10;

    private WaitAnswer() {}

    /** Returns a code that only the client sees. */
    static Check code(JsonObject answer, String member, SpecRef spec) {
        Object value = answer.value(member).orElse("");
        boolean usable = value instanceof String text && Ascii.isVisible(text) && text.length() <= LONGEST_CODE;
        return Check.of(
                member,
                "the answer holds a code to wait with",
                spec,
                usable,
                "a text of at most " + LONGEST_CODE + " visible ASCII characters",
                usable ? "one" : value.equals("") ? "" : "something else");
    }

    /** Returns how long the code is good, which must be said. */
    static Check expiry(JsonObject answer, SpecRef spec) {
        Object value = answer.value("expires_in").orElse("");
        Optional<Long> seconds = TokenResponse.seconds(value);
        return Check.of(
                "expires_in",
                "the answer says how long the code is good",
                spec,
                seconds.isPresent() && seconds.orElseThrow() > 0,
                "a positive number of seconds",
                seconds.isPresent() ? seconds.orElseThrow() + " s" : value.equals("") ? "" : "something else");
    }

    /** Returns how often to ask, where it is said. */
    static Check interval(JsonObject answer, SpecRef spec) {
        String title = "the answer says how often to ask";
        if (!answer.has("interval")) {
            return Check.notApplicable("interval", title, spec, "no interval, so every 5 s");
        }
        Object value = answer.value("interval").orElse("");
        boolean number = TokenResponse.seconds(value).isPresent();
        return Check.of("interval", title, spec, number, "a number of seconds", number ? "a number" : "something else");
    }

    static Duration life(JsonObject answer) {
        long seconds =
                TokenResponse.seconds(answer.value("expires_in").orElse("")).orElse(0L);
        return Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE));
    }

    /** Returns the interval that a server gave, within reason: 5 s where it gave none, never less than 1 s or more than 5 min. */
    static Duration pace(JsonObject answer) {
        Optional<Long> seconds = TokenResponse.seconds(answer.value("interval").orElse(""));
        return Duration.ofSeconds(Math.max(1, Math.min(seconds.orElse(5L), LONGEST_INTERVAL)));
    }

    /** Returns a text member that may be absent. */
    static Optional<String> text(JsonObject answer, String member) {
        try {
            return answer.text(member).filter(text -> !text.isEmpty());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
