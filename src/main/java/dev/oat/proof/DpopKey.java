package dev.oat.proof;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A private key that tokens are bound to, and the algorithm it signs proofs with.
 *
 * @param key the key pair
 * @param alg the algorithm, never a symmetric one
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-4.2">RFC 9449 §4.2</a>
 */
public record DpopKey(Jwk key, String alg) {
    /** The algorithms that keys are made for, the usual one first. */
    private static final List<String> MADE = List.of(
            "ES256", "EdDSA", "Ed25519", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

    public DpopKey {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(alg, "alg is null");
        if (key.keyType().equals("oct")) {
            throw new JoseException("a shared secret signs no DPoP proof; that takes a private key");
        }
        if (!key.isPrivate()) {
            throw new JoseException("the key is public; proofs are signed with the private one");
        }
    }

    /**
     * Returns a key for the algorithm that a server takes.
     *
     * @param accepted the server's {@code dpop_signing_alg_values_supported}; empty when it says nothing
     * @throws JoseException if the key can sign with none of them
     */
    public static DpopKey of(Jwk key, List<String> accepted) {
        DpopKey found = new DpopKey(key, key.signatureAlgorithm(Optional.empty(), accepted));
        if (!accepted.isEmpty() && !accepted.contains(found.alg)) {
            throw new JoseException("the key signs with " + found.alg + ", and the server takes proofs signed with "
                    + String.join(", ", accepted));
        }
        return found;
    }

    /**
     * Returns a new key: for ES256 where the server takes it or says nothing, else for the first that it takes.
     *
     * @param accepted the server's {@code dpop_signing_alg_values_supported}; empty when it says nothing
     * @throws JoseException if the server takes nothing that is understood
     */
    public static DpopKey generate(List<String> accepted, SecureRandom random) {
        for (String alg : MADE) {
            if (accepted.isEmpty() || accepted.contains(alg)) {
                return new DpopKey(Jwk.generate(alg, random), alg);
            }
        }
        throw new JoseException(
                "the server takes proofs signed with " + String.join(", ", accepted) + ", none of which is understood");
    }

    /** Returns the key's thumbprint, by which tokens name it. */
    public String thumbprint() {
        return key.thumbprint();
    }

    /** The thumbprint only. */
    @Override
    public String toString() {
        return "DpopKey[" + alg + ", " + thumbprint() + "]";
    }
}
