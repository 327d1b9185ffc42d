package dev.oat.cli.frame;

import dev.oat.authorization.AuthorizationCodeFlow.Attempt;
import dev.oat.cli.setting.Terminal;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a user pastes while the listener waits too.
 *
 * <p>Reading a line of the terminal cannot be taken back. So when the browser was quicker, the thread that still reads
 * hands its line to whatever is asked next.
 */
public final class PastePrompt {
    private static final String PROMPT = "Paste the address that the browser ended on, or the code: ";

    private final Terminal terminal;
    private final Output output;
    private final BlockingQueue<Optional<String>> later = new LinkedBlockingQueue<>();
    private @Nullable Attempt attempt;
    private boolean reading;

    public PastePrompt(Terminal terminal, Output output) {
        this.terminal = terminal;
        this.output = output;
    }

    /** Starts reading; returns at once. */
    public void start(Attempt waiting) {
        attempt = waiting;
        reading = true;
        Thread reader = new Thread(() -> read(waiting), "oat-paste");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Attempt waiting) {
        while (true) {
            Optional<String> line = terminal.ask(PROMPT);
            synchronized (this) {
                if (waiting.isOver() || line.isEmpty()) {
                    reading = false;
                    later.add(line);
                    return;
                }
                Optional<String> refusal = waiting.paste(line.get());
                if (refusal.isEmpty()) {
                    reading = false;
                    return;
                }
                output.say("That cannot be used: " + refusal.get() + ".");
            }
        }
    }

    /** The user moves on to the next line: a prompt without an answer stands on this one. */
    public synchronized void leaveLine() {
        if (reading) {
            output.say("");
        }
    }

    /** Asks for a line, once the attempt is over. */
    public Optional<String> ask(String question) {
        boolean taken;
        synchronized (this) {
            taken = reading;
        }
        if (!taken || attempt == null) {
            return terminal.ask(question);
        }
        output.say(question);
        try {
            return later.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
