package dev.oat.session.api;

import dev.oat.http.NetworkFailure;
import dev.oat.http.Pause;
import dev.oat.http.Request;
import dev.oat.http.StreamedResponse;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Sends a request again when the API asks to come back later (429, 503), or when it could not be reached at all.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110 §10.2.3</a>
 */
public final class Retries implements ApiCalls {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /**
     * How often, and what.
     *
     * @param times how often to send again
     * @param unsafe whether methods that change something are sent again too
     */
    public record Policy(int times, boolean unsafe) {}

    private final ApiCalls calls;
    private final Policy policy;
    private final Clock clock;
    private final Pause pause;
    private final DoubleSupplier random;
    private final Trace trace;

    /**
     * Retries.
     *
     * @param calls sends the request
     * @param policy how often, and what
     * @param clock the time, for {@code Retry-After} with a date
     * @param pause waits
     * @param random from 0 to 1, so that many callers do not come back at once
     * @param trace takes what happens
     */
    public Retries(ApiCalls calls, Policy policy, Clock clock, Pause pause, DoubleSupplier random, Trace trace) {
        this.calls = Objects.requireNonNull(calls, "calls is null");
        this.policy = Objects.requireNonNull(policy, "policy is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.pause = Objects.requireNonNull(pause, "pause is null");
        this.random = Objects.requireNonNull(random, "random is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    @Override
    public StreamedResponse send(Request request) {
        for (int done = 0; ; done++) {
            boolean last = done >= policy.times();
            Duration wait;
            String why;
            try {
                StreamedResponse response = calls.send(request);
                if (last || !mayComeBack(request, response)) {
                    return response;
                }
                Optional<Duration> asked = retryAfter(response);
                wait = asked.isPresent() ? asked.orElseThrow() : backoff(done);
                if (wait.compareTo(LONGEST_WAIT) > 0) {
                    trace.warn("the API asks to come back in " + wait.toSeconds() + " s, which is not waited for");
                    return response;
                }
                why = "the API answered " + response.status();
                ProtectedResource.discard(response);
            } catch (Failure.Unreachable failure) {
                if (last
                        || !NetworkFailure.nothingWasSent(failure)
                        || !request.body().repeatable()) {
                    throw failure;
                }
                wait = backoff(done);
                why = failure.what();
            }
            trace.warn(why + "; trying again in " + seconds(wait) + " (" + (done + 1) + " of " + policy.times() + ")");
            sleep(request, wait);
        }
    }

    private boolean mayComeBack(Request request, StreamedResponse response) {
        if (response.status() != 429 && response.status() != 503) {
            return false;
        }
        boolean safe = switch (request.method()) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> policy.unsafe();
        };
        if (!safe) {
            trace.warn("the API answered " + response.status() + "; " + request.method()
                    + " is only sent again with --retry-unsafe");
            return false;
        }
        if (!request.body().repeatable()) {
            trace.warn(
                    "the API answered " + response.status() + "; the body came from a pipe and cannot be sent again");
            return false;
        }
        return true;
    }

    private Optional<Duration> retryAfter(StreamedResponse response) {
        String text = response.headers().first("Retry-After").orElse("").trim();
        if (text.length() <= 9 && Ascii.isDigits(text)) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), at);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Duration backoff(int done) {
        long ceiling = Math.min(LONGEST_BACKOFF.toMillis(), FIRST.toMillis() << Math.min(done, 10));
        return Duration.ofMillis(ceiling / 2 + (long) (random.getAsDouble() * (ceiling - ceiling / 2)));
    }

    private void sleep(Request request, Duration wait) {
        try {
            pause.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted while waiting to send the " + request.title() + " again");
        }
    }

    private static String seconds(Duration wait) {
        return wait.toMillis() >= 10_000
                ? wait.toSeconds() + " s"
                : wait.toMillis() / 1000 + "." + wait.toMillis() / 100 % 10 + " s";
    }
}
