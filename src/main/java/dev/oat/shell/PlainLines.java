package dev.oat.shell;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a terminal that cannot move its cursor: the terminal itself lets a line be edited and hands it on
 * whole, and nothing is ever drawn anew.
 */
final class PlainLines {
    private static final long PATIENCE_MILLIS = 60_000;

    private final Terminal terminal;
    private @Nullable Thread reading;

    PlainLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Reads a command: a line, and those that belong to it.
     *
     * @throws UserInterruptException after Ctrl-C
     * @throws EndOfFileException at the end of input
     */
    String command(String prompt) {
        StringBuilder command = new StringBuilder(line(prompt, true));
        while (CommandWords.of(command.toString()).open()) {
            command.append('\n').append(line("> ", true));
        }
        return command.toString();
    }

    /**
     * Reads a line.
     *
     * @param prompt what is written before it
     * @param echo whether what is typed is seen
     * @throws UserInterruptException after Ctrl-C
     * @throws EndOfFileException at the end of input
     */
    String line(String prompt, boolean echo) {
        begin();
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        Attributes attributes = terminal.getAttributes();
        try {
            if (!echo) {
                Attributes silent = new Attributes(attributes);
                silent.setLocalFlag(Attributes.LocalFlag.ECHO, false);
                terminal.setAttributes(silent);
            }
            terminal.writer().print(prompt);
            terminal.flush();
            return rest();
        } catch (InterruptedIOException e) {
            if (echo) {
                terminal.writer().println();
            }
            throw new UserInterruptException("");
        } catch (IOException e) {
            throw new EndOfFileException(e);
        } finally {
            if (!echo) {
                terminal.setAttributes(attributes);
                terminal.writer().println();
            }
            terminal.flush();
            terminal.handle(Terminal.Signal.INT, before);
            end();
        }
    }

    private String rest() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = read();
            if (c < 0 && line.length() == 0) {
                throw new EndOfFileException();
            }
            if (c < 0 || c == '\n' || c == '\r') {
                return line.toString();
            }
            line.append((char) c);
        }
    }

    /** Reads a character. A read without a limit would be the system's own, which no interrupt ends. */
    private int read() throws IOException {
        int c = NonBlockingReader.READ_EXPIRED;
        while (c == NonBlockingReader.READ_EXPIRED) {
            c = terminal.reader().read(PATIENCE_MILLIS);
        }
        return c;
    }

    private synchronized void begin() {
        reading = Thread.currentThread();
    }

    private synchronized void interrupt() {
        if (reading != null) {
            reading.interrupt();
        }
    }

    private synchronized void end() {
        reading = null;
        // what came too late to interrupt the reading interrupts nothing else
        boolean unused = Thread.interrupted();
    }
}
