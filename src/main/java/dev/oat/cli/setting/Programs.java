package dev.oat.cli.setting;

import dev.oat.trace.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Starts other programs, each as an argument list and never through a shell. */
@FunctionalInterface
public interface Programs {
    /**
     * What a program gave.
     *
     * @param status its exit status
     * @param output what it wrote to standard output
     */
    record Result(int status, String output) {}

    /**
     * Runs a program to its end; its standard error is the tool's, its standard input is empty.
     *
     * @param command the program and its arguments
     * @param limit the longest time it may take
     * @throws IOException if it cannot be started or takes longer
     * @throws InterruptedException if the wait is interrupted
     */
    Result run(List<String> command, Duration limit) throws IOException, InterruptedException;

    /**
     * What a program said that was told something.
     *
     * @param status its exit status
     * @param output what it wrote to standard output
     * @param complaint what it wrote to standard error
     */
    record Answer(int status, String output, String complaint) {}

    /**
     * Runs a program to its end with something to read, so that a secret need not stand in its arguments.
     *
     * @param command the program and its arguments
     * @param input what it reads from standard input
     * @param limit the longest time it may take
     * @throws IOException if it cannot be started or takes longer
     * @throws InterruptedException if the wait is interrupted
     */
    default Answer ask(List<String> command, Secret input, Duration limit) throws IOException, InterruptedException {
        throw new IOException("no program can be started here");
    }

    /**
     * Hands the terminal over to a program until it ends: it has our standard streams and gets our signals.
     *
     * @param command the program and its arguments
     * @param variables the whole of its environment
     * @return its exit status; 128 and the signal's number when a signal ended it
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the wait is interrupted; the program is ended then
     */
    default int hand(List<String> command, Map<String, String> variables) throws IOException, InterruptedException {
        throw new IOException("no program can be started here");
    }
}
