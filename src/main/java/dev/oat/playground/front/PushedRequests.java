package dev.oat.playground.front;

import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Authorization requests that clients have handed over before the browser comes, each good for a minute and one visit.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126#section-2.2">RFC 9126 §2.2</a>
 */
final class PushedRequests {
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

    private record Kept(String clientId, PlaygroundForm form, Instant expiresAt) {}

    private final Issuer issuer;
    private final Map<String, Kept> kept = new HashMap<>();

    PushedRequests(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Keeps a request; the result is its {@code request_uri}. */
    synchronized String keep(String clientId, PlaygroundForm form) {
        kept.values().removeIf(one -> !issuer.now().isBefore(one.expiresAt()));
        String uri = PREFIX + issuer.keys().randomText();
        Instant expires = issuer.now().plus(LIFETIME);
        kept.put(
                uri,
                new Kept(clientId, form, issuer.faults().isOn(Fault.EXPIRED_REQUEST_URI) ? issuer.now() : expires));
        return uri;
    }

    /**
     * Gives a request back, once.
     *
     * @throws OAuthError if there is none for this client, or it has expired or was fetched before
     */
    synchronized PlaygroundForm take(String clientId, String uri) {
        Kept found = kept.get(uri);
        if (found == null || !found.clientId().equals(clientId)) {
            throw new OAuthError(
                    400, "invalid_request_uri", "no such request was pushed by this client, or it was used");
        }
        kept.remove(uri);
        if (!issuer.now().isBefore(found.expiresAt())) {
            throw new OAuthError(400, "invalid_request_uri", "the pushed request has expired");
        }
        return found.form();
    }
}
