package dev.oat.playground.issuer;

import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clients that have registered themselves at one issuer. */
public final class RegisteredClients {
    /**
     * A client that registered itself.
     *
     * @param client what the server's endpoints know of it
     * @param metadata what it is registered with, its credentials left out
     * @param management the registration access token
     */
    public record Entry(PlaygroundClient client, JsonObject metadata, Secret management) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    public synchronized void put(Entry entry) {
        entries.put(entry.client().id(), entry);
    }

    public synchronized Optional<Entry> find(String clientId) {
        return Optional.ofNullable(entries.get(clientId));
    }

    public synchronized void remove(String clientId) {
        entries.remove(clientId);
    }

    /** Returns the ids, in the order of registration. */
    public synchronized List<String> ids() {
        return List.copyOf(entries.keySet());
    }
}
