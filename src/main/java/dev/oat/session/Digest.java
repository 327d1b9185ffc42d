package dev.oat.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of some bytes, as text. */
final class Digest {
    private static final String DIGITS = "0123456789abcdef";

    private Digest() {}

    /** The hash in 64 hexadecimal digits. */
    static String sha256(byte[] bytes) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        StringBuilder text = new StringBuilder(2 * hash.length);
        for (byte b : hash) {
            text.append(DIGITS.charAt(b >> 4 & 15)).append(DIGITS.charAt(b & 15));
        }
        return text.toString();
    }
}
