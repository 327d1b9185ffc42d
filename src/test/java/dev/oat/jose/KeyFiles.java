package dev.oat.jose;

import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Key files that OpenSSL made, each kind once; the closed ones open with one passphrase. */
public final class KeyFiles {
    /** What opens the closed ones. */
    public static final Optional<Secret> PASSPHRASE = Optional.of(Secret.of("correct-horse"));

    private KeyFiles() {}

    /** The bytes of a file. */
    public static byte[] bytes(String name) {
        try (InputStream in = KeyFiles.class.getResourceAsStream("/keys/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no key file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The private key of a file. */
    public static Jwk key(String name) {
        return PrivateKeys.read(bytes(name), PASSPHRASE).toSign(Optional.empty(), Optional.empty());
    }
}
