package dev.oat.metadata;

import dev.oat.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** Keeps fetched metadata and key sets for as long as their servers allow. */
public interface DocumentCache {
    /** A document that was put under this key and has not expired. */
    Optional<JsonObject> get(String key);

    /** Keeps a document; a cache that cannot write keeps nothing, and that is no failure. */
    void put(String key, JsonObject document, Duration lifetime);
}
