package dev.oat.playground.issuer;

import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One issuer's signing keys: the one in use, and the few before it. Made on first use, as an RSA key takes its time. */
public final class KeyRing {
    private static final int PUBLISHED = 3;

    private final String alg;
    private final SecureRandom random;
    private final Deque<Jwk> keys = new ArrayDeque<>();
    private final List<Jwk> unpublished = new ArrayList<>();

    public KeyRing(String alg, SecureRandom random) {
        this.alg = alg;
        this.random = random;
    }

    public String alg() {
        return alg;
    }

    /** Returns the key that signs now. */
    public synchronized Jwk current() {
        if (keys.isEmpty()) {
            keys.addFirst(Jwk.generate(alg, random));
        }
        return keys.getFirst();
    }

    /** Signs with a new key from now on; the last few stay published. */
    public synchronized void rotate() {
        current();
        keys.addFirst(Jwk.generate(alg, random));
        while (keys.size() > PUBLISHED) {
            keys.removeLast();
        }
    }

    /** Returns a key that no key set will ever show. */
    public synchronized Jwk unpublished() {
        if (unpublished.isEmpty()) {
            unpublished.add(Jwk.generate(alg, random));
        }
        return unpublished.get(0);
    }

    /** Returns the key set to publish. */
    public synchronized JwkSet published() {
        current();
        return JwkSet.of(List.copyOf(keys));
    }

    /** Returns an unguessable text: 256 bits. */
    public String randomText() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }
}
