package dev.oat.cli.setting;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Standard input, output and error.
 *
 * @param in standard input
 * @param out standard output: the asked-for data and nothing else; UTF-8
 * @param err standard error: everything else; UTF-8
 * @param inputIsTerminal whether standard input is a terminal
 * @param outputIsTerminal whether standard output is a terminal
 * @param errorIsTerminal whether standard error is a terminal
 */
public record Streams(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inputIsTerminal,
        boolean outputIsTerminal,
        boolean errorIsTerminal) {}
