package dev.oat.jose;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The left half of a hash, with which an ID token names the access token, code or state that it came with.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken">OpenID Connect Core §3.1.3.6</a>
 */
public final class HalfHash {
    private HalfHash() {}

    /**
     * What {@code at_hash}, {@code c_hash} or {@code s_hash} must hold.
     *
     * @param alg the {@code alg} of the ID token's header, which chooses the hash; {@code EdDSA} is taken for Ed25519
     * @param text the access token, code or state
     * @throws JoseException if no hash belongs to the algorithm
     */
    public static String of(String alg, String text) {
        byte[] hash = digest(SignatureAlgorithm.named(alg)
                        .map(SignatureAlgorithm::hash)
                        .orElseThrow(() -> new JoseException("no hash is defined for this signature algorithm")))
                .digest(text.getBytes(StandardCharsets.US_ASCII));
        return Base64Url.encode(Arrays.copyOf(hash, hash.length / 2));
    }

    static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new JoseException("this Java has no " + name, e);
        }
    }
}
