package dev.oat.cli.setting;

import dev.oat.http.Pause;
import dev.oat.http.Transport;
import dev.oat.http.tls.TransportSettings;
import dev.oat.render.text.Style;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The outside world, made in one place and handed in; nothing else reaches it.
 *
 * @param variables environment variables
 * @param clock the time
 * @param pause waiting
 * @param random randomness, made on first use
 * @param streams standard input, output and error
 * @param terminal the controlling terminal
 * @param transports makes a transport for settings, on first use
 * @param programs starts other programs
 * @param home the user's home directory
 * @param system the operating system's name, as Java gives it
 */
public record Environment(
        Map<String, String> variables,
        Clock clock,
        Pause pause,
        Supplier<SecureRandom> random,
        Streams streams,
        Terminal terminal,
        Function<TransportSettings, Transport> transports,
        Programs programs,
        Path home,
        String system) {
    public Environment {
        Objects.requireNonNull(variables, "variables is null");
        Objects.requireNonNull(clock, "clock is null");
        Objects.requireNonNull(pause, "pause is null");
        Objects.requireNonNull(random, "random is null");
        Objects.requireNonNull(streams, "streams is null");
        Objects.requireNonNull(terminal, "terminal is null");
        Objects.requireNonNull(transports, "transports is null");
        Objects.requireNonNull(programs, "programs is null");
        Objects.requireNonNull(home, "home is null");
        Objects.requireNonNull(system, "system is null");
    }

    /** Returns how many columns the terminal has: as {@code COLUMNS} says, else as it says itself, else 80. */
    public int columns() {
        Style told = Style.of("never", variables, false);
        return variables.getOrDefault("COLUMNS", "").isEmpty()
                ? Math.max(Style.NARROWEST, terminal.columns().orElse(told.width()))
                : told.width();
    }
}
