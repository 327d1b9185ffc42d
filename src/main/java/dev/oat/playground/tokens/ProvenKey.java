package dev.oat.playground.tokens;

import dev.oat.playground.net.OAuthError;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The thumbprint of the key whose possession the request under way has proven, where tokens are made.
 *
 * <p>A request is answered by one thread from its first byte to its last, so the thread tells which request is meant.
 */
public final class ProvenKey {
    private final ThreadLocal<String> thumbprint = new ThreadLocal<>();
    private final ThreadLocal<String> certificate = new ThreadLocal<>();

    /** Does something for a request. */
    public <T> T during(Optional<String> proven, Supplier<T> work) {
        if (proven.isEmpty()) {
            return work.get();
        }
        thumbprint.set(proven.get());
        try {
            return work.get();
        } finally {
            thumbprint.remove();
        }
    }

    /** Does something for a request that shows a certificate of this thumbprint, if it shows one. */
    public <T> T showing(Optional<String> shown, Supplier<T> work) {
        if (shown.isEmpty()) {
            return work.get();
        }
        certificate.set(shown.get());
        try {
            return work.get();
        } finally {
            certificate.remove();
        }
    }

    /** Returns the thumbprint of the certificate that the request under way shows, if it does. */
    Optional<String> certificate() {
        return Optional.ofNullable(certificate.get());
    }

    /** The key of the request under way, if it came with a proof. */
    Optional<String> thumbprint() {
        return Optional.ofNullable(thumbprint.get());
    }

    /**
     * Refuses a grant that is bound to another key than the request's.
     *
     * @param bound the key that it is bound to, if it is
     * @throws OAuthError if that is not the request's
     */
    public void require(Optional<String> bound, String what) {
        if (bound.isPresent() && !bound.equals(thumbprint())) {
            throw OAuthError.invalidGrant(what + " is bound to another DPoP key"
                    + (thumbprint().isEmpty() ? ", and the request has no proof" : ""));
        }
    }
}
