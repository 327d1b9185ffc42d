package dev.oat.render.text;

import dev.oat.authorization.redirect.Alarm;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line at the end of a terminal that says what is awaited and for how long; when it is closed, nothing of it stays.
 *
 * <p>It shows itself after a second, so that short waits do not flicker. Where there is no terminal it does nothing.
 * Others who write to the terminal meanwhile do it through {@link #beside}.
 */
public final class LiveLine implements AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final String ERASE = "\r\u001b[K";

    /** Where and how it is drawn. */
    private record Screen(PrintStream stream, Style style, Clock clock, Alarm alarm, Instant since) {}

    private final @Nullable Screen screen;
    private final Optional<Duration> limit;
    private final boolean countsDown;
    private String what;
    private boolean shown;
    private boolean closed;
    private Alarm.@Nullable Ring ring;
    private @Nullable Thread atInterrupt;

    private LiveLine(@Nullable Screen screen, String what, Optional<Duration> limit, boolean countsDown) {
        this.screen = screen;
        this.what = what;
        this.limit = limit;
        this.countsDown = countsDown;
    }

    /** Returns a line that is never shown. */
    public static LiveLine none() {
        return new LiveLine(null, "", Optional.empty(), false);
    }

    /**
     * A line that ticks every second until it is closed; on a stream that is no terminal, one that is never shown.
     *
     * @param stream the terminal, standard error
     * @param style what the terminal can show
     * @param clock the time
     * @param alarm rings every second
     * @param what what is awaited: {@code "waiting for the sign-in in the browser"}
     * @param limit how long at most, or empty
     */
    public static LiveLine on(
            PrintStream stream, Style style, Clock clock, Alarm alarm, String what, Optional<Duration> limit) {
        return on(new Screen(stream, style, clock, alarm, clock.instant()), what, limit, false);
    }

    /**
     * Returns a line that says how much time is left, until it is closed.
     *
     * @param stream the terminal, standard error
     * @param style what the terminal can show
     * @param clock the time
     * @param alarm rings every second
     * @param what what is awaited
     * @param limit how long at most
     */
    public static LiveLine countdown(
            PrintStream stream, Style style, Clock clock, Alarm alarm, String what, Duration limit) {
        return on(new Screen(stream, style, clock, alarm, clock.instant()), what, Optional.of(limit), true);
    }

    private static LiveLine on(Screen screen, String what, Optional<Duration> limit, boolean countsDown) {
        if (!screen.style().terminal()) {
            return none();
        }
        LiveLine line = new LiveLine(screen, what, limit, countsDown);
        line.wind();
        return line;
    }

    private synchronized void wind() {
        if (screen != null && !closed) {
            ring = screen.alarm().after(TICK, this::tick);
        }
    }

    private synchronized void tick() {
        if (!closed) {
            shown = true;
            if (atInterrupt == null) {
                // what comes after Ctrl-C does not begin behind this line
                atInterrupt = new Thread(this::close);
                Runtime.getRuntime().addShutdownHook(atInterrupt);
            }
            draw();
            wind();
        }
    }

    private void draw() {
        if (screen == null) {
            return;
        }
        Duration past = Duration.between(screen.since(), screen.clock().instant());
        String time = countsDown
                ? span(limit.orElse(Duration.ZERO).minus(past)) + " left"
                : span(past) + (limit.isPresent() ? " of " + span(limit.get()) : "");
        String awaited = screen.style().fit("… " + Sanitizer.line(what));
        // the last column stays free: some terminals would begin a new line there
        int room = Math.max(1, screen.style().width() - 1);
        int forWhat = room - time.length() - 2;
        String line = forWhat < 2
                ? time.substring(0, Math.min(room, time.length()))
                : awaited.substring(0, DisplayWidth.fitting(awaited, forWhat)) + ", " + time;
        screen.stream().print(ERASE + screen.style().paint(Style.Ink.DIM, line));
        screen.stream().flush();
    }

    private static String span(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
    }

    /** Says something else from now on: {@code "asking again in 10 s"}. */
    public synchronized void say(String next) {
        what = next;
        if (shown && !closed) {
            draw();
        }
    }

    /** Does what writes to the same terminal, with the line out of its way. */
    public synchronized void beside(Runnable writing) {
        boolean again = shown && !closed;
        erase();
        writing.run();
        if (again) {
            shown = true;
            draw();
        }
    }

    private void erase() {
        if (shown && screen != null) {
            shown = false;
            screen.stream().print(ERASE);
            screen.stream().flush();
        }
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        erase();
        closed = true;
        if (ring != null) {
            ring.cancel();
        }
        Thread hook = atInterrupt;
        if (hook != null && hook != Thread.currentThread()) {
            atInterrupt = null;
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the process ends: the hook runs, and finds nothing to do
            }
        }
    }
}
