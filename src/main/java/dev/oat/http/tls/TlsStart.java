package dev.oat.http.tls;

import java.security.GeneralSecurityException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Has the JDK set up its TLS on a thread of its own, while the command line is still being read.
 *
 * <p>Nothing that is made here is used: what remains are classes that are ready. A failure shows
 * where TLS is really needed. In the meantime nobody else may touch the JDK's TLS classes ({@link #await()}): classes that
 * need one another, begun from both ends, wait for each other for ever.
 */
public final class TlsStart {
    /** There is one JDK to be set up in a process: the class is what begins it. */
    private static final TlsStart ONLY = new TlsStart();

    private final CountDownLatch ready = new CountDownLatch(1);

    private TlsStart() {
        Thread thread = new Thread(this::run, "oat-tls");
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins it, unless it has begun. */
    public static void begin() {
        ONLY.ready.getCount();
    }

    /** Begins it, unless it has begun, and waits until TLS can be used. */
    static void await() {
        try {
            ONLY.ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            context.getDefaultSSLParameters();
        } catch (GeneralSecurityException | RuntimeException e) {
            // whoever needs TLS will be told
        } finally {
            ready.countDown();
        }
    }
}
