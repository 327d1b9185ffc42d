package dev.oat.playground.net;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Another clock, wrong by as much as one likes. */
public final class OffsetClock extends Clock {
    private final Clock right;
    private volatile Duration offset = Duration.ZERO;

    public OffsetClock(Clock right) {
        this.right = right;
    }

    public Duration offset() {
        return offset;
    }

    /** How far it is ahead; negative when it is behind. */
    public void setOffset(Duration ahead) {
        offset = ahead;
    }

    @Override
    public Instant instant() {
        return right.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return right.withZone(zone);
    }
}
