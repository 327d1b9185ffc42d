package dev.oat.authorization;

import dev.oat.jose.Base64Url;
import dev.oat.trace.Secret;
import java.security.SecureRandom;

/** Unguessable texts for one attempt, in base64url. */
final class RandomText {
    private RandomText() {}

    /** A text of 22 characters with 128 bits of randomness, for {@code state} and {@code nonce}. */
    static Secret of128Bits(SecureRandom random) {
        return of(random, 16);
    }

    /** Returns a text of 43 characters with 256 bits of randomness, for a code verifier. */
    static Secret of256Bits(SecureRandom random) {
        return of(random, 32);
    }

    private static Secret of(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Secret.of(Base64Url.encode(bytes));
    }
}
