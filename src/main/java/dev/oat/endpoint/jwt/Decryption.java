package dev.oat.endpoint.jwt;

import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Opens what servers encrypt to us, with our own private keys, which are read when they are first needed.
 *
 * @param keys our keys; an empty set when there are none
 * @param algorithms the ways to hand over a content key that are expected
 * @param encryptions the ways to encrypt content that are expected
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7516#section-5.2">RFC 7516 §5.2</a>
 */
public record Decryption(Supplier<JwkSet> keys, Set<String> algorithms, Set<String> encryptions) {
    /** The ways that take a key pair: a server that knows our public half needs no secret. */
    private static final Set<String> ALGORITHMS =
            Set.of("RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW");

    public Decryption {
        Objects.requireNonNull(keys, "keys is null");
        algorithms = Set.copyOf(algorithms);
        encryptions = Set.copyOf(encryptions);
    }

    /** Without keys: whatever is encrypted stays closed. */
    public static Decryption none() {
        return by(() -> JwkSet.of(List.of()));
    }

    /** By these keys, in every way that takes a key pair. */
    public static Decryption by(Supplier<JwkSet> keys) {
        return new Decryption(keys, ALGORITHMS, Jwe.CONTENT_ENCRYPTIONS);
    }

    /**
     * Returns the same, narrowed to what a server lists; an empty list narrows nothing.
     *
     * @param listed the server's {@code …_encryption_alg_values_supported}
     * @param contents the server's {@code …_encryption_enc_values_supported}
     */
    public Decryption narrowedTo(List<String> listed, List<String> contents) {
        return new Decryption(keys, common(algorithms, listed), common(encryptions, contents));
    }

    private static Set<String> common(Set<String> own, List<String> listed) {
        if (listed.isEmpty()) {
            return own;
        }
        Set<String> common = new HashSet<>(own);
        common.retainAll(listed);
        return common;
    }

    /**
     * Opens an encrypted token.
     *
     * @throws dev.oat.jose.JoseException if it is not five parts of base64url with a readable header
     */
    public Jwe.Decrypted open(String compact) {
        Jwe jwe = Jwe.decode(compact);
        return jwe.decrypt(named(jwe), algorithms, encryptions);
    }

    /** Keys of files that hold no name, such as PEM, answer to the one that is called for. */
    private JwkSet named(Jwe jwe) {
        Object kid = jwe.header().value("kid").orElse("");
        List<Jwk> answering = new ArrayList<>();
        for (Jwk key : keys.get().keys()) {
            boolean nameless = key.keyId().isEmpty() && kid instanceof String name && !name.isEmpty();
            answering.add(nameless ? key.withKeyId((String) kid) : key);
        }
        return JwkSet.of(answering);
    }
}
