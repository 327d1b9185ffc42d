package dev.oat.playground.issuer;

import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.playground.net.Delay;
import dev.oat.playground.net.TlsIdentity;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One issuer: its name, its keys, what it has handed out, and the world it lives in.
 *
 * @param origin the authorization server's origin
 * @param path the issuer's path on it; empty for the issuer without one
 * @param resource the resource that tokens are for unless the client names another: the gateway's origin
 * @param tls what the TLS port shows, if there is one
 * @param secureOrigin the TLS port's origin; the plain one where there is none
 * @param settings the playground's settings
 * @param clock the time, which may be shifted
 * @param keys the signing keys
 * @param clientKey the key of clients that brought none
 * @param clientDecryptionKey the demo clients' key for what is encrypted to them
 * @param encryptionKey the issuer's key for what is encrypted to it
 * @param store the codes and tokens
 * @param registered the clients that registered themselves
 * @param faults the faults that are on
 * @param pause keeps requests waiting
 * @param nonces what servers want in DPoP proofs
 * @param provider the identity provider whose ID-JAGs are taken here, if there is one
 * @param isProvider whether this is the identity provider
 */
public record Issuer(
        URI origin,
        String path,
        URI resource,
        Optional<TlsIdentity> tls,
        URI secureOrigin,
        PlaygroundSettings settings,
        Clock clock,
        KeyRing keys,
        KeyRing clientKey,
        KeyRing clientDecryptionKey,
        KeyRing encryptionKey,
        TokenStore store,
        RegisteredClients registered,
        Faults faults,
        Delay pause,
        Nonces nonces,
        Optional<Issuer> provider,
        boolean isProvider) {

    /** Returns the issuer identifier, which is also the base of its endpoints' URLs. */
    public String id() {
        return origin + path;
    }

    public String endpoint(String name) {
        return id() + "/" + name;
    }

    /** Returns the same endpoint where clients show certificates. */
    public String secureEndpoint(String name) {
        return secureOrigin + path + "/" + name;
    }

    /** A client's keys; a client that brought none has the playground's, which everybody may fetch. */
    JwkSet keysOf(PlaygroundClient client) {
        return client.keys().keys().isEmpty() ? JwkSet.of(List.of(clientKey.current())) : client.keys();
    }

    /** Returns how long metadata and key set may be kept, as a Cache-Control header. */
    public String keeping() {
        long seconds = settings.metadataLifetime().toSeconds();
        return seconds == 0 ? "no-cache" : "max-age=" + seconds;
    }

    public Instant now() {
        return clock.instant();
    }

    public Optional<PlaygroundClient> client(String clientId) {
        return settings.clients().stream()
                .filter(client -> client.id().equals(clientId))
                .findFirst()
                .or(() -> registered.find(clientId).map(RegisteredClients.Entry::client))
                .or(() -> ClientDocuments.find(clientId));
    }

    /** Returns a client's keys; a client that brought none has the playground's, which everybody may fetch. */
    public JwkSet signingKeys(PlaygroundClient client) {
        return client.keys().keys().isEmpty() ? JwkSet.of(List.of(clientKey.current())) : client.keys();
    }

    /** The key to which what is for a client is encrypted, if it has asked for that. */
    public Optional<Jwk> encryptionKey(PlaygroundClient client) {
        if (!client.encrypted()) {
            return Optional.empty();
        }
        return client.keys().keys().isEmpty()
                ? Optional.of(clientDecryptionKey.current())
                : client.keys().keys().stream()
                        .filter(key -> key.use().filter("enc"::equals).isPresent())
                        .findFirst();
    }

    public Optional<PlaygroundUser> user(String username) {
        return settings.users().stream()
                .filter(user -> user.username().equals(username))
                .findFirst();
    }
}
