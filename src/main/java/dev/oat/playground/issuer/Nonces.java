package dev.oat.playground.issuer;

import java.util.HashMap;
import java.util.Map;

/**
 * The nonces that servers want in DPoP proofs: each server has one at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-8">RFC 9449 §8</a>
 */
public final class Nonces {
    private final Map<String, String> current = new HashMap<>();
    private final KeyRing random;

    public Nonces(KeyRing random) {
        this.random = random;
    }

    /** Returns the nonce that a server wants now. */
    public synchronized String current(String server) {
        return current.computeIfAbsent(server, name -> random.randomText());
    }

    /** Whether it is the nonce that the server wants now. */
    public synchronized boolean isCurrent(String server, String nonce) {
        return nonce.equals(current(server));
    }

    /** Has one server want another nonce from now on. */
    public synchronized void rotate(String server) {
        current.remove(server);
    }

    /** Has all servers want other nonces from now on. */
    public synchronized void rotate() {
        current.clear();
    }
}
