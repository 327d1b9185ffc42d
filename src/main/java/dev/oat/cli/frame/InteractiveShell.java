package dev.oat.cli.frame;

import dev.oat.cli.setting.Environment;

/** What {@code oat shell} opens; it lies above this floor, so it is handed in. */
@FunctionalInterface
public interface InteractiveShell {
    /**
     * Runs until the user leaves, or the script on standard input ends.
     *
     * @param outside the outside world
     * @param keepGoing whether a script goes on after a command that failed
     * @return the exit code
     */
    int open(Environment outside, boolean keepGoing);
}
