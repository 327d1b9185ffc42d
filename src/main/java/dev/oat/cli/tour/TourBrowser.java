package dev.oat.cli.tour;

import dev.oat.playground.ScriptedBrowser;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Where there is no browser: opens the address that {@code oat login --no-browser} prints, and fills the forms. */
final class TourBrowser implements Consumer<String> {
    private final String authorizationEndpoint;
    private final boolean meanwhile;
    private final AtomicBoolean started = new AtomicBoolean();

    private TourBrowser(String authorizationEndpoint, boolean meanwhile) {
        this.authorizationEndpoint = authorizationEndpoint;
        this.meanwhile = meanwhile;
    }

    /**
     * Returns a browser that waits for the address, and signs in while the command goes on, which waits for it.
     *
     * @param authorizationEndpoint how the address begins
     */
    static TourBrowser meanwhile(String authorizationEndpoint) {
        return new TourBrowser(authorizationEndpoint, true);
    }

    /**
     * A browser that waits for the address, and signs in before the command goes on, which asks only later.
     *
     * @param page how the address begins
     */
    static TourBrowser atOnce(String page) {
        return new TourBrowser(page, false);
    }

    @Override
    public void accept(String line) {
        String address = line.strip();
        if (address.startsWith(authorizationEndpoint + "?") && started.compareAndSet(false, true)) {
            if (!meanwhile) {
                visit(URI.create(address));
                return;
            }
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
