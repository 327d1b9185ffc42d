package dev.oat.cli.tour;

import dev.oat.cli.frame.Commands;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Streams;
import dev.oat.cli.setting.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs the tour's commands as a user at a terminal would: the same tree of commands, but a home directory of the tour's
 * own, so that no profile or session of the user's is read or written.
 */
final class TourTerminal {
    private final Commands commands;
    private final Environment outside;
    private final Path home;
    private final Map<String, String> variables;
    private Consumer<String> remarks = line -> {};

    TourTerminal(Commands commands, Environment outside, Path home) {
        this.commands = commands;
        this.outside = outside;
        this.home = home;
        this.variables = new HashMap<>();
        outside.variables().forEach((name, value) -> {
            if (!name.startsWith("OAT_") && !name.startsWith("XDG_")) {
                variables.put(name, value);
            }
        });
        variables.put("HOME", home.toString());
        variables.put("OAT_CONFIG_DIR", home.resolve("config").toString());
        variables.put("OAT_STATE_DIR", home.resolve("state").toString());
        variables.put("OAT_CACHE_DIR", home.resolve("cache").toString());
    }

    /** Sets an environment variable for the commands that follow. */
    void set(String variable, String value) {
        variables.put(variable, value);
    }

    /** Tells each line that a command writes to standard error, as it comes. */
    void onRemark(Consumer<String> listener) {
        remarks = listener;
    }

    /**
     * How a command ended.
     *
     * @param code its exit code
     * @param out all of standard output
     * @param err all of standard error
     */
    record Ran(int code, String out, String err) {}

    /** Runs one command line, without the word {@code oat} before it. */
    Ran run(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Lines err = new Lines(remarks);
        Streams streams = new Streams(
                InputStream.nullInputStream(),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
        Environment inside = new Environment(
                Map.copyOf(variables),
                outside.clock(),
                outside.pause(),
                outside.random(),
                streams,
                Terminal.none(),
                outside.transports(),
                outside.programs(),
                home,
                outside.system());
        int code = commands.run(inside, words);
        streams.out().flush();
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.whole());
    }

    /** Keeps what is written, and hands it on line by line. */
    private static final class Lines extends OutputStream {
        private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final Consumer<String> lines;

        Lines(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        public synchronized void write(int b) {
            whole.write(b);
            if (b == '\n') {
                String complete = line.toString(StandardCharsets.UTF_8);
                line.reset();
                lines.accept(complete);
            } else {
                line.write(b);
            }
        }

        synchronized String whole() {
            return whole.toString(StandardCharsets.UTF_8);
        }
    }
}
