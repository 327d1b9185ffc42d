package dev.oat.session;

import dev.oat.json.JsonObject;
import dev.oat.metadata.DocumentCache;
import dev.oat.proof.DpopNonces;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The nonces for DPoP proofs from one run to the next, in the cache: one that has grown old costs one more request, as
 * having none does.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-8.2">RFC 9449 §8.2</a>
 */
public final class KeptNonces {
    private static final String KEY = "dpop-nonces";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final DocumentCache cache;

    /**
     * Nonces in a cache.
     *
     * @param cache where they lie, all in one document
     */
    public KeptNonces(DocumentCache cache) {
        this.cache = Objects.requireNonNull(cache, "cache is null");
    }

    /** The nonces that are known. */
    public DpopNonces read() {
        return DpopNonces.of(document());
    }

    private Map<String, Object> document() {
        Optional<JsonObject> document = cache.get(KEY);
        return document.isEmpty() ? Map.of() : document.get().members();
    }

    /** Keeps what a run has learnt, beside what others have learnt meanwhile. */
    public void keep(DpopNonces nonces) {
        Map<String, String> learnt = nonces.learnt();
        if (learnt.isEmpty()) {
            return;
        }
        Map<String, Object> all = new LinkedHashMap<>(document());
        all.keySet().removeAll(learnt.keySet());
        all.putAll(learnt);
        cache.put(KEY, JsonObject.of(new LinkedHashMap<>(DpopNonces.of(all).all())), LIFETIME);
    }
}
