package dev.oat.cli.token;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Settings;
import dev.oat.http.Pause;
import dev.oat.session.StoredSession;

/** A file with a good token for as long as a program runs: replaced whenever there is another token, removed at the end. */
final class KeptTokenFile implements AutoCloseable {
    private final TokenFile file;
    private final Thread keeper;
    private final Thread removal;
    private boolean waiting;
    private boolean over;

    private KeptTokenFile(TokenFile file, Invocation invocation, StoredSession session) {
        this.file = file;
        // a renewal that is under way must not be cut in two: only a wait is
        Pause interruptible = time -> {
            waits(true);
            try {
                invocation.environment().pause().sleep(time);
            } finally {
                waits(false);
            }
        };
        Invocation later = invocation.without(Settings.FORCE_REFRESH);
        this.keeper = new Thread(
                () -> {
                    try {
                        new TokenWatch(later, () -> CurrentToken.unattended(later), interruptible, true)
                                .follow(session, this::put);
                    } catch (InterruptedException e) {
                        // the program has ended
                        Thread.currentThread().interrupt();
                    }
                },
                "oat-token-file");
        keeper.setDaemon(true);
        this.removal = new Thread(this::end, "oat-token-file-end");
    }

    /** Writes the session's token to a file, and keeps it good there. */
    static KeptTokenFile begin(TokenFile file, Invocation invocation, StoredSession session) {
        KeptTokenFile kept = new KeptTokenFile(file, invocation, session);
        Runtime.getRuntime().addShutdownHook(kept.removal);
        kept.put(session);
        kept.keeper.start();
        return kept;
    }

    private synchronized void put(StoredSession session) {
        if (!over) {
            file.write(session.accessToken().reveal() + "\n");
        }
    }

    /** Notes that the keeper begins or ends a wait. */
    private synchronized void waits(boolean begins) throws InterruptedException {
        waiting = begins;
        if (over) {
            throw new InterruptedException("the program has ended");
        }
    }

    private synchronized void end() {
        over = true;
        file.remove();
    }

    /** Ends it: waits for a renewal that is under way, and removes the file. */
    @Override
    public void close() {
        synchronized (this) {
            over = true;
            if (waiting) {
                keeper.interrupt();
            }
        }
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook finds nothing more to do
        }
    }
}
