package dev.oat.proof;

import dev.oat.trace.Ascii;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest nonce of each server, for the next proof that goes there; of a hundred servers at most.
 *
 * <p>An origin may be an authorization server and a resource server at once, each with nonces of its own.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-8.2">RFC 9449 §8.2</a>
 */
public final class DpopNonces {
    /** How many servers are remembered. */
    static final int MOST = 100;

    private static final int LONGEST = 1024;

    private final Map<String, String> latest = new LinkedHashMap<>();
    private final Map<String, String> learnt = new LinkedHashMap<>();

    private DpopNonces() {}

    /** Returns no nonces yet. */
    public static DpopNonces none() {
        return new DpopNonces();
    }

    /** The nonces that an earlier run learnt; what could be no nonce is left out. */
    public static DpopNonces of(Map<String, ?> known) {
        DpopNonces nonces = new DpopNonces();
        known.forEach((server, nonce) -> {
            if (nonce instanceof String text && isNonce(text)) {
                put(nonces.latest, server, text);
            }
        });
        return nonces;
    }

    /**
     * Returns whether a text may be a nonce: a kilobyte at most, and no quote, backslash, space or control character.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-8.1">RFC 9449 §8.1</a>
     */
    static boolean isNonce(String text) {
        return Ascii.isVisible(text) && text.length() <= LONGEST && text.indexOf('"') < 0 && text.indexOf('\\') < 0;
    }

    synchronized Optional<String> latest(String server) {
        return Optional.ofNullable(latest.get(server));
    }

    synchronized void keep(String server, String nonce) {
        if (!nonce.equals(latest.get(server))) {
            put(learnt, server, nonce);
        }
        put(latest, server, nonce);
    }

    private static void put(Map<String, String> nonces, String server, String nonce) {
        nonces.remove(server);
        nonces.put(server, nonce);
        if (nonces.size() > MOST) {
            List<String> oldestFirst = new ArrayList<>(nonces.keySet());
            nonces.remove(oldestFirst.get(0));
        }
    }

    /** Returns all that is known, oldest first. */
    public synchronized Map<String, String> all() {
        return new LinkedHashMap<>(latest);
    }

    /** What was learnt since {@link #of}: the server's name here, and its latest nonce. */
    public synchronized Map<String, String> learnt() {
        return new LinkedHashMap<>(learnt);
    }
}
