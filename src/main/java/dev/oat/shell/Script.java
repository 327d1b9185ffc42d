package dev.oat.shell;

import dev.oat.cli.setting.Environment;
import dev.oat.trace.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Runs the lines of standard input, without a prompt. */
final class Script {
    private final Environment outside;
    private final boolean keepGoing;

    Script(Environment outside, boolean keepGoing) {
        this.outside = outside;
        this.keepGoing = keepGoing;
    }

    /**
     * Runs the script.
     *
     * @return 0 when every line did what it should, else the exit code of the first that did not; what {@code exit} says
     *     goes before both
     */
    int run() {
        Runner runner = new Runner(outside, outside.terminal());
        int first = 0;
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(outside.streams().in(), StandardCharsets.UTF_8));
        int number = 0;
        while (true) {
            StringBuilder line = new StringBuilder();
            String next = read(lines);
            if (next == null) {
                return first;
            }
            int begun = ++number;
            line.append(next);
            while (CommandWords.of(line.toString()).open()) {
                next = read(lines);
                if (next == null) {
                    throw new Failure.Usage("line " + begun + " of the script is not whole")
                            .hint("close its quote, or drop the backslash at its end");
                }
                number++;
                line.append('\n').append(next);
            }
            int code = runner.run(line.toString());
            if (runner.left().isPresent()) {
                return runner.left().orElseThrow();
            }
            if (code != 0) {
                first = first == 0 ? code : first;
                if (!keepGoing) {
                    outside.streams()
                            .err()
                            .println("oat: line " + begun + " failed with exit code " + code
                                    + "; the script ends here (--keep-going goes on)");
                    return code;
                }
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String read(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new Failure.Usage("the script cannot be read");
        }
    }
}
