package dev.oat.session.disk;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds off the end of this process while it does what must not be cut in two: Ctrl-C and TERM let it finish, for as long
 * as it may take. A kill cannot be held off.
 *
 * <p>Hooks of a JVM run only when it ends by a signal, and a command that is done ends it without them. So what is under
 * way is known here as well, for a command that leaves threads behind. It is one of the static states of this package: it
 * mirrors what the process does.
 */
public final class EndHeldOff implements AutoCloseable {
    /** How long a request that is on its way is waited for: longer than most servers take, and a bearable wait. */
    public static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    /** How long a disk is waited for. */
    public static final Duration STORING = Duration.ofSeconds(10);

    private static final Set<EndHeldOff> UNDER_WAY = ConcurrentHashMap.newKeySet();

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Hook();
    private volatile Duration limit;

    private EndHeldOff(Duration limit) {
        this.limit = limit;
    }

    /**
     * Begins to hold it off.
     *
     * @param limit how long at most, from the signal on
     */
    public static EndHeldOff begin(Duration limit) {
        EndHeldOff held = new EndHeldOff(limit);
        UNDER_WAY.add(held);
        try {
            Runtime.getRuntime().addShutdownHook(held.hook);
        } catch (IllegalStateException e) {
            // the process is ending already, and somebody else may be holding that off
            return held;
        }
        return held;
    }

    /** From now on it may take this long. */
    public void limit(Duration other) {
        limit = other;
    }

    /** Waits for all that is under way in this process, before it ends by itself. */
    public static void awaitAll() {
        for (EndHeldOff held : UNDER_WAY) {
            held.await();
        }
    }

    private void await() {
        long start = System.nanoTime();
        try {
            // by and by: what is waited for may become something that may take longer
            while (!done.await(20, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - start > limit.toNanos()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A class, as the first lambda of a process costs it several milliseconds. */
    private final class Hook extends Thread {
        Hook() {
            super("oat-hold");
        }

        @Override
        public void run() {
            await();
        }
    }

    /** The process may end. */
    @Override
    public void close() {
        UNDER_WAY.remove(this);
        done.countDown();
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it has been ending since, and goes on now
            return;
        }
    }
}
