package dev.oat.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must not be shown: a token, a password, a code, a client secret.
 *
 * <p>It prints as {@code (secret)}. Only code that sends, stores or hands it over on request calls {@link #reveal()}.
 */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = Objects.requireNonNull(text, "text is null");
    }

    /** Wraps a text; the caller drops its own reference. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself, for the wire, the store, or standard output when it was asked for. */
    public String reveal() {
        return text;
    }

    /** Returns whether the text is empty. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether both hold the same text, compared in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
