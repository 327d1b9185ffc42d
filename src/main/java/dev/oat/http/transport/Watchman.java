package dev.oat.http.transport;

import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Looks after all exchanges of a transport from one thread, which ends when there is none left. */
final class Watchman {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private @Nullable Thread thread;

    /** Starts to watch an exchange. */
    Watch watch(Request request, StreamLimits limits, Runnable abandon) {
        Watch watch = new Watch(watches, request, limits, abandon);
        synchronized (this) {
            watches.add(watch);
            if (thread == null) {
                Thread started = new Thread(this::run, "oat-watch");
                started.setDaemon(true);
                started.start();
                thread = started;
            }
        }
        return watch;
    }

    private void run() {
        while (true) {
            LockSupport.parkNanos(TICK);
            synchronized (this) {
                if (watches.isEmpty()) {
                    thread = null;
                    return;
                }
            }
            long now = System.nanoTime();
            for (Watch watch : watches) {
                watch.look(now);
            }
        }
    }
}
