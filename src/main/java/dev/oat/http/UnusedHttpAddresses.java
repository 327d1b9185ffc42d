package dev.oat.http;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.URLStreamHandlerFactory;
import java.net.spi.URLStreamHandlerProvider;
import org.jspecify.annotations.Nullable;

/**
 * Knows http addresses while nobody opens one by way of {@link URL}, which saves the JDK the search for somebody who does.
 *
 * <p>The JDK's cryptography makes one such address when it starts, which leads nowhere, and the JDK then looks into each
 * jar for another's way to open it. Once the JDK's own way is wanted ({@link #giveWay()}), this one is forgotten.
 */
public final class UnusedHttpAddresses extends URLStreamHandlerProvider {
    private static final String STATE = "oat.http.addresses";
    private static final String UNUSED = "unused";
    private static final String USED = "used";

    /** For the JDK to make. */
    public UnusedHttpAddresses() {}

    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
        synchronized (UnusedHttpAddresses.class) {
            if (!protocol.equals("http") || USED.equals(System.getProperty(STATE))) {
                return null;
            }
            System.setProperty(STATE, UNUSED);
            return new Nowhere();
        }
    }

    /** From now on an http address is the JDK's. */
    static void giveWay() {
        synchronized (UnusedHttpAddresses.class) {
            String former = System.setProperty(STATE, USED);
            if (UNUSED.equals(former)) {
                // the JDK allows it once, and forgets all that it knew of addresses
                URL.setURLStreamHandlerFactory(new NoOther());
            }
        }
    }

    private static final class Nowhere extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL address) throws IOException {
            throw new IOException("http is not in use");
        }
    }

    private static final class NoOther implements URLStreamHandlerFactory {
        @Override
        public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
            return null;
        }
    }
}
