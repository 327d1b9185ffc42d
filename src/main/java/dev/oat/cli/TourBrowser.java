package dev.oat.cli;

import dev.oat.playground.ScriptedBrowser;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Where there is no browser: opens the address that {@code oat login --no-browser} prints, and fills the forms. */
final class TourBrowser implements Consumer<String> {
    private final String authorizationEndpoint;
    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * A browser that waits for the address.
     *
     * @param authorizationEndpoint how the address begins
     */
    TourBrowser(String authorizationEndpoint) {
        this.authorizationEndpoint = authorizationEndpoint;
    }

    @Override
    public void accept(String line) {
        String address = line.strip();
        if (address.startsWith(authorizationEndpoint + "?") && started.compareAndSet(false, true)) {
            Thread browser = new Thread(() -> visit(URI.create(address)), "tour browser");
            browser.setDaemon(true);
            browser.start();
        }
    }

    private static void visit(URI address) {
        try {
            ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(address);
        } catch (IOException e) {
            // the login waits in vain, says so when its time is up, and the tour shows what it said
        }
    }
}
