package dev.oat.cli;

import dev.oat.cli.setting.Terminal;
import dev.oat.trace.Secret;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A terminal before which a user sits who types when the test says so; reading waits for it. */
public final class SlowTyping implements Terminal {
    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> prompts = new LinkedBlockingQueue<>();

    /** The user types a line. */
    public void type(String line) {
        typed.add(line);
    }

    /** Waits until the terminal asks this. */
    public void awaitPrompt(String start) throws InterruptedException {
        for (String prompt = prompts.take(); !prompt.startsWith(start); prompt = prompts.take()) {
            // another question
        }
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public Optional<String> ask(String prompt) {
        prompts.add(prompt);
        try {
            return Optional.of(typed.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Optional<Secret> askSecret(String prompt) {
        return ask(prompt).map(Secret::of);
    }
}
