package dev.oat.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long a streamed exchange may take.
 *
 * @param idle the longest time in which no byte moves; waiting for this machine's own pipes does not count
 * @param total the time for the whole exchange, its bodies included, or empty for none
 * @param bodies whether the idle limit holds for the answer's body too, and not for its head alone
 */
public record StreamLimits(Duration idle, Optional<Duration> total, boolean bodies) {
    /** The idle limit unless another is asked for. */
    public static final Duration DEFAULT_IDLE = Duration.ofSeconds(60);

    public StreamLimits {
        Objects.requireNonNull(idle, "idle is null");
        Objects.requireNonNull(total, "total is null");
    }

    /** Limits whose idle one holds for the answer's body too. */
    public StreamLimits(Duration idle, Optional<Duration> total) {
        this(idle, total, true);
    }

    /** The default idle limit, and no limit to the whole. */
    public static StreamLimits standard() {
        return new StreamLimits(DEFAULT_IDLE, Optional.empty());
    }

    /** Returns these limits with one for the whole exchange. */
    public StreamLimits within(Duration whole) {
        return new StreamLimits(idle, Optional.of(whole), bodies);
    }

    /** The default idle limit for the answer's head; its body may pause for ever, as a stream of events does. */
    public static StreamLimits forHeads() {
        return new StreamLimits(DEFAULT_IDLE, Optional.empty(), false);
    }
}
