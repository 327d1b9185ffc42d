package dev.oat.metadata;

import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
    private final Relocation relocation;
    private final Map<String, JwkSet> atHand = new HashMap<>();

    /**
     * Creates a source of keys.
     *
     * @param transport sends the requests, without any credentials
     * @param cache keeps what was fetched, by issuer
     */
    public SigningKeys(Transport transport, DocumentCache cache) {
        this(transport, cache, Relocation.none());
    }

    /**
     * A source of keys.
     *
     * @param transport sends the requests, without any credentials
     * @param cache keeps what was fetched, by issuer
     * @param relocation tells where the keys lie now, when there are none where they were
     */
    public SigningKeys(Transport transport, DocumentCache cache, Relocation relocation) {
        this.transport = transport;
        this.cache = cache;
        this.relocation = relocation;
    }

    /** What is said of a token whose signature is held against some keys. */
    @FunctionalInterface
    public interface Judgement {
        /** The checks on the token. */
        List<Check> by(JwkSet keys);
    }

    /**
     * Judges a token by the keys at hand and, where others may help, once more by keys that are fetched now: for a key that
     * they lack in any case, else where they are not fetched just now.
     *
     * @param subject what the token is, for the trace: {@code ID token}
     * @throws Failure.Unreachable if there are no keys to judge by
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys">OpenID Connect Core §10.1.1</a>
     */
    public List<Check> judged(AuthorizationServer server, Jwt jwt, String subject, Judgement judgement, Trace trace) {
        Optional<JwkSet> known = remembered(server);
        List<Check> checks = judgement.by(known.isPresent() ? known.get() : fetched(server));
        if (!SignatureChecks.needsOtherKeys(jwt, checks)) {
            return checks;
        }
        boolean unknown = Check.firstFailed(checks).orElseThrow().name().equals("signature.kid");
        if (known.isEmpty() && !unknown) {
            return checks;
        }
        trace.note((unknown
                        ? "the key of the " + subject + " is not among the known keys of the server"
                        : "the signature of the " + subject + " does not fit the known keys of the server")
                + ": fetching them anew, once");
        JwkSet newest;
        try {
            newest = fetched(server);
        } catch (Failure.Unreachable | Failure.TimedOut e) {
            if (unknown) {
                throw e;
            }
            // a signature that fails is a verdict already, and must not be lost with the network
            trace.note("they cannot be had: " + e.what());
            return checks;
        }
        return judgement.by(newest);
    }

    /**
     * Returns the keys of a server, from the cache while they are fresh.
     *
     * @throws Failure.Usage if the server's metadata names no key set
     * @throws Failure.Unreachable if there is none at its address
     */
    public synchronized JwkSet of(AuthorizationServer server) {
        Optional<JwkSet> known = remembered(server);
        return known.isPresent() ? known.get() : fetched(server);
    }

    private synchronized Optional<JwkSet> remembered(AuthorizationServer server) {
        JwkSet known = atHand.get(key(server));
        if (known != null) {
            return Optional.of(known);
        }
        Optional<JsonObject> cached = cache.get(key(server));
        return cached.isPresent() ? Optional.of(JwkSet.parse(cached.orElseThrow())) : Optional.empty();
    }

    /** Returns the keys of a server, fetched now: for a key id that the cached set does not know. */
    public synchronized JwkSet fetched(AuthorizationServer server) {
        URI address = server.require(Endpoint.JWKS);
        Request request = Request.get("key set request", SpecRef.rfc(7517, "5"), address);
        Response response = transport.send(request);
        if (Relocation.isGone(response.status())) {
            Optional<URI> moved = relocation.insteadOf(address);
            if (moved.isPresent()) {
                request = Request.get("key set request", SpecRef.rfc(7517, "5"), moved.get());
                response = transport.send(request);
            }
        }
        if (response.status() != 200) {
            throw UnexpectedAnswer.notAMessage(request, response).phase("key set");
        }
        try {
            JsonObject document = response.json();
            JwkSet keys = JwkSet.parse(document);
            Duration lifetime = CacheLifetime.of(response.headers());
            if (!lifetime.isZero()) {
                cache.put(key(server), document, lifetime);
            }
            atHand.put(key(server), keys);
            return keys;
        } catch (JsonException e) {
            throw UnexpectedAnswer.notAMessage(request, response).phase("key set");
        } catch (JoseException e) {
            throw UnexpectedAnswer.notAMessage(request, response, String.valueOf(e.getMessage()))
                    .phase("key set");
        }
    }

    private static String key(AuthorizationServer server) {
        return "jwks " + server.issuer().orElse("") + " "
                + server.text(Endpoint.JWKS.member()).orElse("");
    }
}
