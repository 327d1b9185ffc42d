package dev.oat.cli.setting;

import dev.oat.trace.Failure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A time as people write it: {@code 2026-11-21}, {@code 2026-11-21T12:00:00Z}, seconds since 1970, or {@code +5m}. */
public final class PointInTime {
    private PointInTime() {}

    /**
     * The time that a text means.
     *
     * @param label what gave it, for messages
     * @param now what {@code +} and {@code -} count from
     * @throws Failure.Usage if it means none
     */
    public static Instant of(String label, String text, Instant now) {
        try {
            char first = text.isEmpty() ? ' ' : text.charAt(0);
            if (first == '+' || first == '-') {
                Duration span = span(text.substring(1));
                return first == '+' ? now.plus(span) : now.minus(span);
            }
            if (text.indexOf('-') < 0) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw Failure.Usage.value(label, text, "a time")
                    .hint(
                            "write 2026-11-21T12:00:00Z, 2026-11-21, seconds since 1970, or a distance such as +5m or -2h");
        }
    }

    private static Duration span(String text) {
        long number = Long.parseLong(text.substring(0, Math.max(0, text.length() - 1)));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> throw new NumberFormatException("no unit");
        };
    }
}
