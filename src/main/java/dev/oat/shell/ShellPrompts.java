package dev.oat.shell;

import dev.oat.cli.setting.Terminal;
import dev.oat.trace.Secret;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jspecify.annotations.Nullable;

/** Asks on the shell's own terminal; nothing that is typed here gets into a history. */
final class ShellPrompts implements Terminal {
    private static final char MASK = '*';

    private final org.jline.terminal.Terminal terminal;
    private final Optional<PlainLines> plain;
    private @Nullable Runnable onInterrupt;
    private @Nullable Thread reading;
    private boolean open;

    /**
     * Prompts on a terminal.
     *
     * @param terminal the shell's own
     * @param plain what reads lines where the cursor cannot be moved, or empty
     */
    ShellPrompts(org.jline.terminal.Terminal terminal, Optional<PlainLines> plain) {
        this.terminal = terminal;
        this.plain = plain;
    }

    /** Prompts are for the command that begins now; Ctrl-C at one of them cancels it. */
    synchronized void open(Runnable interrupt) {
        open = true;
        onInterrupt = interrupt;
    }

    /** The command has ended: who still reads for it is sent away, so that the next line is the shell's. */
    synchronized void close() {
        open = false;
        while (reading != null) {
            reading.interrupt();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public Optional<String> ask(String prompt) {
        return read(prompt, null);
    }

    @Override
    public Optional<Secret> askSecret(String prompt) {
        return read(prompt, MASK).map(Secret::of);
    }

    private Optional<String> read(String prompt, @Nullable Character mask) {
        synchronized (this) {
            if (!open || reading != null) {
                return Optional.empty();
            }
            reading = Thread.currentThread();
        }
        Runnable interrupt = null;
        try {
            if (plain.isPresent()) {
                return Optional.of(plain.orElseThrow().line(prompt, mask == null));
            }
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .option(LineReader.Option.BRACKETED_PASTE, false)
                    .variable(LineReader.DISABLE_HISTORY, true)
                    .build();
            return Optional.of(reader.readLine(prompt, mask));
        } catch (UserInterruptException e) {
            synchronized (this) {
                interrupt = open ? onInterrupt : null;
            }
            return Optional.empty();
        } catch (EndOfFileException e) {
            return Optional.empty();
        } finally {
            synchronized (this) {
                reading = null;
                notifyAll();
            }
            if (interrupt != null) {
                interrupt.run();
            }
        }
    }
}
