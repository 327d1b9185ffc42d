package dev.oat.jose;

import java.util.Optional;

/**
 * The ways to hand over a content key that are understood, and the keys that fit them.
 *
 * <p>{@code RSA1_5} is left out because its padding can be probed, and {@code PBES2-*} because its iteration count is the
 * sender's to choose.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-4.1">RFC 7518 §4.1</a>
 */
enum KeyManagement {
    RSA_OAEP("RSA-OAEP", "RSA"),
    RSA_OAEP_256("RSA-OAEP-256", "RSA"),
    ECDH_ES("ECDH-ES", "EC"),
    ECDH_ES_A128KW("ECDH-ES+A128KW", "EC"),
    ECDH_ES_A192KW("ECDH-ES+A192KW", "EC"),
    ECDH_ES_A256KW("ECDH-ES+A256KW", "EC"),
    A128KW("A128KW", "oct"),
    A192KW("A192KW", "oct"),
    A256KW("A256KW", "oct"),
    A128GCMKW("A128GCMKW", "oct"),
    A192GCMKW("A192GCMKW", "oct"),
    A256GCMKW("A256GCMKW", "oct"),
    DIR("dir", "oct");

    private final String id;
    private final String keyType;

    KeyManagement(String id, String keyType) {
        this.id = id;
        this.keyType = keyType;
    }

    static Optional<KeyManagement> named(String id) {
        for (KeyManagement algorithm : values()) {
            if (algorithm.id.equals(id)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    String id() {
        return id;
    }

    /** Returns the kind of key for which one is made; key agreement goes with Montgomery curves too. */
    String keyType() {
        return keyType;
    }

    /** Whether a key of this kind and curve (empty for none) fits. */
    boolean fits(String kty, String crv) {
        if (kty.equals("OKP")) {
            return keyType.equals("EC") && crv.startsWith("X");
        }
        return kty.equals(keyType);
    }
}
