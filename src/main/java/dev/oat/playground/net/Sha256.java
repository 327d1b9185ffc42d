package dev.oat.playground.net;

import dev.oat.jose.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, for code challenges and for what must be seen to have arrived whole. */
public final class Sha256 {
    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the digest of a text in base64url. */
    public static String base64Url(String text) {
        return Base64Url.encode(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
