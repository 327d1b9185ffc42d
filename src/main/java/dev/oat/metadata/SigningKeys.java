package dev.oat.metadata;

import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches the keys with which a server signs; what was fetched once is at hand as long as this lives, whatever the server
 * says about caches, until a key id is not among them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 §5</a>
 */
public final class SigningKeys {
    private final Transport transport;
    private final DocumentCache cache;
    private final Map<String, JwkSet> atHand = new HashMap<>();

    /**
     * A source of keys.
     *
     * @param transport sends the requests, without any credentials
     * @param cache keeps what was fetched, by issuer
     */
    public SigningKeys(Transport transport, DocumentCache cache) {
        this.transport = transport;
        this.cache = cache;
    }

    /**
     * The keys of a server, from the cache while they are fresh.
     *
     * @throws Failure.Usage if the server's metadata names no key set
     * @throws Failure.Unreachable if there is none at its address
     */
    public synchronized JwkSet of(AuthorizationServer server) {
        JwkSet known = atHand.get(key(server));
        if (known != null) {
            return known;
        }
        Optional<JsonObject> cached = cache.get(key(server));
        return cached.isPresent() ? JwkSet.parse(cached.orElseThrow()) : fetched(server);
    }

    /** The keys of a server, fetched now: for a key id that the cached set does not know. */
    public synchronized JwkSet fetched(AuthorizationServer server) {
        URI address = server.require(Endpoint.JWKS);
        Request request = Request.get("key set request", SpecRef.rfc(7517, "5"), address);
        Response response = transport.send(request);
        if (response.status() != 200) {
            throw response.notAMessage(request).phase("key set");
        }
        try {
            JsonObject document = response.json();
            JwkSet keys = JwkSet.parse(document);
            Duration lifetime = Freshness.of(response.headers());
            if (!lifetime.isZero()) {
                cache.put(key(server), document, lifetime);
            }
            atHand.put(key(server), keys);
            return keys;
        } catch (JsonException e) {
            throw response.notAMessage(request).phase("key set");
        } catch (JoseException e) {
            throw response.notAMessage(request, String.valueOf(e.getMessage())).phase("key set");
        }
    }

    private static String key(AuthorizationServer server) {
        return "jwks " + server.issuer().orElse("") + " "
                + server.text(Endpoint.JWKS.member()).orElse("");
    }
}
