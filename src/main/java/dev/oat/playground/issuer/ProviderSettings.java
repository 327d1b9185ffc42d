package dev.oat.playground.issuer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The identity provider beside the authorization server: a second issuer, on a port of its own.
 *
 * @param port its port, 0 for a free one
 * @param clients by the id of a client there, the id of the same client at the authorization server; a client that is not
 *     among them has one id at both
 */
public record ProviderSettings(int port, Map<String, String> clients) {
    public ProviderSettings {
        clients = Map.copyOf(clients);
    }

    /** Returns a provider that knows the demo clients by both their ids. */
    public static ProviderSettings on(int port) {
        return new ProviderSettings(port, Map.of("demo-wiki", "demo-wiki-at-chat"));
    }

    /** This with one more client. */
    public ProviderSettings client(String here, String there) {
        Map<String, String> all = new LinkedHashMap<>(clients);
        all.put(here, there);
        return new ProviderSettings(port, all);
    }

    public String clientThere(String here) {
        return clients.getOrDefault(here, here);
    }
}
